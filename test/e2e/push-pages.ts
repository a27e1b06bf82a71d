import { Buffer } from 'node:buffer';
import { expect, type Locator, type Page } from '@playwright/test';
import { placeOf } from './task-pages.ts';

/** What is composed: the Parameters, and what the rules say about them. */
export const preview = (page: Page): Locator => page.getByRole('region', { name: 'Preview' });
/** The submission of ours that is shown. */
export const submission = (page: Page): Locator => page.getByRole('region', { name: 'Submission', exact: true });
/** Its tries, in order. */
export const attempts = (page: Page): Locator =>
  submission(page).getByRole('list', { name: 'Attempts' }).getByRole('listitem');
/** What partners sent to us. */
export const inbox = (page: Page): Locator => page.getByRole('grid', { name: 'Push inbox' });
/** The push that is shown. */
export const push = (page: Page): Locator => page.getByRole('region', { name: 'Push', exact: true });
/** What the push that is shown belongs to. */
export const chain = (page: Page): Locator => push(page).getByRole('list', { name: 'Correlation' });

/** The value of the tracking id in the composer, without its system. */
export const trackingValue = async (page: Page): Promise<string> =>
  (await page.getByRole('textbox', { name: 'Tracking id', exact: true }).inputValue()).split('|').at(-1) ?? '';

/** Clicks a checkbox where people see it: at its tick. */
export const tick = (checkbox: Locator): Promise<void> => checkbox.locator('xpath=ancestor::label[1]').click();

/** A file to be chosen that is what its name says. */
export const note = (name: string, words: string): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(words),
});

/** A file of a size, in bytes. */
export const large = (name: string, bytes: number): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.alloc(bytes, 'The patient was seen again. '),
});

/** Expects that the rules find nothing to say about what is composed. */
export const expectRulesHold = (page: Page): Promise<void> =>
  expect(preview(page).getByText('Every rule for a submission holds.')).toBeVisible({ timeout: 20_000 });

/** Switches the sandbox's faults, by the mouse: those of these titles alone. */
export async function setFaults(page: Page, ...titles: string[]): Promise<void> {
  await page.goto(placeOf(page, 'sandbox'));
  await page.getByRole('tab', { name: 'Faults' }).click();
  const off = page.getByRole('button', { name: 'Switch all off' });
  const none = page.getByText('none on', { exact: true });
  await expect(none.or(off)).toBeVisible();
  if (await off.isVisible()) {
    await off.click();
    await expect(none).toBeVisible();
  }
  for (const title of titles) await page.getByText(title, { exact: true }).click();
  if (titles.length === 0) return;
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await expect(off).toBeVisible();
}
