// What we send to a payer unasked, through the window, against the console's own sandbox.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './host.ts';
import {
  attempts,
  expectRulesHold,
  large,
  note,
  preview,
  setFaults,
  submission,
  tick,
  trackingValue,
} from './push-pages.ts';
import { placeOf, runByName, tabTo, takeSuggestion } from './task-pages.ts';

test.use({ consoleOf: 'sent' });

const send = (page: Page) => page.keyboard.press('Control+Enter');
const sent = (page: Page) => page.getByRole('grid', { name: 'Sent' });
const rules = (page: Page) => preview(page).getByRole('list', { name: 'What the rules say' });
const state = (page: Page, name: string) => submission(page).getByRole('img', { name, exact: true }).first();

/** Begins a submission for the claim of a member, filled in by the suggestions. */
async function composeFor(page: Page, member: RegExp): Promise<void> {
  await page.goto(placeOf(page, 'push-inbox/sent'));
  await page
    .getByRole('button', { name: /^New submission/ })
    .first()
    .click();
  await page.getByRole('combobox', { name: 'Member id' }).click();
  await page.getByRole('option', { name: member }).click();
  await page.getByRole('combobox', { name: 'Claim in the provider’s record' }).click();
  await page
    .getByRole('option', { name: / claim of / })
    .first()
    .click();
}

/** Says what an attachment is, by the suggestions. */
async function chooseCode(page: Page, attachment: number, name: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: `Code of attachment ${attachment}` }).click();
  await page.getByRole('option', { name }).click();
}

