// Each kind of request, through the window, against the console's own sandbox.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './host.ts';
import { compose, detail, expectEnd, rules, runByName, tabTo, takeSuggestion } from './task-pages.ts';

test.use({ consoleOf: 'kinds' });

const oxygen = 'https://harbor-mutual.example/Questionnaire/home-oxygen';
const send = (page: Page) => page.keyboard.press('Control+Enter');
const output = (page: Page, name: RegExp) => detail(page).getByRole('button', { name });

test('data requests: a query from the builder, a draft that outlives a reload, a rule broken and mended, JSON by hand, documents by code, a questionnaire', async ({
  page,
}) => {
  await compose(page, 'Data request', 'Query', /Henryk Kowalczyk/);
  const query = page.getByRole('textbox', { name: 'Query', exact: true });
  await page.getByRole('button', { name: 'Build it' }).click();
  await page.getByRole('combobox', { name: 'Value of clinical-status' }).click();
  await page.keyboard.type('recurrence,');
  await page.getByRole('button', { name: 'Parameter', exact: true }).click();
  await expect(page.getByRole('combobox', { name: /^Name of / }).last()).toBeFocused();
  await takeSuggestion(page, 'cate');
  await expect(page.getByRole('combobox', { name: 'Value of category' })).toBeFocused();
  await takeSuggestion(page, 'problem');
  await expect(query).toHaveValue(
    'Condition?patient=kowalczyk-henryk&clinical-status=active,recurrence&category=problem-list-item',
  );
  await page.getByRole('button', { name: /^Work queue/ }).click();
  await page.getByText('Claims processing').click();
  await page.getByRole('button', { name: /^When and how/ }).click();
  await page
    .getByRole('textbox', { name: 'Due' })
    .or(page.getByLabel('Due', { exact: true }))
    .first()
    .fill('2031-03-01');
  await page.getByRole('button', { name: /^Purpose of use/ }).click();
  await page.getByText('Payment, not otherwise enumerated').click();
  await expect(rules(page)).toContainText('CONF-083');
  await expectAccessible(page);

  // Held back, with the rule and the way to it.
  await send(page);
  await expect(page.getByRole('alert')).toContainText('payment-noe stands alone');
  await rules(page)
    .getByRole('button', { name: /^Go to the field: CONF-083/ })
    .click();
  await page
    .getByRole('textbox', { name: 'A coding of your own' })
    .fill('https://harbor-mutual.example/purposes|oxygen');
  await expect(page.getByText('Every rule for a data request holds.')).toBeVisible();

  await expect(page.getByText(/^kept \d/)).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: /^Drafts/ }).click();
  await page.getByRole('menuitem', { name: /^Condition\?patient=kowalczyk/ }).click();
  await expect(query).toHaveValue(/clinical-status=active,recurrence&category=problem-list-item$/);
  await expect(page.getByRole('checkbox', { name: /Claims processing/ })).toBeChecked();
  await expect(page.getByRole('textbox', { name: 'A coding of your own' })).toHaveValue(/oxygen$/);

  // What no field is there for is written into the JSON, and the form goes on holding.
  await page.getByRole('radio', { name: 'Edit JSON' }).click();
  const json = page.getByRole('textbox', { name: 'Task as JSON' });
  await json.fill((await json.inputValue()).replace('"intent": "order"', '"intent": "order",\n  "priority": "urgent"'));
  await expect(page.getByText(/^Edited as JSON/)).toBeVisible();
  await expectAccessible(page);
  await send(page);
  await expectEnd(page, 'completed');
  for (const said of ['payment-noe, oxygen', 'claims-processing']) await expect(detail(page)).toContainText(said);
  await page.keyboard.press('f');
  await output(page, /^Open #results/).click();
  await expect(page.getByRole('grid', { name: 'Entries of #results' })).toContainText(/obstructive/i);
  await page.getByRole('button', { name: /^Back/ }).click();

  await compose(page, 'Data request', 'Documents by code', /Henryk Kowalczyk/);
  await page.getByRole('combobox', { name: 'Code' }).click();
  await takeSuggestion(page, '11506');
  await expect(page.getByText('Every rule for a data request holds.')).toBeVisible();
  await expectAccessible(page);
  await send(page);
  await expectEnd(page, 'completed');
  await page.keyboard.press('f');
  // A document on the server, with who made it and what it leads to.
  await expect(detail(page)).toContainText('Provenance: author');
  await output(page, /^Open Binary\//).click();
  await expect(page.getByRole('article').or(page.getByText('<ClinicalDocument')).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Back/ }).click();

  await compose(page, 'Data request', 'Questionnaire', /Henryk Kowalczyk/);
  await page.getByRole('combobox', { name: 'Canonical URL' }).click();
  await page.getByRole('option', { name: /Oxygen at home/ }).click();
  await expect(page.getByRole('combobox', { name: 'Canonical URL' })).toHaveValue(`${oxygen}|1.0.0`);
  await send(page);
  await expectEnd(page, 'completed');
  await page.keyboard.press('f');
  await output(page, /^Open QuestionnaireResponse\//).click();
  await expect(page.getByText(oxygen).first()).toBeVisible();
  await expectAccessible(page);
});

