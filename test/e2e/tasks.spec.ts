import type { Page } from '@playwright/test';
import { post } from '../hosts/contract/web.ts';
import { expect, expectAccessible, test } from './host.ts';
import { detail, road, runByName, tabTo, takeSuggestion } from './task-pages.ts';

const list = (page: Page) => page.getByRole('grid', { name: 'Tasks' });

test('a Task by mouse: compose, send, watch every state pass, fetch, open', async ({ page, host }) => {
  // The provider goes a step further only when the one before was seen.
  const command = async (name: string, input: unknown) => {
    const reply = await post(host.url, name, JSON.stringify(input));
    expect(reply, name).toMatchObject({ ok: true });
    return (reply as { value: unknown }).value;
  };
  await command('sandbox.answering', { answering: 'by-hand' });
  await page.getByRole('link', { name: /Tasks/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New Task' }).first().click();
  await expect(page.getByText('Not enough yet')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'Member id' }).click();
  await page.getByRole('option', { name: /Amy V. Shaw/ }).click();
  await expect(page.getByRole('textbox', { name: 'Query' })).toHaveValue(
    'Condition?patient=shaw-amy&clinical-status=active',
  );
  await expect(page.getByText('Every rule for a data request holds.')).toBeVisible();

  // The same query by its parts: what is changed there stands in the line, and the other way round.
  await page.getByRole('button', { name: 'Build it' }).click();
  await expect(page.getByRole('combobox', { name: 'Resource type' })).toHaveValue('Condition');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'HbA1c since 2024' }).click();
  await expect(page.getByRole('combobox', { name: 'Resource type' })).toHaveValue('Observation');
  await page.getByRole('button', { name: 'Active conditions' }).click();
  await page.getByRole('button', { name: 'Write it' }).click();

  // What is wrong with the query or with the Task is said while it is typed.
  await page.getByText('None is known').click();
  await expect(page.getByText('No reason or claim is known; it is sent without.')).toBeVisible();
  await page.getByText('None is known').click();
  await page.getByText('Purpose of use').click();
  await page.getByText('Coordination of care').click();
  // Only the lines in sight exist; what was added stands at the end.
  await expect(async () => {
    await page.getByRole('tree', { name: 'Task' }).press('End');
    await expect(page.getByRole('tree', { name: 'Task' })).toContainText('"COC"', { timeout: 500 });
  }).toPass();
  await expect(page.getByText(/sandbox pace, every second/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: /^Send/ }).click();
  await expect(detail(page)).toContainText('sandbox pace, every second');
  await expect(road(page)).toHaveAccessibleName(/now requested/);
  const partner = { connection: 'sandbox-provider' };
  const { ids } = (await command('work.refresh', { partner, status: ['requested'] })) as { ids: string[] };
  expect(ids).toHaveLength(1);
  const outputs = [{ query: 'Condition?patient=shaw-amy&clinical-status=active' }];
  for (const step of [
    { status: 'accepted' },
    { status: 'in-progress' },
    { status: 'completed', outputs, contained: true },
  ]) {
    await command('work.answer', { id: ids[0], ...step });
    await expect(road(page)).toHaveAccessibleName(new RegExp(`now ${step.status}`), { timeout: 20_000 });
  }
  await expect(road(page)).toHaveAccessibleName(
    /requested to accepted; accepted to in-progress; in-progress to completed; now completed/,
  );
  await command('sandbox.answering', { answering: 'automatic' });
  await expect(list(page)).toContainText('Needs you');
  await expect(detail(page).getByRole('listitem').filter({ hasText: 'Created' })).toContainText('201');
  await expectAccessible(page);

  await detail(page)
    .getByRole('button', { name: /Fetch output/ })
    .first()
    .click();
  await expect(list(page)).toContainText('1 output');
  await expect(list(page)).not.toContainText('Needs you');
  await expectAccessible(page);
  await detail(page).getByRole('button', { name: 'Open #results' }).click();
  const entries = page.getByRole('grid', { name: 'Entries of #results' });
  await expect(entries).toContainText('Diabetes mellitus type 2');
  await entries.getByText('Hammer toe').click();
  await expect(page.getByRole('tree')).toContainText('"resourceType": "Condition"');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Back/ }).click();

  await detail(page)
    .getByRole('button', { name: /^Exchange / })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/exchanges\//);
});

test('a Task by keyboard alone, with documents in its answer', async ({ page }) => {
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.keyboard.press('n');
  await tabTo(page, page.getByRole('combobox', { name: 'Member id' }));
  await takeSuggestion(page, 'Amy');
  const query = page.getByRole('textbox', { name: 'Query' });
  await expect(query).toHaveValue(/shaw-amy/);
  await tabTo(page, query);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('DocumentReference?patient=shaw-amy');

  // Leaving and coming back loses nothing.
  await runByName(page, 'exchanges');
  await expect(page).toHaveURL(/#\/exchanges/);
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(query).toHaveValue('DocumentReference?patient=shaw-amy');
  await expect(page.getByText('Every rule for a data request holds.')).toBeVisible();

  await page.keyboard.press('Control+Enter');
  await expect(road(page)).toHaveAccessibleName(/now completed/, { timeout: 20_000 });
  await page.keyboard.press('p');
  await expect(detail(page)).toContainText('not modified');
  await page.keyboard.press('f');
  await expect(detail(page).getByRole('button', { name: 'Open #results' })).toBeVisible();
  await page.keyboard.press('o');
  await tabTo(page, page.getByRole('grid', { name: 'Entries of #results' }));
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(road(page)).toBeVisible();
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/#\/exchanges\//);
});

test('a Task that breaks a rule is held back, sent anyway when asked, and says why it was rejected', async ({
  page,
}) => {
  await page.goto(`${page.url().split('#')[0]}#/tasks/new`);
  await page.getByRole('textbox', { name: 'Patient id at the partner' }).fill('nobody');
  await page.getByRole('textbox', { name: 'Query' }).fill('Condition?patient=nobody&clinical-status:nonsense=active');
  await expect(page.getByRole('list', { name: 'Findings on the query' })).toContainText('nonsense');
  await page.getByRole('button', { name: /^Send/ }).click();
  await expect(page.getByRole('alert')).toContainText('cannot carry :nonsense');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Send anyway' }).click();
  await expect(road(page)).toHaveAccessibleName(/now rejected/, { timeout: 20_000 });
  await expect(detail(page)).toContainText(/The Task ended rejected: “.+”. There is no data./);
  await expectAccessible(page);
});
