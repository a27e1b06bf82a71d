import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SubmissionAnswer } from '../../../shared/contract/submissions.ts';
import { bytes, json, outcome, type Script } from '../../fakes/partner/partner.ts';
import { until } from '../../fakes/ports.ts';
import { claimSubmission, operation, startPayer } from './submission-partner.ts';

const taken = bytes(200, '');
const refuses = (status: number, words: string, headers: Record<string, string> = {}) =>
  json(status, outcome('error', words), headers);
const page = '<!doctype html><html><head><title>Bad gateway</title></head><body>no</body></html>';
const drop: Script = (_, response) => response.destroy();

interface Case {
  script: Script;
  status: number | null;
  state: SubmissionAnswer['record']['state'];
  code?: string;
  says?: string;
}

describe('what a payer answers is told apart', () => {
  test.each<[string, Case]>([
    ['200 without a body', { script: taken, status: 200, state: 'accepted' }],
    ['201', { script: bytes(201, ''), status: 201, state: 'accepted' }],
    [
      '200 that praises',
      { script: json(200, outcome('information', 'All OK')), status: 200, state: 'accepted', says: 'All OK' },
    ],
    [
      '200 that holds it (CONF-021)',
      {
        script: json(200, outcome('information', 'Cannot be associated with a claim yet; it is held for later.')),
        status: 200,
        state: 'held',
        says: 'holds it',
      },
    ],
    [
      '200 as plain JSON by its type',
      {
        script: json(200, outcome('information', 'Accepted.'), { 'content-type': 'text/plain' }),
        status: 200,
        state: 'accepted',
      },
    ],
    [
      '200 with a fatal outcome',
      {
        script: json(200, outcome('fatal', 'No such member.')),
        status: 200,
        state: 'refused',
        code: 'error-outcome',
        says: 'No such member.',
      },
    ],
    [
      '200 with a web page',
      {
        script: bytes(200, page),
        status: 200,
        state: 'failed',
        code: 'not-fhir',
        says: 'a web page called “Bad gateway”',
      },
    ],
    [
      '400',
      {
        script: refuses(400, 'The claim is closed.'),
        status: 400,
        state: 'refused',
        code: 'refused-by-partner',
        says: 'closed',
      },
    ],
    ['404', { script: bytes(404, ''), status: 404, state: 'refused', code: 'refused-by-partner' }],
    [
      '413 with advice (CONF-023)',
      {
        script: refuses(413, 'At most 1 MB; split it.'),
        status: 413,
        state: 'refused',
        code: 'refused-by-partner',
        says: 'At most 1 MB; split it.',
      },
    ],
    ['429', { script: refuses(429, 'Slow down.'), status: 429, state: 'refused', code: 'refused-by-partner' }],
    [
      '500 as a web page',
      {
        script: bytes(500, page),
        status: 500,
        state: 'failed',
        code: 'server-error',
        says: 'a web page called “Bad gateway”',
      },
    ],
    [
      '307',
      {
        script: bytes(307, '', { location: 'https://other.example/' }),
        status: 307,
        state: 'refused',
        code: 'redirected',
      },
    ],
    ['a dropped connection', { script: drop, status: null, state: 'failed', code: 'connection-lost' }],
  ])('%s', async (_, { script, status, state, code, says }) => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, script);
    const answer = await run('submissions.send', { request: claimSubmission('one'), to });
    expect(answer).toMatchObject({
      httpStatus: status,
      accepted: state === 'accepted' || state === 'held',
      held: state === 'held',
      trackingId: 'https://clinic.example/tracking|T-1',
      record: { state, to: `${to}/$submit-attachment` },
    });
    expect(answer.error?.code).toBe(code);
    expect(answer.record.sentBy).toBeUndefined();
    if (says) expect(`${answer.error?.message ?? ''} ${answer.attempts.at(-1)?.says}`).toContain(says);
    const { status: recorded } = await run('exchanges.get', { id: answer.exchangeId });
    expect(recorded).toBe(status);
  });
});

