import { describe, expect, it } from 'vitest';
import { calls, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const text = (words: string | RegExp) => page.getByText(words).first().waitFor();
const button = (name: string | RegExp) => page.getByRole('button', { name });
const radio = (name: string) => page.getByRole('radio', { name, exact: true });

/** Opens the push that brings everything an attachment can be, at one of its attachments. */
async function openAttachment(title: string, theme = 'light'): Promise<void> {
  await open(`?inbox&wire=shut&theme=${theme}#/push-inbox/108`);
  await page.getByRole('tab', { name: new RegExp(`^${title}`) }).click();
}

const nothingRan = async () => expect(await page.evaluate(() => 'ran' in window)).toBe(false);

describe('an attachment is shown as what it is', () => {
  it('answers beside the questions of the form inside them, in its order', async () => {
    await openAttachment('Home oxygen, answers');
    await page.getByRole('heading', { name: 'Home oxygen therapy' }).waitFor();
    const rows = page.getByRole('table').first().getByRole('row');
    await rows.filter({ hasText: 'Which device is ordered?' }).getByText('Oxygen concentrator').waitFor();
    await rows.filter({ hasText: 'Hours a day' }).getByText('not answered').waitFor();
    await rows
      .filter({ hasText: 'A question the form does not have' })
      .getByText('not a question of this form')
      .waitFor();
    expect(await calls('questionnaires.open')).toEqual([]);
    expect(await violationsIn(page, 'light')).toEqual([]);
    await radio('JSON').click();
    await page.getByRole('tree').waitFor();
  });

  it('answers whose form is elsewhere: nothing is fetched until somebody says so', async () => {
    await openAttachment('Home oxygen, form elsewhere');
    await text('It is fetched only when you say so.');
    await text('blood.po2');
    expect(await calls('questionnaires.open')).toEqual([]);
    await button('Fetch the questionnaire').click();
    await page.getByRole('heading', { name: 'Home oxygen therapy' }).waitFor();
    await text('Arterial PO2 at rest');
    await text('The form does not ask this.');
    expect(await calls('questionnaires.open')).toEqual([{ url: 'http://payer.example/Questionnaire/home-oxygen|2' }]);
  });

  it.each(['light', 'dark'])('a FHIR document by its sections, what could run in it left out (%s)', async (theme) => {
    await openAttachment('Medical records', theme);
    await page.getByRole('heading', { name: /^Problems/ }).waitFor();
    await page.getByRole('cell', { name: 'Type 2 diabetes' }).waitFor();
    await text('Amara Lindqvist');
    await text('urn:uuid:gone');
    await text('Empty: Nil known');
    await nothingRan();
    expect(await violationsIn(page, theme)).toEqual([]);
    await radio('Entries').click();
    await page.getByRole('grid', { name: 'Entries of Medical records' }).getByText('Composition').waitFor();
  });

  it('a resource as facts, its JSON one press away', async () => {
    await openAttachment('Hemoglobin A1c');
    await page.getByRole('heading', { name: 'Hemoglobin A1c: 8.1 %' }).waitFor();
    await text('4 % to 5.6 %');
    await text('Rising since spring.');
    expect(await violationsIn(page, 'light')).toEqual([]);
  });

  it('a resource too large for a screen as text, and says that it is', async () => {
    await open('?inbox&wire=shut#/push-inbox/107');
    await page.evaluate(() => {
      const { call } = window.fake;
      const message = 'This is too large to show as JSON. It is 12 MB without its documents.';
      const error = { code: 'invalid-input' as const, message, next: 'Read it as text in the exchange.' };
      window.fake.call = async (name, input) => (name === 'documents.json' ? { ok: false, error } : call(name, input));
      location.hash = '#/push-inbox/108';
    });
    await page.getByRole('tab', { name: /^Hemoglobin A1c/ }).click();
    await text(/^Shown as plain text\. This is too large to show as JSON\. It is 12 MB/);
    await text('Observation');
    expect(await violationsIn(page, 'light')).toEqual([]);
  });

  it('base64 of a resource never comes to the page', async () => {
    await openAttachment('Medical records');
    await page.getByRole('heading', { name: /^Problems/ }).waitFor();
    const opened = (await calls('documents.open')).map((input) => (input as { pointer: string }).pointer);
    expect(opened.every((pointer) => pointer.endsWith('/data'))).toBe(true);
    expect(await calls('documents.json')).toContainEqual({
      exchangeId: 'x108',
      side: 'request',
      pointer: '/parameter/7/part/2/resource',
    });
  });

  it('two beside each other, by a key', async () => {
    await openAttachment('Home oxygen, form elsewhere');
    await text('blood.po2');
    await press('b');
    await page.getByRole('heading', { name: /^Problems/ }).waitFor();
    await text('blood.po2');
  });
});

describe('an attachment that is broken is shown with the reason', () => {
  it('a C-CDA with scripts: its words alone', async () => {
    await openAttachment('Operative note');
    await text('Bowel resection.');
    await nothingRan();
  });

  it('a C-CDA with external entities: not rendered', async () => {
    await openAttachment('Note with an entity');
    await text('The document declares a document type, which a C-CDA never has, so it is not rendered.');
    await nothingRan();
  });

  it('a malformed PDF: what the reader says', async () => {
    await openAttachment('Broken PDF');
    await text(/The bytes begin like a PDF, but it cannot be read/);
  });

  it('unknown bytes: type, size, hash and the first of them', async () => {
    await openAttachment('Scan');
    await text('There is no picture for this kind of document.');
    await text(/00 01 02 4d 5a/);
    await page.getByRole('row', { name: /type application\/pdf application\/octet-stream/ }).waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
  });

  it('what is no base64: that, and the way to the wire', async () => {
    await openAttachment('Not base64');
    await text('There is nothing to show');
    await page.getByRole('tabpanel').getByText('The data of the attachment are not base64').waitFor();
  });

  it('content behind a URL: named, and not fetched', async () => {
    await openAttachment('Discharge summary');
    await text('The content is elsewhere');
    await text('https://ehr.example/Binary/7');
  });
});
