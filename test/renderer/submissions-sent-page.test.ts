import { describe, expect, it, vi } from 'vitest';
import type { SubmissionAttempt, SubmissionRecord } from '../../shared/domain/submission.ts';
import { calls, focused, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';
import { taskRecord } from './tasks-samples.ts';

vi.setConfig({ testTimeout: 60_000 });
onConsolePage();
const patience = { timeout: 15_000 };

const at = '2026-11-22T10:02:11.204Z';
const attempt = (result: SubmissionAttempt['result'], httpStatus: number | null, says: string): SubmissionAttempt => ({
  at,
  exchangeId: '9',
  httpStatus,
  result,
  says,
});

const sent = (
  id: string,
  state: SubmissionRecord['state'],
  more: Partial<SubmissionRecord> = {},
): SubmissionRecord => ({
  id,
  connectionId: 'c2',
  partner: 'Sandbox payer',
  to: 'http://127.0.0.1:8702/fhir/$submit-attachment',
  target: {
    url: 'http://127.0.0.1:8702/fhir/$submit-attachment',
    source: 'davinci-configuration',
    says: 'Its davinci-configuration says so.',
  },
  title: `Progress note ${id}`,
  request: {
    attachTo: 'claim',
    trackingId: `http://clinic.example/tracking|${id}`,
    memberId: 'http://payer.example/members|Member123',
    providerId: 'http://hl7.org/fhir/sid/us-npi|9941339108',
    serviceDate: '2026-06-13',
    attachments: [
      { code: '11506-3', title: 'Progress note', lineItems: ['1', '2'], content: { from: 'upload', uploadId: 'u1' } },
      { code: '11504-8', content: { from: 'reference', reference: 'DocumentReference/op-1' } },
    ],
    final: true,
  },
  state,
  attempts: [],
  findings: [],
  sent: [
    { contentType: 'application/pdf', bytes: 26_927, sha256: '5f6b'.padEnd(64, 'a') },
    { contentType: 'application/xml', bytes: 12_129, sha256: '7c11'.padEnd(64, 'b') },
  ],
  createdAt: at,
  updatedAt: at,
  ...more,
});

const show = async (...records: SubmissionRecord[]) => {
  await page.evaluate((all) => {
    for (const record of all) window.fake.change({ kind: 'submission', id: record.id, op: 'put', record });
  }, records);
  await page.getByRole('grid', { name: 'Sent' }).waitFor();
};
const openSent = async (record: SubmissionRecord, theme = 'light') => {
  await open(`?theme=${theme}&wire=shut#/push-inbox/sent/${record.id}`);
  await show(record);
  await page.getByRole('group', { name: 'Submission in full' }).waitFor();
};
const attempts = () => page.getByRole('list', { name: 'Attempts' });
const button = (name: RegExp) => page.getByRole('button', { name });

describe('what was sent', () => {
  it('is listed with partner, member, tracking id and state, and narrowed by what is typed', async () => {
    await open('?wire=shut#/push-inbox/sent');
    await page.getByText('Nothing was sent yet').waitFor();
    await show(
      sent('one', 'accepted', {
        attempts: [attempt('may-retry', 503, 'Busy.'), attempt('accepted', 200, 'Accepted.')],
      }),
      sent('two', 'refused'),
    );
    const grid = page.getByRole('grid', { name: 'Sent' });
    await grid.getByText('accepted ×2').waitFor();
    await expect.poll(() => grid.getByRole('row').count(), patience).toBe(3);
    await expect.poll(() => grid.innerText(), patience).toContain('Sandbox payer, claim, 2 attachments');
    await press('/');
    await focused(page.locator('main [data-filter]'));
    await page.keyboard.type('two');
    await expect.poll(() => grid.getByRole('row').count(), patience).toBe(2);
  });

  it('says what went out, to whom, and who said so', async () => {
    await openSent(
      sent('one', 'accepted', { attempts: [attempt('accepted', 200, 'Accepted, with an empty answer.')] }),
    );
    await page.getByText('Its davinci-configuration says so.').waitFor();
    const table = page.getByRole('table', { name: 'Attachments of the submission' });
    const row = (index: number) => table.getByRole('row').nth(index).innerText();
    await expect
      .poll(() => row(1), patience)
      .toMatch(/Progress note[\s\S]*11506-3[\s\S]*1, 2[\s\S]*application\/pdf[\s\S]*26\.3 KB[\s\S]*5f6baaaa/);
    await expect
      .poll(() => row(2), patience)
      .toMatch(/Surgical operation note[\s\S]*11504-8[\s\S]*all[\s\S]*application\/xml[\s\S]*11\.8 KB/);
    await press('w');
    await expect.poll(() => page.url(), patience).toContain('#/exchanges/9');
  });

  it('CONF-021: a submission that is held has nothing more to be sent', async () => {
    await openSent(sent('one', 'held', { attempts: [attempt('held', 200, 'Held for a future claim.')] }));
    await attempts().getByText('it waits there for its claim').waitFor();
    await attempts().getByText('CONF-021').waitFor();
  });

  it('a refusal is not resent unchanged: it is corrected, under the same ids', async () => {
    await openSent(sent('one', 'refused', { attempts: [attempt('refused', 400, 'The claim is closed.')] }));
    await attempts().getByText('400: do not resend it unchanged').waitFor();
    expect(await button(/^Send again/).count()).toBe(0);
    await press('e');
    await page.getByRole('heading', { name: 'New submission', level: 2 }).waitFor();
    await page.getByText('which came to this: The claim is closed.').waitFor();
    const trackingId = page.getByRole('textbox', { name: 'Tracking id' });
    await expect.poll(() => trackingId.inputValue(), patience).toContain('|one');
  });

  it('CONF-023: what was too large is split by one key', async () => {
    await openSent(
      sent('one', 'refused', { attempts: [attempt('too-large', 413, 'At most 5 MB are taken at once.')] }),
    );
    await attempts().getByText('413: split it').waitFor();
    await press('u');
    await expect
      .poll(() => calls('submissions.send'), patience)
      .toEqual([expect.objectContaining({ id: 'one', split: true })]);
  });

  it('what was not answered may be tried again unchanged, and says what came of it', async () => {
    await openSent(sent('one', 'failed', { attempts: [attempt('may-retry', null, 'Nothing was answered in 30 s.')] }));
    await attempts().getByText('No answer: it may be tried again unchanged.').waitFor();
    await press('r');
    await expect
      .poll(() => calls('submissions.send'), patience)
      .toEqual([expect.objectContaining({ id: 'one', split: false })]);
  });

  it('is taken off the list by a key', async () => {
    await openSent(sent('one', 'accepted'));
    await press('x');
    await expect.poll(() => calls('submissions.remove'), patience).toEqual([{ id: 'one' }]);
  });

  for (const theme of ['light', 'dark']) {
    it(`axe finds nothing in ${theme}`, async () => {
      await openSent(
        sent('one', 'failed', {
          attempts: [attempt('refused', 400, 'No.'), attempt('may-retry', 500, 'The payer stumbled.')],
          findings: [{ rule: 'CONF-002', severity: 'warning', path: 'Parameters.parameter[6]', message: 'No code.' }],
        }),
        theme,
      );
      expect(await violationsIn(page, theme)).toEqual([]);
    });
  }
});

describe('answering an attachment request', () => {
  const task = taskRecord({
    id: 'w9',
    side: 'received',
    connectionId: 'c1',
    taskId: '3009',
    code: 'attachment-request-code',
    status: 'in-progress',
    trackingId: 'http://payer.example/tracking|trk-77',
  });
  const openTask = async () => {
    await open('?wire=shut#/tasks/w9');
    await page.evaluate((record) => window.fake.change({ kind: 'task', id: 'w9', op: 'put', record }), task);
    await page.getByRole('group', { name: 'Task in full' }).waitFor();
  };

  it('opens the composer filled in from the Task, with a card and proposals for each thing asked for', async () => {
    await openTask();
    await press('n');
    await page.getByRole('heading', { name: 'Submit attachments', level: 2 }).waitFor();
    expect(await calls('submissions.answerTask')).toEqual([{ task: 'w9' }]);
    const trackingId = page.getByRole('textbox', { name: 'Tracking id, as asked' });
    await expect.poll(() => trackingId.inputValue(), patience).toContain('|trk-77');
    await page.getByText('The Task says so (payer-url).').waitFor();
    const cards = page.getByRole('list', { name: 'What is attached' }).locator('> li');
    await expect.poll(() => cards.count(), patience).toBe(2);
    await page.getByRole('button', { name: 'Take: Progress note of 13 June' }).click();
    await page.getByRole('button', { name: 'Taken: Progress note of 13 June' }).waitFor();
    await page.getByRole('button', { name: 'the file of attachment 2' }).click();
    await page.waitForFunction(
      () => document.activeElement?.getAttribute('aria-label') === 'Choose a file for attachment 2',
    );
    await page.getByRole('button', { name: 'Take attachment 2 out' }).click();
    await expect.poll(() => cards.count(), patience).toBe(1);
    await press('Control+Enter');
    await page
      .getByRole('list', { name: 'Submitted for this Task' })
      .getByText(/^Accepted/)
      .waitFor();
    const [sentOnce] = (await calls('submissions.send')) as Record<string, unknown>[];
    expect(sentOnce).toMatchObject({ taskId: 'w9', complete: true });
    expect(sentOnce).not.toHaveProperty('partner');
    expect((await calls('submissions.save')).at(-1)).toMatchObject({
      taskId: 'w9',
      request: {
        attachments: [
          { code: '11506-3', lineItems: ['1', '2'], content: { from: 'reference', reference: 'DocumentReference/d1' } },
        ],
      },
    });
  });

  it('sends none of our credentials where the Task says so, until the payer is chosen; the address stays the Task’s', async () => {
    await openTask();
    await page.evaluate(() => {
      const { call } = window.fake;
      window.fake.call = async (name, input) => {
        const reply = await call(name, input);
        if (name !== 'submissions.answerTask' || !reply.ok) return reply;
        const value = reply.value as { target: object };
        const says =
          'The Task says where to (payer-url). What lets us in there is not sent along unless you choose it.';
        return { ...reply, value: { ...value, target: { ...value.target, says, withheld: 'Payer B' } } };
      };
    });
    await press('n');
    await page.getByText('is not sent along unless you choose it').waitFor();
    const payer = page.getByRole('button', { name: /Payer$/ });
    await payer.filter({ hasText: 'Only the address' }).waitFor();
    await payer.click();
    await page.getByRole('option').first().click();
    await page.getByText('It was given here.').waitFor();
    const draft = (await calls('submissions.draft')).at(-1) as { to: string; partner: object };
    expect(draft.partner).toEqual({ connection: expect.any(String) });
    expect(draft.to).toMatch(/\$submit-attachment$/);
  });

  it('what was begun is gone on with, and Escape leads back to the Task', async () => {
    await openTask();
    await press('n');
    await page.getByRole('radio', { name: 'more will follow' }).click();
    await page.getByText(/^kept \d\d:\d\d$/).waitFor();
    await press('Escape');
    await page
      .getByRole('list', { name: 'Submitted for this Task' })
      .getByText(/^Begun, not sent/)
      .waitFor();
    await press('n');
    await page.getByRole('heading', { name: 'Submit attachments', level: 2 }).waitFor();
    const more = page.getByRole('radio', { name: 'more will follow' });
    await expect.poll(() => more.getAttribute('aria-checked'), patience).toBe('true');
    expect(await calls('submissions.answerTask')).toHaveLength(1);
  });
});
