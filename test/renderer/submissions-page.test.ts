import { describe, expect, it, vi } from 'vitest';
import { calls, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

vi.setConfig({ testTimeout: 90_000 });
onConsolePage();
const patience = { timeout: 15_000 };

const said = (text: string | RegExp) => page.getByRole('region', { name: 'Preview' }).getByText(text).first().waitFor();
const combo = (name: string) => page.getByRole('combobox', { name, exact: true });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const inField = (name: RegExp) =>
  page.waitForFunction(
    (pattern) =>
      new RegExp(pattern).test(document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? ''),
    name.source,
  );
const compose = async (address = '?wire=shut#/push-inbox/sent/new') => {
  await open(address);
  await page.getByRole('heading', { name: 'New submission', level: 2 }).waitFor();
};
const pdf = (name: string, bytes: number) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(bytes, 65) });
const choose = (...files: ReturnType<typeof pdf>[]) => page.locator('input[type=file][multiple]').setInputFiles(files);
/** Waits until the file of an attachment has arrived; on its way its name and size show, too. */
const brought = (attachment: number) =>
  page.getByRole('button', { name: `Choose another file for attachment ${attachment}` }).waitFor();
const chooseAmara = async () => {
  await combo('Member id').click();
  await page.getByRole('option', { name: /Amara/ }).click();
};
const sends = (input = 'submissions.send') => calls(input) as Promise<Record<string, unknown>[]>;
const savedRequest = async () => {
  const last = (await calls('submissions.save')).at(-1) as { request: Record<string, unknown> };
  return last.request;
};

