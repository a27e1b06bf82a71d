// Both sides of a Task: sent as payer, answered as provider, each screen showing what the other did.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './host.ts';
import { compose, detail, expectEnd, placeOf, road } from './task-pages.ts';

test.use({ consoleOf: 'queue' });

const received = (page: Page) => page.getByRole('region', { name: 'Received Task', exact: true });
const queue = (page: Page) => page.getByRole('grid', { name: 'Received Tasks' });
const sent = (page: Page) => page.getByRole('grid', { name: 'Tasks', exact: true });
const send = (page: Page) => page.keyboard.press('Control+Enter');

/** Waits until the answer that was sent is there. */
const expectAnswered = (page: Page, status: string) =>
  expect(received(page).getByRole('img', { name: new RegExp(`^Status road: .*now ${status}`) })).toBeVisible();

test('a work queue: Tasks arrive, are accepted, collected for, completed, rejected, reopened, answered by a form; the payer sees it all', async ({
  page,
}) => {
  await page.goto(placeOf(page, 'sandbox'));
  await page.getByRole('tab', { name: 'Answering' }).click();
  await page.getByRole('radio', { name: 'By hand' }).click();
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked();
  // While the one is changed, the other takes no click.
  const reopen = page.getByRole('checkbox', { name: /^Let Tasks be reopened/ });
  await expect(reopen).toBeEnabled();
  await page.getByText('Let Tasks be reopened').click();
  await expect(reopen).toBeChecked();
  await expectAccessible(page);

  await compose(page, 'Data request', 'Query', /Amy V. Shaw/);
  await page.getByRole('button', { name: /^Work queue/ }).click();
  await page.getByText('Claims processing').click();
  await send(page);
  await expect(road(page)).toHaveAccessibleName(/now requested/);
  await compose(page, 'Data request', 'Documents by code', /Jules Hart/);
  await page.getByRole('combobox', { name: 'Code' }).fill('11506-3');
  await page.keyboard.press('Escape');
  await send(page);
  await expect(road(page)).toHaveAccessibleName(/now requested/);
  await compose(page, 'Data request', 'Questionnaire', /Henryk Kowalczyk/);
  const oxygen = 'https://harbor-mutual.example/Questionnaire/home-oxygen';
  await page.getByRole('combobox', { name: 'Canonical URL' }).fill(oxygen);
  await page.keyboard.press('Escape');
  await send(page);
  await expect(road(page)).toHaveAccessibleName(/now requested/);

  await page.getByRole('radio', { name: 'Received' }).click();
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText('3 Tasks there, 3 new or changed.')).toBeVisible();
  await expectAccessible(page);

  // By keyboard alone: taken up, worked on, collected for, completed.
  await queue(page).getByText('Condition?').click();
  await expect(received(page)).toContainText('claims-processing');
  await page.keyboard.press('1');
  await send(page);
  await expectAnswered(page, 'accepted');
  await page.keyboard.press('2');
  await received(page).getByRole('textbox', { name: 'Business status' }).fill('With the records team');
  await send(page);
  await expectAnswered(page, 'in-progress');
  // Keys of one letter rest in a field.
  await queue(page).focus();
  await page.keyboard.press('4');
  await expect(received(page)).toContainText('A completed data request has no output.');
  await page.keyboard.press('o');
  const collected = page.getByRole('grid', { name: 'What was collected' });
  await expect(collected).toContainText('Diabetes mellitus type 2');
  await expectAccessible(page);
  await send(page);
  await expectAnswered(page, 'completed');
  await expectAccessible(page);

  // Rejected: not without a reason.
  await queue(page).getByText('11506-3').click();
  await expect(received(page)).toContainText('11506-3');
  await page.keyboard.press('5');
  await send(page);
  await expect(received(page).getByText(/carries its reason \(tdr-2\)/)).toBeVisible();
  await expectAccessible(page);
  await received(page)
    .getByLabel(/^Reason/)
    .fill('We have never seen this patient.');
  await send(page);
  await expectAnswered(page, 'rejected');

  // A form, begun from the record, kept, finished, and the Task completed with it.
  await queue(page).getByText('data-request-questionnaire').click();
  await expect(received(page)).toContainText(oxygen);
  await page.keyboard.press('a');
  const form = page.getByRole('group', { name: 'Questionnaire in full' });
  await expect(form.getByText('4 questions still to be answered.')).toBeVisible();
  await expect(form.getByRole('spinbutton', { name: 'Saturation at rest, in percent' })).toHaveValue('93');
  await expectAccessible(page);
  await form.getByRole('textbox', { name: 'Day of the measurements' }).fill('2026-02-20');
  await form.getByRole('radio', { name: 'Yes' }).click();
  await form.getByRole('spinbutton', { name: 'Ordered flow, in liters a minute' }).fill('2');
  await form.getByRole('spinbutton', { name: 'Hours of use a day' }).fill('16');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Complete the Task with it' }).click();
  await expectAnswered(page, 'completed');

  // Reopened after its end, and ended again, while the payer looks on in the dark.
  await queue(page).getByText('Condition?').click();
  await expect(received(page)).toContainText('claims-processing');
  await page.keyboard.press('u');
  await received(page).getByRole('textbox', { name: 'Business status' }).fill('One more finding came in');
  await send(page);
  await expectAnswered(page, 'in-progress');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Sent' }).click();
  await sent(page).getByText('11506-3').click();
  await expectEnd(page, 'rejected');
  await expect(detail(page)).toContainText('We have never seen this patient.');
  await sent(page).getByText('data-request-questionnaire').click();
  await expectEnd(page, 'completed');
  await page.keyboard.press('f');
  await detail(page)
    .getByRole('button', { name: /^Open .*(QuestionnaireResponse|#)/ })
    .click();
  await expect(page.getByText(oxygen).first()).toBeVisible();
  await page.getByRole('button', { name: /^Back/ }).click();
  await sent(page).getByText('Condition?').click();
  await expect(detail(page)).toContainText('claims-processing');
  await page.keyboard.press('p');
  await expect(road(page)).toHaveAccessibleName(/completed to in-progress, reopened.*now in-progress/);
  await expect(detail(page)).toContainText('One more finding came in');
  await expectAccessible(page);
});
