import { expect, type Locator, type Page } from '@playwright/test';

/** The address of a screen in the console that is open. */
export const placeOf = (page: Page, place: string): string => `${page.url().split('#')[0]}#/${place}`;

/** The Task we sent that is shown. */
export const detail = (page: Page): Locator => page.getByRole('region', { name: 'Task', exact: true });
/** The statuses it passed, in words. */
export const road = (page: Page): Locator => detail(page).getByRole('img', { name: /^Status road/ });
/** What the rules say about the Task that is composed. */
export const rules = (page: Page): Locator => page.getByRole('list', { name: 'What the rules say', exact: true });

/** Expects the Task that is shown to have ended so. */
export const expectEnd = (page: Page, status: 'completed' | 'rejected' | 'failed'): Promise<void> =>
  expect(road(page)).toHaveAccessibleName(new RegExp(`now ${status}`), { timeout: 30_000 });

/** Begins a request of a kind about a member, in the composer. */
export async function compose(page: Page, group: string, kind: string, member: RegExp): Promise<void> {
  await page.goto(placeOf(page, 'tasks'));
  await page
    .getByRole('button', { name: /^(New )?Task/ })
    .first()
    .click();
  await page.getByRole('radiogroup', { name: group }).getByText(kind, { exact: true }).click();
  await page.getByRole('combobox', { name: 'Member id' }).click();
  await page.getByRole('option', { name: member }).click();
}

/** Goes by Tab until something has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  // The element itself: a list that opens on the way hides everything else from searches by role.
  const element = await target.elementHandle();
  for (let step = 0; step < 200; step += 1) {
    if (await element?.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('It is not reached by Tab.');
}

/**
 * Runs what the palette finds first by some words. It does so a moment after the palette is shut: whoever presses a key next waits for
 * what it shows.
 */
export async function runByName(page: Page, words: string): Promise<void> {
  const palette = page.getByRole('combobox', { name: 'Search or run a command' });
  await page.keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await page.keyboard.type(words);
  const first = page.getByRole('listbox', { name: 'Results', exact: true }).getByRole('option').first();
  await expect(first).toContainText(words, { ignoreCase: true });
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
}

/** Types into the combo box that has the focus, and takes the first of what it then suggests; suggestions may still be on the way. */
export async function takeSuggestion(page: Page, words: string): Promise<void> {
  await page.keyboard.type(words);
  await expect(page.getByRole('option').first()).toContainText(words, { ignoreCase: true });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}
