// What is pushed to us: asked for or not, joined to its request, answered by hand, let in by a secret.
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Role } from '../../shared/domain/role.ts';
import { post } from '../hosts/contract/web.ts';
import { expect, expectAccessible, test } from './host.ts';
import { chain, inbox, push } from './push-pages.ts';
import { compose, detail, expectEnd, placeOf, road, takeSuggestion } from './task-pages.ts';

test.describe.configure({ mode: 'serial' });
test.use({ consoleOf: 'answers' });

const row = (page: Page, id: string) => inbox(page).getByRole('row', { name: new RegExp(id) });
const found = (page: Page) => page.getByRole('region', { name: 'Push inbox' }).getByRole('status').first();
const send = (page: Page) => page.keyboard.press('Control+Enter');

/** Asks a provider for a progress note to a claim; `tracking` in place of a fresh id. Gives the id's value. */
async function askForNote(page: Page, member: RegExp, tracking?: string): Promise<string> {
  await compose(page, 'Attachment request', 'Documents', member);
  await page.getByRole('combobox', { name: 'Document 1' }).click();
  await takeSuggestion(page, 'progress');
  await page.getByRole('button', { name: 'the date of service' }).click();
  await page.getByLabel('Date of service', { exact: true }).fill('2026-03-04');
  const field = page.getByRole('textbox', { name: 'Tracking id' });
  if (tracking !== undefined) await field.fill(tracking);
  await expect(page.getByText('Every rule for an attachment request holds.')).toBeVisible();
  const value = (await field.inputValue()).split('|').at(-1) ?? '';
  await send(page);
  return value;
}

/** Lets the sandbox's provider answer Tasks by itself, or leave them to a person. */
async function letAnswer(page: Page, how: 'By itself' | 'By hand'): Promise<void> {
  await page.goto(placeOf(page, 'sandbox'));
  await page.getByRole('tab', { name: 'Answering' }).click();
  const choice = page.getByRole('radio', { name: how });
  await choice.click();
  await expect(choice).toBeChecked();
}

/** A submission as a partner of the test's own writes it. */
const submissionOf = (tracking: string, text: string) => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'TrackingId', valueIdentifier: { system: 'https://payer.example/tracking', value: tracking } },
    { name: 'AttachTo', valueCode: 'claim' },
    { name: 'PayerId', valueIdentifier: { system: 'https://payer.example/payers', value: 'P1' } },
    { name: 'OrganizationId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9941001015' } },
    { name: 'MemberId', valueIdentifier: { system: 'https://payer.example/members', value: 'M-4711' } },
    { name: 'ServiceDate', valueDateTime: '2026-03-04' },
    {
      name: 'Attachment',
      part: [
        { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] } },
        {
          name: 'Content',
          resource: {
            resourceType: 'DocumentReference',
            status: 'current',
            subject: { identifier: { system: 'https://payer.example/members', value: 'M-4711' } },
            content: [
              {
                attachment: {
                  contentType: 'text/plain',
                  title: 'Letter',
                  data: Buffer.from(text).toString('base64'),
                },
              },
            ],
          },
        },
      ],
    },
    { name: 'Final', valueBoolean: true },
  ],
});

/** Sends it as that partner does. */
const submit = (page: Page, url: string, tracking: string, text: string, headers: Record<string, string> = {}) =>
  page.request.post(url, {
    headers: { 'content-type': 'application/fhir+json', ...headers },
    data: submissionOf(tracking, text),
  });