describe('composing a submission', () => {
  it('by keys alone: what is missing leads to its field, Ctrl+Enter sends it, the answer is explained', async () => {
    await open('?wire=shut#/push-inbox/sent');
    await page.getByText('Nothing was sent yet').waitFor();
    await press('n');
    await said(/Still to be said/);
    await page.getByRole('button', { name: 'the member, by the payer’s id' }).focus();
    await press('Enter');
    await inField(/memberId/);
    await page.keyboard.type('Amara');
    await page.getByRole('option', { name: /Amara/ }).waitFor();
    await press('ArrowDown', 'Enter');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'the date of service' }).focus();
    await press('Enter');
    await inField(/serviceDate/);
    await page.keyboard.type('06132026');
    await page.getByRole('button', { name: 'the file' }).focus();
    await press('Enter');
    await inField(/^content-/);
    await combo('Code of attachment 1').focus();
    await page.keyboard.type('11506-3');
    await press('Enter');
    await choose(pdf('note.pdf', 2_000_000));
    await said(/every rule holds/);
    await press('Control+Enter');
    await page.getByRole('list', { name: 'Attempts' }).getByText('Accepted, with an empty answer.').waitFor();
    const [first] = await sends();
    expect(first).toMatchObject({ id: expect.stringMatching(/^draft-/), retries: 2, split: false });
    expect(await savedRequest()).toMatchObject({
      attachTo: 'claim',
      memberId: 'http://payer.example/members|Member123',
      serviceDate: '2026-06-13',
      attachments: [{ code: '11506-3', content: { from: 'upload', uploadId: 'upload-1' } }],
      final: true,
    });
  });

  it('a file is brought in pieces in order, never whole', async () => {
    await compose();
    await choose(pdf('large.pdf', 2_000_000));
    await brought(1);
    await page.getByText('1.9 MB').first().waitFor();
    const puts = (await calls('uploads.put')) as {
      name?: string;
      uploadId?: string;
      offset: number;
      base64: string;
      done: boolean;
    }[];
    expect(puts.map(({ offset, done }) => [offset, done])).toEqual([
      [0, false],
      [786_432, false],
      [1_572_864, true],
    ]);
    expect(puts[0]).toMatchObject({ name: 'large.pdf' });
    expect(puts.slice(1).every(({ uploadId }) => uploadId === 'upload-1')).toBe(true);
    expect(Math.max(...puts.map(({ base64 }) => base64.length))).toBeLessThan(1_500_000);
  });

  it('several files become attachments of their own, put in order and taken out', async () => {
    await compose();
    await choose(pdf('one.pdf', 20), pdf('two.pdf', 20), pdf('three.pdf', 20));
    const titles = () =>
      page
        .getByRole('textbox', { name: /^Title of attachment/ })
        .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
    await expect.poll(titles, patience).toEqual(['one.pdf', 'two.pdf', 'three.pdf']);
    await page.getByRole('button', { name: 'Move attachment 3 up' }).click();
    await expect.poll(titles, patience).toEqual(['one.pdf', 'three.pdf', 'two.pdf']);
    await field('Title of attachment 1').focus();
    await press('Alt+ArrowDown');
    await expect.poll(titles, patience).toEqual(['three.pdf', 'one.pdf', 'two.pdf']);
    await page.getByRole('button', { name: 'Take attachment 1 out' }).click();
    await expect.poll(titles, patience).toEqual(['one.pdf', 'two.pdf']);
  });

  it('a file that cannot be taken in says why, and another one can be chosen', async () => {
    await compose();
    await choose(pdf('refused.pdf', 20));
    await page.getByText('The disk is full.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Send/ }).isDisabled()).toBe(true);
    await choose(pdf('fine.pdf', 20));
    await page.getByText('fine.pdf').first().waitFor();
  });

  it('the findings of the rules lead to their attachment, and the Parameters are shown without data', async () => {
    await compose();
    await chooseAmara();
    await page.getByLabel('Date of service').fill('2026-06-13');
    await choose(pdf('one.pdf', 20), pdf('two.pdf', 20));
    await said(/An unsolicited attachment does not say what it is/);
    await said(/"Parameters"/);
    await page.getByRole('button', { name: /Go to attachment 2/ }).click();
    await inField(/^card-/);
    const there = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(there, patience).toBe('Code of attachment 2');
  });

  it('who said where it goes; the partner is asked for it', async () => {
    await compose();
    await page.getByText('Its base URL with the operation’s name; it was not asked.').waitFor();
    await page.getByRole('button', { name: /^Look the address up/ }).click();
    await page.getByText('Its davinci-configuration says so.').waitFor();
    await field('Another address').fill('https://payer.example/fhir');
    await page.getByText('It was given here.').waitFor();
    expect(await calls('submissions.draft')).toContainEqual(
      expect.objectContaining({ discover: true, partner: { connection: 'c2' } }),
    );
  });

  it('what the rules refuse is sent only when a person says so', async () => {
    await compose();
    await chooseAmara();
    await choose(pdf('one.pdf', 20));
    await said(/the date of service/);
    await page
      .getByRole('button', { name: 'Send Ctrl ↵' })
      .or(page.getByRole('button', { name: /^Send/ }))
      .first()
      .click();
    await page.getByText('A submission for a claim has no service date.').first().waitFor();
    await page.getByRole('button', { name: 'Send anyway' }).click();
    await page.getByRole('list', { name: 'Attempts' }).waitFor();
    expect((await sends()).map(({ sendAnyway }) => sendAnyway)).toEqual([false, true]);
  });

  it('a draft is kept as it is typed and gone on with', async () => {
    await compose();
    await chooseAmara();
    await page.getByText(/^kept \d\d:\d\d$/).waitFor();
    await page.getByRole('button', { name: /^Back/ }).click();
    await page.getByRole('grid', { name: 'Sent' }).getByText('A submission').click();
    await page.getByRole('button', { name: /^Go on/ }).click();
    await expect.poll(() => combo('Member id').inputValue(), patience).toBe('http://payer.example/members|Member123');
    expect(await calls('submissions.save')).toHaveLength(1);
  });

  it('a prior authorization, with more to follow, split when it is too large', async () => {
    await compose();
    await chooseAmara();
    await page.getByRole('radio', { name: 'a prior authorization' }).click();
    await page.getByRole('radio', { name: 'more will follow' }).click();
    await page.getByText('When it is too large (413)').click();
    await choose(pdf('one.pdf', 20));
    await brought(1);
    await press('Control+Enter');
    await page.getByRole('list', { name: 'Attempts' }).waitFor();
    expect(await savedRequest()).toMatchObject({ attachTo: 'preauthorization', final: false });
    expect((await sends())[0]).toMatchObject({ split: true });
  });

  it('the Parameters can be written as JSON and are sent as they stand', async () => {
    await compose();
    await chooseAmara();
    await choose(pdf('one.pdf', 20));
    await said(/"Parameters"/);
    await expect.poll(() => page.getByRole('radio', { name: 'Edit JSON' }).isEnabled(), patience).toBe(true);
    await press('Control+e');
    const editor = page.getByRole('textbox', { name: 'Parameters as JSON' });
    await editor.fill('{ "resourceType": "Parameters", "parameter": [{ "name": "trackingid" }] }');
    await said(/another case than TrackingId/);
    await press('Control+Enter');
    await page.getByRole('list', { name: 'Attempts' }).waitFor();
    const [sent] = await sends();
    expect(sent?.parameters).toEqual({ value: expect.stringContaining('"trackingid"') });
    expect(sent).not.toHaveProperty('id');
  });

  for (const [theme, width] of [
    ['light', 1280],
    ['dark', 1920],
  ] as const) {
    it(`axe finds nothing in ${theme}, and nothing is cut off at ${width}`, async () => {
      await compose(`?theme=${theme}&wire=shut#/push-inbox/sent/new`);
      await page.setViewportSize({ width, height: 900 });
      await chooseAmara();
      await choose(pdf('one.pdf', 20), pdf('two.pdf', 20));
      await said(/"Parameters"/);
      expect(await violationsIn(page, theme)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
});
