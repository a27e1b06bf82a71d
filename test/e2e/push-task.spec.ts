// The provider's side: attachments a Task asks for, chosen and filled in by a person, submitted, and the Task completed.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './host.ts';
import { attempts, chain, expectRulesHold, inbox, submission } from './push-pages.ts';
import { compose, detail, expectEnd, placeOf, road, takeSuggestion } from './task-pages.ts';

test.describe.configure({ mode: 'serial' });
test.use({ consoleOf: 'task attachments' });

const received = (page: Page) => page.getByRole('region', { name: 'Received Task', exact: true });
const queue = (page: Page) => page.getByRole('grid', { name: 'Received Tasks' });
const send = (page: Page) => page.keyboard.press('Control+Enter');
const tracking = async (page: Page) =>
  (await page.getByRole('textbox', { name: 'Tracking id' }).inputValue()).split('|').at(-1) ?? '';

/** Opens the queue of the sandbox's provider as it is now. */
async function readQueue(page: Page): Promise<void> {
  await page.goto(placeOf(page, 'tasks'));
  await page.getByRole('radio', { name: 'Received' }).click();
  await page
    .getByRole('button', { name: /^(Read it|Refresh)/ })
    .first()
    .click();
}

/** Expects that the payer took it, and that the Task is completed with it. */
async function expectSubmitted(page: Page): Promise<void> {
  await expect(received(page).getByRole('list', { name: 'Submitted for this Task' })).toContainText('Accepted');
  await expect(received(page).getByRole('img', { name: /^Status road: .*now completed/ })).toBeVisible();
}

test('documents: the composer is filled in by the Task, a document is chosen, submitted, and the Task completed', async ({
  page,
  host,
}) => {
  await page.goto(placeOf(page, 'sandbox'));
  await page.getByRole('tab', { name: 'Answering' }).click();
  await page.getByRole('radio', { name: 'By hand' }).click();
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked();

  await compose(page, 'Attachment request', 'Documents', /Henryk Kowalczyk/);
  await page.getByRole('combobox', { name: 'Document 1' }).click();
  await takeSuggestion(page, 'progress');
  await page.getByRole('button', { name: 'the date of service' }).click();
  await page.getByLabel('Date of service', { exact: true }).fill('2026-03-04');
  await expect(page.getByText('Every rule for an attachment request holds.')).toBeVisible();
  const id = await tracking(page);
  await send(page);
  await expect(road(page)).toHaveAccessibleName(/now requested/);

  await readQueue(page);
  await queue(page).getByText('attachment-request-code').click();
  await expect(received(page)).toContainText('11506-3');
  await expectAccessible(page);
  await received(page)
    .getByRole('button', { name: /^Submit attachments/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Submit attachments', level: 2 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What it is about' })).toContainText('Answers Task/');
  await expect(page.getByRole('textbox', { name: 'Tracking id, as asked' })).toHaveValue(new RegExp(`\\|${id}$`));
  await expect(page.getByRole('combobox', { name: 'Code of attachment 1' })).toHaveValue(/11506-3/);
  await expect(page.getByLabel('Date of service', { exact: true })).toHaveValue('2026-03-04');
  await expect(page.getByText(host.receiver.submitAttachmentUrl).first()).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('list', { name: 'What could answer it' })
    .getByRole('button', { name: /^Take: / })
    .first()
    .click();
  await page.getByRole('button', { name: /^Collect and show/ }).click();
  await expect(page.getByText('"Parameters"')).toBeVisible();
  await expectRulesHold(page);
  await send(page);

  await expectSubmitted(page);
  await expectAccessible(page);
  await received(page)
    .getByRole('button', { name: /^Look at the submission/ })
    .click();
  await expect(attempts(page).last()).toContainText('200');
  await expect(submission(page).getByRole('button', { name: /^Task\// })).toBeVisible();
  await expectAccessible(page);

  await page.goto(placeOf(page, 'push-inbox'));
  await page.getByRole('radio', { name: 'Inbox' }).click();
  await inbox(page).getByText(id).click();
  await expect(chain(page)).toContainText('exact');
  await expect(chain(page).getByRole('button', { name: /^Task\// })).toBeVisible();
  await expect(page.getByRole('tab', { name: /Progress note/ })).toBeVisible();
  await expectAccessible(page);
});

test('a questionnaire: filled in, its response submitted, and the Task completed', async ({ page }) => {
  await compose(page, 'Attachment request', 'Questionnaires', /Henryk Kowalczyk/);
  const oxygen = 'https://harbor-mutual.example/Questionnaire/home-oxygen';
  await page.getByRole('combobox', { name: 'Canonical URL 1' }).fill(oxygen);
  await page.keyboard.press('Escape');
  await page.getByRole('radiogroup', { name: 'The attachments are for' }).getByText('prior auth').click();
  await expect(page.getByText('Every rule for an attachment request holds.')).toBeVisible();
  const id = await tracking(page);
  await send(page);
  await expect(road(page)).toHaveAccessibleName(/now requested/);

  await readQueue(page);
  await queue(page).getByText('attachment-request-questionnaire').click();
  await received(page)
    .getByRole('button', { name: /^Fill in/ })
    .click();
  const form = page.getByRole('group', { name: 'Questionnaire in full' });
  await expect(form.getByText(/The payer expects it at/)).toBeVisible();
  await form.getByRole('textbox', { name: 'Day of the measurements' }).fill('2026-02-20');
  await form.getByRole('radio', { name: 'Yes' }).click();
  await form.getByRole('spinbutton', { name: 'Ordered flow, in liters a minute' }).fill('2');
  await form.getByRole('spinbutton', { name: 'Hours of use a day' }).fill('16');
  await page.keyboard.press('Tab');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Submit it/ }).click();

  await expect(page.getByRole('heading', { name: 'Submit attachments', level: 2 })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'a prior authorization' })).toBeChecked();
  await expect(
    page.getByRole('radiogroup', { name: 'Content of attachment 1' }).getByRole('radio', { name: 'Form' }),
  ).toBeChecked();
  await expectAccessible(page);
  await send(page);
  await expectSubmitted(page);

  await page.goto(placeOf(page, 'push-inbox'));
  await page.getByRole('radio', { name: 'Inbox' }).click();
  await inbox(page).getByText(id).click();
  await expect(chain(page)).toContainText('exact');
  await expect(page.getByText('Hours of use a day').first()).toBeVisible();
  await expectAccessible(page);

  // The payer saw both end.
  await page.goto(placeOf(page, 'tasks'));
  await page.getByRole('radio', { name: 'Sent' }).click();
  const sent = page.getByRole('grid', { name: 'Tasks', exact: true });
  for (const kind of ['attachment-request-code', 'attachment-request-questionnaire']) {
    await sent.getByText(kind).click();
    await expect(detail(page)).toContainText(kind);
    await expectEnd(page, 'completed');
    await expect(detail(page)).toContainText('from Switchboard');
  }
  await expect(detail(page)).toContainText('questionnaire-context');
});
