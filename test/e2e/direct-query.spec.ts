import type { Page } from '@playwright/test';
import { openBigPartner } from './big-partner.ts';
import { expect, expectAccessible, expectInUse, type RunningHost, test, workWith } from './host.ts';
import { runByName, takeSuggestion } from './task-pages.ts';

const line = (page: Page) => page.getByRole('textbox', { name: 'Query', exact: true });
const rows = (page: Page) => page.getByRole('grid', { name: 'Entries' }).locator('[aria-selected]');
const answer = (page: Page) => page.getByRole('region', { name: 'Answer' });
const opened = (page: Page) => page.locator('[data-opened]');
const list = (page: Page) => page.getByRole('grid', { name: 'Entries' });

/** Goes to the screen by its keys. */
async function goByKeys(page: Page): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { name: 'Direct query' })).toBeVisible();
}

/** Goes through the lines of the resource by a key, until the chosen one says something; each is waited for, so that none is passed by. */
async function walkTo(page: Page, key: string, words: string): Promise<void> {
  const current = opened(page).locator('[aria-selected="true"]');
  for (let step = 0; step < 80; step += 1) {
    const text = (await current.textContent()) ?? '';
    if (text.includes(words)) return;
    const at = await current.getAttribute('id');
    await page.keyboard.press(key);
    await expect(current).not.toHaveAttribute('id', at ?? '');
  }
  throw new Error(`No line says ${words}.`);
}

/** Adds a connection to the running console and works with it. */
async function workWithNew(page: Page, host: RunningHost, name: string, baseUrl: string): Promise<void> {
  const { origin, hash } = new URL(host.url);
  const reply = await page.request.post(`${origin}/call/connections.add`, {
    headers: { authorization: `Bearer ${hash.slice('#token='.length)}` },
    data: { name, baseUrl },
  });
  expect(await reply.json()).toMatchObject({ ok: true });
  await workWith(page, new RegExp(name));
}