test('asked for by a Task: what the provider pushes is joined to it, and told as one story', async ({ page }) => {
  const tracking = await askForNote(page, /Henryk Kowalczyk/);
  await expectEnd(page, 'completed');
  const task = (await detail(page).getByRole('heading', { level: 2 }).textContent()) ?? '';

  await page.getByRole('link', { name: /Push inbox/ }).click();
  await row(page, tracking).click();
  await expect(chain(page)).toContainText(tracking);
  await expect(chain(page)).toContainText('exact');
  await expect(chain(page)).toContainText('same');
  await expect(push(page)).toContainText('solicited');
  await expect(push(page)).toContainText('Final: nothing more is announced under this tracking id.');
  const timeline = push(page).getByRole('listitem');
  await expect(timeline.filter({ hasText: /Task .* sent to/ })).not.toHaveCount(0);
  await expect(timeline.filter({ hasText: 'completed' })).not.toHaveCount(0);
  await expectAccessible(page);

  await chain(page)
    .getByRole('button', { name: /^Task\// })
    .click();
  await expect(page).toHaveURL(/#\/tasks\//);
  await expect(detail(page).getByRole('heading', { level: 2 })).toHaveText(task);
});

test('held until its request appears, attached by hand, taken off, joined by itself', async ({ page, host }) => {
  const { submitAttachmentUrl } = host.receiver;
  await letAnswer(page, 'By hand');
  await askForNote(page, /Henryk Kowalczyk/);
  await expect(road(page)).toHaveAccessibleName(/now requested/);
  for (const id of ['LATER-1', 'STRANGE-2'])
    expect((await submit(page, submitAttachmentUrl, id, `A letter about ${id}.`)).status()).toBe(200);

  await page.goto(placeOf(page, 'push-inbox'));
  await row(page, 'STRANGE-2').click();
  await expect(chain(page)).toContainText('joined when it appears');
  await expect(row(page, 'STRANGE-2')).toContainText('held');
  await expectAccessible(page);
  await push(page)
    .getByRole('button', { name: /^Attach by hand/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Attach by hand' });
  await expect(dialog.getByRole('radio').first()).toBeChecked();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Attach to it' }).click();
  await expect(chain(page)).toContainText('by hand');
  await expect(chain(page).getByRole('button', { name: /^Task\// })).toBeVisible();
  await expectAccessible(page);
  await push(page)
    .getByRole('button', { name: /^Take it off/ })
    .click();
  await expect(chain(page)).toContainText('taken off');

  // The request of the other one comes after it, and finds it.
  await askForNote(page, /Henryk Kowalczyk/, 'https://payer.example/tracking|LATER-1');
  await expect(road(page)).toHaveAccessibleName(/now requested/);
  await page.goto(placeOf(page, 'push-inbox'));
  await row(page, 'LATER-1').click();
  await expect(chain(page).getByRole('button', { name: /^Task\// })).toBeVisible();
  await expect(chain(page)).toContainText('exact');
  await expect(chain(page)).toContainText('member differs');
});

test('repeated, found and exported: the same counts once, what leaves is redacted', async ({ page, host }) => {
  const { submitAttachmentUrl } = host.receiver;
  await page.goto(placeOf(page, 'push-inbox'));
  await row(page, 'LATER-1').click();
  await expect(found(page)).toHaveText(/^\d+$/);
  const all = (await found(page).textContent()) ?? '';
  const rows = await inbox(page).getByRole('row').count();
  expect((await submit(page, submitAttachmentUrl, 'LATER-1', 'A letter about LATER-1.')).status()).toBe(200);
  await expect(row(page, 'LATER-1')).toContainText('×2');
  // The list was read again, and has as many rows as before.
  await expect(found(page)).toHaveText(`${all} of ${Number(all) + 1}`);
  await expect(inbox(page).getByRole('row')).toHaveCount(rows);
  await expect(push(page)).toContainText('The same was sent again 1 time.');
  await expectAccessible(page);

  await page.getByRole('textbox', { name: 'Filter the inbox' }).fill('STRANGE');
  await expect(found(page)).toHaveText(/^1 of \d+$/);
  await expect(row(page, 'LATER-1')).toHaveCount(0);
  await row(page, 'STRANGE-2').click();
  await expect(chain(page)).toContainText('STRANGE-2');

  await push(page)
    .getByRole('button', { name: /^Export, redacted/ })
    .click();
  const saving = page.getByRole('dialog', { name: 'Export, redacted' });
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await saving.getByRole('button', { name: 'Save it redacted' }).click();
  const archive = await readFile(await (await download).path(), 'latin1');
  await expect(saving).toContainText('saved, redacted');
  expect(archive).toContain('11506-3');
  for (const word of ['M-4711', 'STRANGE-2', 'A letter about', Buffer.from('A letter about').toString('base64')])
    expect(archive).not.toContain(word);
});

test('answered by hand: the sender waits, is refused with a reason, and the inbox keeps it', async ({ page }) => {
  await page.goto(placeOf(page, 'push-inbox/receiver'));
  await expect(page.getByText('Answered as the guide says')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make a rule' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Look first');
  await page.getByText('Ask me', { exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('Look first');
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Inbox' }).click();
  await page
    .getByRole('button', { name: /^Push a sample/ })
    .first()
    .click();
  await inbox(page)
    .getByRole('row', { name: /waiting for your answer/ })
    .click();
  const waits = push(page).getByRole('group', { name: 'Answer by hand' });
  await expect(waits).toContainText('The sender waits for your answer.');
  await expectAccessible(page);
  await waits.getByRole('button', { name: /^Reject/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Reject this submission' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The note is of another visit.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Reject with 400' }).click();
  await expect(push(page)).toContainText('rejected, by hand');
  await expect(push(page)).toContainText('The note is of another visit.');
  await expect(push(page)).toContainText('Refused, and kept all the same');
  await expect(inbox(page).getByRole('row', { name: /refused/ })).toContainText('400');
  await expectAccessible(page);

  await page.goto(placeOf(page, 'push-inbox/receiver'));
  await page.getByRole('button', { name: /^Remove/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(page.getByText('Answered as the guide says')).toBeVisible();
});

test('a secret header, set up on the screen: without it 401, with it 200', async ({ page, host }) => {
  const secret = 'a key of the journeys';
  await page.goto(placeOf(page, 'push-inbox/receiver'));
  await page.getByRole('button', { name: /^Set up/ }).click();
  await page.getByText('A secret header', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Name of the header' }).fill('X-Journey-Key');
  await page.getByText('Make a secret nobody can guess').click();
  await page.getByLabel('Value of the header').fill(secret);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Save and restart/ }).click();
  const vault = page.getByRole('dialog', { name: 'The vault' });
  for (const label of ['Passphrase', 'The same again'])
    await vault.getByLabel(label, { exact: true }).fill('a passphrase of the journeys');
  await page.keyboard.press('Enter');
  const setup = page.getByRole('region', { name: 'Setup' });
  await expect(setup).toContainText('secret header');
  await expect(setup).toContainText('listening');
  // The page may still show where it listened before it was started again.
  const status = await post(host.url, 'receiver.status', '{}');
  const url = (status.ok && (status.value as Role).receiver?.submitAttachmentUrl) || '';
  const addresses = page.getByRole('list', { name: 'Addresses' });
  await expect(addresses.getByRole('button', { name: `Copy ${url}`, exact: true })).toBeVisible();
  await expectAccessible(page);

  const without = await submit(page, url, 'SECRET-1', 'Without a key.');
  expect(without.status()).toBe(401);
  expect(await without.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  const wrong = await submit(page, url, 'SECRET-2', 'With a wrong one.', { 'x-journey-key': 'another key' });
  expect(wrong.status()).toBe(401);
  const right = await submit(page, url, 'SECRET-3', 'With the key.', { 'x-journey-key': secret });
  expect(right.status()).toBe(200);
  await page.getByRole('radio', { name: 'Inbox' }).click();
  await row(page, 'SECRET-3').click();
  await expect(push(page)).toContainText('by its header');
  for (const id of ['SECRET-1', 'SECRET-2']) await expect(row(page, id)).toHaveCount(0);
});