describe('tried again by the class of failure', () => {
  test('5xx and no answer are, with growing waits, and the same bytes each time', async () => {
    const { console, payer, clock, to, run, record } = await startPayer();
    payer.on(operation, bytes(503, ''), drop, bytes(500, page), taken);
    const sending = console.dispatch('submissions.send', { request: claimSubmission('one'), to, retries: 5 });
    for (const [tried, wait] of [1_000, 2_000, 4_000].entries()) {
      await until(() => record()?.attempts.length === tried + 1);
      expect(record()?.attempts.at(-1)?.says).toContain(`tried again in ${wait / 1_000} s`);
      await clock.advance(wait - 1);
      expect(payer.seen).toHaveLength(tried + 1);
      await clock.advance(1);
    }
    const reply = await sending;
    expect(reply.ok && (reply.value as SubmissionAnswer)).toMatchObject({ accepted: true, httpStatus: 200 });
    expect(new Set(payer.seen.map(({ body }) => body)).size).toBe(1);
    const { attempts } = (reply as { value: SubmissionAnswer }).value;
    expect(attempts.map(({ result }) => result)).toEqual(['may-retry', 'may-retry', 'may-retry', 'accepted']);
    expect((await run('exchanges.list', {})).length).toBe(4);
  });

  test('not before the payer wants to be asked again (Retry-After)', async () => {
    const { console, payer, clock, to, record } = await startPayer();
    payer.on(operation, bytes(503, '', { 'retry-after': '120' }), taken);
    const sending = console.dispatch('submissions.send', { request: claimSubmission('one'), to, retries: 1 });
    await until(() => record()?.attempts.length === 1);
    expect(record()?.attempts[0]?.says).toContain('tried again in 120 s');
    await clock.advance(119_999);
    expect(payer.seen).toHaveLength(1);
    await clock.advance(1);
    expect(await sending).toMatchObject({ ok: true, value: { accepted: true } });
  });

  test('a payer that wants more patience than ten minutes is left alone', async () => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, bytes(503, '', { 'retry-after': '86400' }));
    const answer = await run('submissions.send', { request: claimSubmission('one'), to, retries: 3 });
    expect(answer.record).toMatchObject({ state: 'failed', attempts: [{ result: 'may-retry' }] });
  });

  test.each([400, 409, 413, 422, 429])('%d never is', async (status) => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, refuses(status, 'No.'));
    const answer = await run('submissions.send', { request: claimSubmission('one'), to, retries: 5 });
    expect(answer.attempts).toHaveLength(1);
    expect(payer.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('a wait can be cancelled', async () => {
    const { console, run, payer, to, record } = await startPayer();
    payer.on(operation, bytes(500, ''));
    const input = { request: claimSubmission('one'), to, retries: 5, operationId: 'mine' };
    const sending = console.dispatch('submissions.send', input);
    await until(() => record()?.attempts.length === 1);
    await run('operations.cancel', { operationId: 'mine' });
    expect(await sending).toMatchObject({ ok: true, value: { accepted: false, error: { code: 'cancelled' } } });
    expect(payer.seen).toHaveLength(1);
  });

  test('what failed is sent again from its record, and not once it was accepted', async () => {
    const { run, refused, payer, to } = await startPayer();
    payer.on(operation, bytes(500, ''), taken);
    const first = await run('submissions.send', { request: claimSubmission('one'), to });
    const second = await run('submissions.send', { id: first.record.id });
    expect(second.record).toMatchObject({ id: first.record.id, state: 'accepted' });
    expect(second.record.attempts.map(({ result }) => result)).toEqual(['may-retry', 'accepted']);
    expect(payer.seen[0]?.body.replaceAll(/"date":"[^"]+"/g, '')).toBe(
      payer.seen[1]?.body.replaceAll(/"date":"[^"]+"/g, ''),
    );
    expect(await refused('submissions.send', { id: first.record.id })).toMatchObject({ code: 'invalid-input' });
  });
});