test('a direct query by mouse', async ({ page }) => {
  await page.getByRole('link', { name: /Direct query/ }).click();
  await workWith(page, /Lakeside/);
  await page.getByRole('button', { name: /Active conditions with Provenance/ }).click();
  await expect(line(page)).toHaveValue(
    /^Condition\?patient=shaw-amy&clinical-status=active&_revinclude=Provenance:target/,
  );
  await expect(page.getByRole('button', { name: /Value of patient: Amy/ })).toBeVisible();

  // What the partner's statement says of each parameter in this search, and of them together.
  await expect(page.getByText('patient with clinical-status: SHOULD')).toBeVisible();
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByLabel(`Send ${name}`) });
  await expect(row('patient')).toContainText('SHALL');
  await expect(row('clinical-status')).toContainText('SHOULD');

  // A wrong code is found while it is written, and mended by a press.
  await page.getByRole('combobox', { name: 'Value of clinical-status' }).click();
  await page.keyboard.type('recurrance,');
  await expect(line(page)).toHaveValue(/clinical-status=active,recurrance&/);
  await expect(page.getByText(/recurrance is not a code of Condition.clinical-status/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use recurrence' }).click();
  await expect(line(page)).toHaveValue(/clinical-status=active,recurrence&/);

  await page.getByRole('button', { name: 'Send', exact: false }).first().click();
  await expect(answer(page).getByText('2 matched, 2 included')).toBeVisible();
  await expect(answer(page).getByRole('status').filter({ hasText: '200' })).toBeVisible();
  await rows(page).nth(1).click();
  await expect(opened(page).getByRole('tree')).toContainText('"resourceType": "Condition"');
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Table' }).click();
  await expect(opened(page).getByRole('grid')).toContainText('subject.reference');
  await opened(page).getByRole('button', { name: 'Patient/shaw-amy' }).click();
  await expect(opened(page)).toContainText('Patient/shaw-amy');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(opened(page).locator('b').first()).toHaveText(/^Condition\//);
  await page.getByRole('radio', { name: 'Narrative' }).click();
  await expect(opened(page)).toContainText('It has no narrative');
  await page.getByRole('button', { name: 'Close the resource' }).click();
  await expect(opened(page)).toHaveCount(0);
});

test('the other sides of an answer: table, headers, pages', async ({ page }) => {
  await workWith(page, /Lakeside/);
  await page.getByRole('link', { name: /Direct query/ }).click();
  await line(page).fill('Condition?patient=shaw-amy');
  await page.keyboard.press('Control+Enter');
  await rows(page).first().click();
  await page.getByRole('radio', { name: 'Table' }).click();
  await expect(opened(page).getByRole('grid')).toContainText('subject.reference');
  await expectAccessible(page);
  await page.getByRole('radio', { name: /Headers/ }).click();
  await expect(answer(page)).toContainText('content-type');
  await expectAccessible(page);
  await page.getByRole('radio', { name: /Pages/ }).click();
  await expect(answer(page)).toContainText('self');
  await expectAccessible(page);
});

test('a direct query by keyboard alone', async ({ page }) => {
  await runByName(page, 'work with lakeside');
  await expectInUse(page, /Lakeside/);
  await goByKeys(page);

  await page.keyboard.press('7');
  await expect(line(page)).toHaveValue(/^Observation\?patient=shaw-amy&category=laboratory/);
  // The query as text: what is typed is the search.
  await page.keyboard.press('/');
  await expect(line(page)).toBeFocused();
  await page.keyboard.type('Observation?patient=shaw-amy&_count=20');
  await page.keyboard.press('Control+Enter');
  await expect(answer(page).getByText('20 matched')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.keyboard.press(']');
  await expect(answer(page).getByText('page 2')).toBeVisible();
  await page.keyboard.press('[');
  await expect(answer(page).getByText('page 1')).toBeVisible();
  await page.keyboard.press(']');
  await expect(answer(page).getByText('page 2')).toBeVisible();

  await page.keyboard.press('j');
  // Opening the resource leaves focus in the rows.
  await expect(list(page)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true');
  await expect(opened(page).getByRole('tree')).toContainText('"Observation"');
  await page.keyboard.press('Enter');
  await expect(opened(page).getByRole('tree')).toBeFocused();
  await walkTo(page, 'ArrowDown', '"subject"');
  await page.keyboard.press('Enter');
  await expect(opened(page).locator('b').first()).toHaveText('Patient/shaw-amy');
  await page.keyboard.press('b');
  await expect(opened(page).locator('b').first()).toHaveText(/^Observation\//);
  await page.keyboard.press('b');
  await expect(opened(page)).toHaveCount(0);

  // A parameter more: name from the server's list, value, send.
  await page.keyboard.press('a');
  await expect(page.getByRole('combobox', { name: /^Name of / }).last()).toBeFocused();
  await takeSuggestion(page, 'cate');
  await expect(page.getByRole('combobox', { name: 'Value of category' })).toBeFocused();
  await takeSuggestion(page, 'vital');
  await expect(line(page)).toHaveValue('Observation?patient=shaw-amy&_count=20&category=vital-signs');
  await page.keyboard.press('Control+Enter');
  await expect(rows(page).first()).toContainText(/Blood pressure|Heart rate|Body/);
  await expectAccessible(page);

  // What was built is still there after another screen.
  await page.keyboard.press('Escape');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/exchanges/);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(line(page)).toHaveValue('Observation?patient=shaw-amy&_count=20&category=vital-signs');
  await expect(answer(page).getByText('20 matched')).toBeVisible();
});

test('a document in an answer opens from its chip, by keyboard', async ({ page }) => {
  await workWith(page, /Lakeside/);
  await goByKeys(page);
  await page.keyboard.press('2');
  await expect(line(page)).toHaveValue(/^DocumentReference\?patient=shaw-amy/);
  await page.keyboard.press('Control+Enter');
  await expect(answer(page).getByText('1 matched')).toBeVisible();
  await page.keyboard.press('j');
  await expect(list(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(opened(page).getByRole('tree')).toBeFocused();
  await page.keyboard.press('End');
  await walkTo(page, 'ArrowUp', 'base64');
  await page.keyboard.press('Enter');
  await expect(opened(page).getByRole('tree')).toHaveCount(0);
  await expect(opened(page)).toContainText(/application\/pdf|PDF/);
  await expectAccessible(page);
  await page.keyboard.press('b');
  await expect(opened(page).getByRole('tree')).toContainText('DocumentReference');
});

test('a refusal says what is wrong and leads to its exchange', async ({ page }) => {
  await workWith(page, /Lakeside/);
  await page.getByRole('link', { name: /Direct query/ }).click();
  await line(page).fill('Observation?kode=4548-4');
  await page.getByRole('radio', { name: 'strict' }).click();
  await expect(page.getByText('The server does not list kode for Observation.')).toBeVisible();
  await page.getByRole('button', { name: 'Send as typed' }).click();
  await expect(page.getByRole('alert')).toContainText('kode');
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'lenient' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('list', { name: /What the server said/ })).toContainText('kode');
  await expectAccessible(page);
});

test('a page of fifty thousand entries is scrolled, and a partner that does not answer is given up', async ({
  page,
  host,
}) => {
  const partner = await openBigPartner(50_000);
  try {
    await workWithNew(page, host, 'Big partner', partner.baseUrl);
    await page.getByRole('link', { name: /Direct query/ }).click();
    await expect(page.getByText(/did not say what it can do/)).toBeVisible();
    await line(page).fill('Observation');
    await page.keyboard.press('Control+Enter');
    await expect(answer(page).getByText('50,000 entries')).toBeVisible({ timeout: 30_000 });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/call/queries.rows')) asked.push(request.postData() ?? '');
    });
    await page.getByRole('grid', { name: 'Entries' }).focus();
    await page.keyboard.press('End');
    await expect(rows(page).last()).toContainText('Value 49999');
    expect(asked.length).toBeLessThan(4);

    // A narrative is shown, nothing in it runs.
    await page.getByRole('radio', { name: 'Narrative' }).click();
    await expect(opened(page)).toContainText('Result 49999');
    await expect(opened(page)).toContainText('[image: a curve]');
    expect(await opened(page).locator('script, img, a, [style], [onclick]').count()).toBe(0);
    expect(await page.title()).not.toBe('run');
    await expectAccessible(page);

    await line(page).fill('Patient?name=x');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: /Stop/ }).click();
    await expect(answer(page).getByRole('progressbar')).toHaveCount(0);
    await expect(answer(page).getByText('50,000 entries')).toBeVisible();
  } finally {
    await partner.close();
  }
});

test('the dark theme is as sound', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await workWith(page, /Lakeside/);
  await page.getByRole('link', { name: /Direct query/ }).click();
  await line(page).fill('Condition?patient=shaw-amy&clinical-status=active,recurrance&_revinclude=Provenance:target');
  await page.keyboard.press('Control+Enter');
  await rows(page).first().click();
  await expect(opened(page).getByRole('tree')).toBeVisible();
  await expectAccessible(page);
});