test('by mouse: member and claim from suggestions, a file and a document of the record, a rule broken and mended, sent, accepted, its wire record seen', async ({
  page,
  host,
}) => {
  await page.getByRole('link', { name: /Push inbox/ }).click();
  await page.getByRole('radio', { name: 'Sent' }).click();
  await expect(page.getByText('Nothing was sent yet')).toBeVisible();
  await expectAccessible(page);
  await composeFor(page, /Amy V. Shaw/);
  await expect(page.getByLabel('Date of service', { exact: true })).not.toHaveValue('');
  const tracking = await trackingValue(page);

  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file for attachment 1' }).click();
  await (await chosen).setFiles(note('letter.txt', 'Knee pain since March. Physiotherapy did not help.'));
  await expect(page.getByText('letter.txt').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Type of attachment 1' })).toHaveAttribute('placeholder', /text/);

  // What it is, nobody said yet: the rule leads to the field.
  const toCode = rules(page).getByRole('button', { name: /^Go to the field: CONF-002/ });
  await expect(toCode).toBeVisible();
  await expectAccessible(page);
  await toCode.click();
  await expect(page.getByRole('combobox', { name: 'Code of attachment 1' })).toBeFocused();
  await page.keyboard.type('Progress');
  await page
    .getByRole('option', { name: /Progress note/ })
    .first()
    .click();
  await expectRulesHold(page);

  await page.getByRole('button', { name: /^Attachment/ }).click();
  const second = page.getByRole('group', { name: 'attachment 2' });
  await page.getByRole('option', { name: /Progress note/ }).click();
  await second.getByRole('radio', { name: 'From the record' }).click();
  await second.getByRole('button', { name: 'Find' }).click();
  await tick(second.getByRole('checkbox', { name: /^Take DocumentReference/ }).first());
  await expect(second.getByRole('textbox', { name: 'Resource of attachment 2' })).toHaveValue(/^DocumentReference\//);
  await preview(page)
    .getByRole('button', { name: /^Collect and show/ })
    .click();
  await expect(preview(page).getByText('"Parameters"')).toBeVisible();
  await expectRulesHold(page);
  await expectAccessible(page);

  await page.getByRole('button', { name: /^Send/ }).click();
  await expect(state(page, 'accepted')).toBeVisible();
  await expect(attempts(page)).toHaveCount(1);
  await expect(attempts(page).first()).toContainText('200');
  await expect(submission(page)).toContainText(tracking);
  const went = page.getByRole('table', { name: 'Attachments of the submission' });
  await expect(went.getByRole('row')).toHaveCount(3);
  await expect(went).toContainText('text/plain');
  await expect(submission(page)).toContainText(host.sandbox.payer.submitAttachmentUrl);
  await expectAccessible(page);

  await submission(page)
    .getByRole('button', { name: /^Wire record/ })
    .click();
  await expect(page).toHaveURL(/#\/exchanges\//);
  await expect(page.getByText(host.sandbox.payer.submitAttachmentUrl).first()).toBeVisible();
  await expectAccessible(page);
});

test('by keyboard alone, in the dark: a prior authorization, one document of the record and one chosen file, more to follow', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await runByName(page, 'what we pushed');
  await expect(page.getByRole('region', { name: 'Sent', exact: true })).toBeVisible();
  await page.keyboard.press('n');
  const field = (name: string) => tabTo(page, page.getByRole('textbox', { name, exact: true }));
  const choose = async (name: string, words: string) => {
    await tabTo(page, page.getByRole('combobox', { name, exact: true }));
    await takeSuggestion(page, words);
  };
  const radio = async (group: string, option: string) => {
    const radios = page.getByRole('radiogroup', { name: group });
    await tabTo(page, radios.getByRole('radio', { checked: true }));
    const wanted = radios.getByRole('radio', { name: option, exact: true });
    for (let step = 0; step < 6 && !(await wanted.evaluate((it) => it === document.activeElement)); step += 1)
      await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await expect(wanted).toBeChecked();
  };
  await radio('The attachments are for', 'a prior authorization');
  await choose('Member id', 'Henryk');
  await choose('Prior authorization in the provider’s record', 'prior');
  await field('Tracking id');
  const tracking = await trackingValue(page);

  await choose('Code of attachment 1', '11506');
  await radio('Content of attachment 1', 'From the record');
  const first = page.getByRole('group', { name: 'attachment 1' });
  await tabTo(page, first.getByRole('button', { name: 'Find' }));
  await page.keyboard.press('Enter');
  const found = page.getByRole('grid', { name: 'Resources found for attachment 1' });
  await expect(found).toBeVisible();
  await tabTo(page, found);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(first.getByRole('textbox', { name: 'Resource of attachment 1' })).toHaveValue(/^DocumentReference\//);

  await tabTo(page, page.getByRole('button', { name: /^Attachment/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Code of attachment 2' })).toBeFocused();
  await takeSuggestion(page, '11488');
  const chosen = page.waitForEvent('filechooser');
  await tabTo(page, page.getByRole('button', { name: 'Choose a file for attachment 2' }));
  await page.keyboard.press('Enter');
  await (await chosen).setFiles(note('opinion.txt', 'Oxygen at home is advised.'));
  await radio('Whether more will follow', 'more will follow');
  // Once the chosen file has been brought in; until then there is nothing to collect.
  await expect(preview(page).getByRole('button', { name: /^Collect and show/ })).toBeVisible();
  await page.keyboard.press('o');
  await expect(preview(page).getByText('"Parameters"')).toBeVisible();
  // Nothing is broken; a word of advice is left.
  await expect(preview(page).getByRole('status').first()).toHaveText('findings: 1');
  await expect(rules(page)).toContainText('CONF-056');
  await expectAccessible(page);

  await send(page);
  await expect(state(page, 'accepted').or(state(page, 'held'))).toBeVisible();
  await expect(submission(page)).toContainText('a prior authorization');
  await expect(submission(page)).toContainText('more will follow');
  await expect(submission(page)).toContainText(tracking);
  await expectAccessible(page);
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/#\/exchanges\//);
});

test('a payer that answers 413 is explained, and the submission split; one that answers 503 is asked again', async ({
  page,
}) => {
  await setFaults(page, 'Submit: 1 MB at most');
  await composeFor(page, /Amy V. Shaw/);
  await page.getByRole('button', { name: 'Fresh' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Files, one attachment each' }).click();
  await (await chooser).setFiles([large('spring.txt', 700_000), large('summer.txt', 700_001)]);
  await chooseCode(page, 1, /Progress note/);
  await chooseCode(page, 2, /Consultation note/);
  await expectRulesHold(page);
  await send(page);
  await expect(state(page, 'failed').or(state(page, 'refused'))).toBeVisible({ timeout: 20_000 });
  await expect(attempts(page).last()).toContainText('413');
  await expect(attempts(page).last()).toContainText('split it, so that each attachment goes on its own');
  await expect(attempts(page).last()).toContainText('CONF-023');
  await expectAccessible(page);
  await submission(page)
    .getByRole('button', { name: /^Split/ })
    .click();
  await expect(state(page, 'accepted')).toBeVisible({ timeout: 20_000 });
  await expect(attempts(page)).toHaveCount(3);
  await expect(attempts(page).nth(1)).toContainText('attachment 1');
  await expect(attempts(page).nth(2)).toContainText('attachment 2');
  await expectAccessible(page);

  await setFaults(page, 'Submit: 503 once');
  await composeFor(page, /Amy V. Shaw/);
  await page.getByRole('button', { name: 'Fresh' }).click();
  const one = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file for attachment 1' }).click();
  await (await one).setFiles(note('letter.txt', 'Seen today, and well.'));
  await chooseCode(page, 1, /Progress note/);
  await page.getByRole('button', { name: /Try again after no answer or 5xx/ }).click();
  await page.getByRole('option', { name: 'not', exact: true }).click();
  await expectRulesHold(page);
  await send(page);
  await expect(attempts(page).last()).toContainText('503');
  await expect(attempts(page).last()).toContainText('it may be tried again unchanged');
  await expectAccessible(page);
  await submission(page)
    .getByRole('button', { name: /^Send again/ })
    .click();
  await expect(state(page, 'accepted')).toBeVisible();
  await expect(attempts(page)).toHaveCount(2);
  await expect(sent(page)).toContainText('×2');
  await setFaults(page);
});