describe('too large (413)', () => {
  const limit =
    (most: number): Script =>
    (seen, response) =>
      (seen.body.length > most ? refuses(413, 'Too large.') : taken)(seen, response);

  test('with split each attachment goes on its own, with one tracking id and Final on the last', async () => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, limit(2_500));
    const answer = await run('submissions.send', { request: claimSubmission('one', 'two', 'three'), to, split: true });
    expect(answer).toMatchObject({ accepted: true, record: { state: 'accepted' } });
    expect(answer.attempts.map(({ part, result }) => [part, result])).toEqual([
      [undefined, 'too-large'],
      [1, 'accepted'],
      [2, 'accepted'],
      [3, 'accepted'],
    ]);
    const parts = payer.seen.slice(1).map(({ body }) => JSON.parse(body).parameter as { name: string }[]);
    expect(parts.map((list) => list.filter(({ name }) => name === 'Attachment').length)).toEqual([1, 1, 1]);
    expect(parts.map((list) => list.find(({ name }) => name === 'Final'))).toEqual([
      { name: 'Final', valueBoolean: false },
      { name: 'Final', valueBoolean: false },
      { name: 'Final', valueBoolean: true },
    ]);
    expect(new Set(parts.map((list) => JSON.stringify(list.find(({ name }) => name === 'TrackingId')))).size).toBe(1);
  });

  test('without, the advice is to split; with one attachment, that it cannot be', async () => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, refuses(413, 'At most 2 kB.'));
    const several = await run('submissions.send', { request: claimSubmission('one', 'two'), to });
    expect(several.error).toMatchObject({ requirement: 'CONF-023' });
    expect(several.error?.message).toContain('At most 2 kB.');
    expect(several.error?.next).toContain('--split');
    const one = await run('submissions.send', { request: claimSubmission('one'), to, split: true });
    expect(one.error?.next).toContain('smaller document');
    expect(one.attempts).toHaveLength(1);
  });

  test('a payer that only says 413 is asked for its documentation', async () => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, bytes(413, ''));
    payer.on(
      'GET /metadata',
      json(200, {
        resourceType: 'CapabilityStatement',
        rest: [
          {
            mode: 'server',
            operation: [{ name: 'submit-attachment', documentation: 'At most 5 MB; call us for more.' }],
          },
        ],
      }),
    );
    const answer = await run('submissions.send', { request: claimSubmission('one'), to });
    expect(answer.error?.message).toContain('At most 5 MB; call us for more.');
  });

  test('what was too large as a whole is not sent whole again when it is split afterwards', async () => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, limit(1_900));
    const first = await run('submissions.send', { request: claimSubmission('one', 'two'), to });
    expect(first.record.state).toBe('refused');
    const second = await run('submissions.send', { id: first.record.id, split: true });
    expect(second.attempts.map(({ part, result }) => [part, result])).toEqual([
      [undefined, 'too-large'],
      [1, 'accepted'],
      [2, 'accepted'],
    ]);
    expect(payer.seen).toHaveLength(3);
  });

  test('parts the payer has are not sent a second time', async () => {
    const { run, payer, to } = await startPayer();
    payer.on(operation, refuses(413, 'Too large.'), taken, bytes(500, ''), taken);
    const first = await run('submissions.send', { request: claimSubmission('one', 'two'), to, split: true });
    expect(first.record.state).toBe('failed');
    const second = await run('submissions.send', { id: first.record.id, split: true });
    expect(second.record.state).toBe('accepted');
    expect(second.attempts.map(({ part, result }) => [part, result])).toEqual([
      [undefined, 'too-large'],
      [1, 'accepted'],
      [2, 'may-retry'],
      [2, 'accepted'],
    ]);
  });
});

describe('before anything leaves', () => {
  test('a broken rule keeps it here, unless it is to be sent anyway', async () => {
    const { run, refused, payer, to } = await startPayer();
    payer.on(operation, taken);
    const request = { ...claimSubmission('one'), serviceDate: undefined };
    expect(await refused('submissions.send', { request, to })).toMatchObject({
      code: 'rules-failed',
      requirement: 'CONF-012',
    });
    expect(payer.seen).toHaveLength(0);
    const answer = await run('submissions.send', { request, to, sendAnyway: true });
    expect(answer.accepted).toBe(true);
  });

  test('a file that is not there is named', async () => {
    const { refused, to } = await startPayer();
    const request = claimSubmission('one');
    const [attachment] = request.attachments;
    if (attachment?.content.from === 'file') rmSync(attachment.content.path);
    const failure = await refused('submissions.send', { request, to });
    expect(failure).toMatchObject({ code: 'file-unreadable' });
    expect(failure.message).toContain('one.pdf');
  });

  test('it is kept as a record, whatever becomes of it', async () => {
    const { run, payer, to, steps } = await startPayer();
    const seen: string[][] = [];
    payer.on(operation, (_, response) => {
      void until(() => steps.length > 0).then(() => {
        seen.push([...steps]);
        response.writeHead(200).end();
      });
    });
    const { record } = await run('submissions.send', { request: claimSubmission('one'), to });
    expect(seen).toEqual([['sending 0']]);
    expect(record).toMatchObject({ state: 'accepted', sent: [{ code: '11506-3', contentType: 'application/pdf' }] });
  });
});