test('attachment requests, in the dark: documents and a questionnaire come by push to our receiver', async ({
  page,
  host,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await compose(page, 'Attachment request', 'Documents', /Henryk Kowalczyk/);
  await expect(page.getByRole('combobox', { name: 'Payer URL' })).toHaveValue(host.receiver.submitAttachmentUrl);
  await page.getByRole('combobox', { name: 'Document 1' }).click();
  await takeSuggestion(page, 'progress');
  await page.getByRole('button', { name: 'the date of service' }).click();
  await page.getByLabel('Date of service', { exact: true }).fill('2026-03-04');
  await expect(page.getByText('Every rule for an attachment request holds.')).toBeVisible();
  await expectAccessible(page);
  const tracking = page.getByRole('textbox', { name: 'Tracking id' });
  const first = (await tracking.inputValue()).split('|').at(-1) ?? '';
  await send(page);
  await expectEnd(page, 'completed');
  await expect(detail(page)).toContainText('The Task names no output: attachments come by push.');
  await expect(detail(page)).toContainText(`Submitted 1 attachment to ${host.receiver.submitAttachmentUrl}`);

  // By keyboard alone, for a prior authorization.
  await page.keyboard.press('n');
  const kinds = page.getByRole('radiogroup', { name: 'Attachment request' });
  await tabTo(page, kinds.getByRole('radio').first());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('combobox', { name: 'Member id' }));
  await takeSuggestion(page, 'Henryk');
  await tabTo(page, page.getByRole('combobox', { name: 'Canonical URL 1' }));
  await page.keyboard.type(oxygen);
  await page.keyboard.press('Escape');
  await tabTo(page, page.getByRole('textbox', { name: 'Line items 1' }));
  await page.keyboard.type('1, 3-4');
  await tabTo(page, page.getByRole('radiogroup', { name: 'The attachments are for' }).getByRole('radio').first());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.getByText('Every rule for an attachment request holds.')).toBeVisible();
  await expect(tracking).not.toHaveValue(new RegExp(first));
  const second = (await tracking.inputValue()).split('|').at(-1) ?? '';
  await send(page);
  await expectEnd(page, 'completed');
  await page.keyboard.press('f');
  await expect(detail(page)).toContainText('questionnaire-context');
  await expectAccessible(page);

  await runByName(page, 'push inbox');
  const inbox = page.getByRole('grid', { name: 'Push inbox' });
  for (const id of [first, second]) await expect(inbox).toContainText(id);
  await inbox.getByText(first).click();
  await expect(page.getByRole('tab', { name: /Progress note/ })).toBeVisible();
  await expectAccessible(page);
});
