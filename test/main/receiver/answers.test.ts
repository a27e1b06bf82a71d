import http from 'node:http';
import { describe, expect, test } from 'vitest';
import { openGuard } from '../../../main/receiver/guard.ts';
import { placeNowhere } from '../../../main/receiver/placement.ts';
import { startReceiver } from '../../../main/receiver/start-receiver.ts';
import { createDecide } from '../../../main/receiver/decide.ts';
import { answerByHand } from '../../../main/services/answers-by-hand.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import type { AnswerRule } from '../../../shared/domain/answer-rule.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { cleanUp, failure, unwrap, until } from '../../fakes/ports.ts';
import { searchset } from '../../fakes/partner/bundles.ts';
import { type OpenReceiver, openReceiver, send } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

const submit = '/$submit-attachment';
const body = JSON.stringify(submissionOf());
const matched = { match: { state: 'matched' as const, by: ['tracking-id' as const], says: 'By its tracking id.' } };

const keep = (store: Store, ...rules: Partial<AnswerRule>[]) =>
  store.write(() => {
    for (const [order, rule] of rules.entries())
      store.answers.put({
        id: `rule-${order}`,
        name: `Rule ${order}`,
        order,
        on: true,
        when: {},
        answer: 'accept',
        ...rule,
      });
  });

/** A receiver that answers by these rules, on a clock that stands still. */
async function answering(...rules: Partial<AnswerRule>[]): Promise<OpenReceiver & { clock: FakeClock }> {
  const clock = createFakeClock();
  const opened = await openReceiver(undefined, { clock });
  keep(opened.store, ...rules);
  return { ...opened, clock };
}

const pushOf = (store: Store) => store.pushes.list(5)[0];
const issueOf = (text: string) => JSON.parse(text).issue[0];
/** The answer to a submission, still under way. */
const underWay = ({ receiver }: OpenReceiver) => send(receiver.port, submit, { body });
const settled = (store: Store) => until(() => pushOf(store)?.answered ?? undefined);

describe('answered by the guide', () => {
  test('a submission that answers a request of ours gets an empty 200', async () => {
    const { send: post, store } = await openReceiver(undefined, { place: () => matched });
    const answer = await post(submit, { body });
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '0']);
    expect(await settled(store)).toBe(200);
    expect(pushOf(store)).toMatchObject({ answer: { how: 'accept' }, match: { state: 'matched' } });
  });

  test('one that belongs to nothing yet is held with an informational outcome (CONF-021)', async () => {
    const { send: post, store } = await openReceiver();
    const answer = await post(submit, { body });
    expect([answer.status, issueOf(answer.text).severity, issueOf(answer.text).code]).toEqual([
      200,
      'information',
      'informational',
    ]);
    expect(pushOf(store)?.answer).toEqual({ how: 'hold' });
  });

  test('content beyond DocumentReference and QuestionnaireResponse is taken too (CONF-003)', async () => {
    const { send: post, store } = await openReceiver();
    for (const resource of [{ resourceType: 'Observation', status: 'final', code: { text: 'HbA1c' } }, searchset([])]) {
      const other = submissionOf();
      const parts = other.parameter.find(({ name }) => name === 'Attachment') as { part: { name: string }[] };
      const parameter = [
        ...other.parameter.filter(({ name }) => name !== 'Attachment'),
        {
          name: 'Attachment',
          part: [...parts.part.filter(({ name }) => name !== 'Content'), { name: 'Content', resource }],
        },
      ];
      expect((await post(submit, { body: JSON.stringify({ ...other, parameter }) })).status).toBe(200);
    }
    expect(store.pushes.list(5).map(({ attachments }) => attachments[0]?.resourceType)).toEqual([
      'Bundle',
      'Observation',
    ]);
  });

  test('a missing signature is 400 where one is required, with what to do, and is found', async () => {
    const { send: post, store } = await openReceiver(undefined, {}, { requireSignature: true });
    const answer = await post(submit, { body });
    expect(answer.status).toBe(400);
    expect(issueOf(answer.text)).toMatchObject({ severity: 'error', code: 'business-rule' });
    expect(issueOf(answer.text).diagnostics).toMatch(/^Resubmit with a signature/);
    expect(pushOf(store)).toMatchObject({
      answer: { how: 'reject' },
      findings: [{ rule: 'signature', severity: 'error' }],
    });
    const signed = JSON.stringify(submissionOf()).replace(
      '"resourceType":"DocumentReference"',
      '"resourceType":"DocumentReference","contained":[{"resourceType":"Provenance","signature":[{"data":"AAAA"}]}]',
    );
    expect((await post(submit, { body: signed })).status).toBe(200);
    expect(pushOf(store)).toMatchObject({ signed: true, findings: [] });
  });

  test('a signature that was agreed with the partner is required of what answers its Task, or bears its name', async () => {
    const agreed = { id: 'c1', name: 'Lakeside', policy: { signatures: 'required' } };
    const connections = { get: (id: string) => (id === 'c1' ? agreed : undefined), list: () => [agreed] };
    const tasks = { get: (id: string) => ({ id, connectionId: 'c1' }) };
    const means = { answers: { list: () => [] }, connections, tasks } as unknown as Store;
    const decide = createDecide(means, createFakeClock(), { maxBytes: 1, requireSignature: false });
    const ask = (sender: string, match?: object) =>
      decide({ kind: 'submission', title: '', attachments: [], findings: [], sender, ...match }).response.status;
    expect(ask('Elsewhere')).toBe(200);
    expect(ask('lakeside')).toBe(400);
    expect(ask('Elsewhere', { match: { ...matched.match, taskId: '7' } })).toBe(400);
  });
});

describe('answered by a rule', () => {
  test.each<[Partial<AnswerRule>, number, object]>([
    [
      { answer: 'hold', text: 'Held for review.' },
      200,
      { severity: 'information', details: { text: 'Held for review.' } },
    ],
    [{ answer: 'reject', text: 'No such claim.' }, 400, { severity: 'error', code: 'business-rule' }],
    [{ answer: 'status', status: 401 }, 401, { code: 'login' }],
    [{ answer: 'status', status: 403 }, 403, { code: 'forbidden' }],
    [{ answer: 'status', status: 404 }, 404, { code: 'not-found' }],
    [{ answer: 'status', status: 409 }, 409, { code: 'conflict' }],
    [{ answer: 'status', status: 415 }, 415, { code: 'not-supported' }],
    [{ answer: 'status', status: 422 }, 422, { code: 'processing' }],
    [{ answer: 'status', status: 500, text: 'Out of order.' }, 500, { code: 'exception', severity: 'fatal' }],
    [{ answer: 'status', status: 503 }, 503, { code: 'transient' }],
    [
      { answer: 'status', status: 200, text: 'Not for us.' },
      200,
      { severity: 'fatal', details: { text: 'Not for us.' } },
    ],
  ])('%j', async (rule, status, issue) => {
    const { send: post, store } = await answering(rule);
    const answer = await post(submit, { body });
    expect([answer.status, issueOf(answer.text)]).toEqual([status, expect.objectContaining(issue)]);
    expect(await settled(store)).toBe(status);
    expect(pushOf(store)).toMatchObject({ answer: { how: rule.answer, rule: 'Rule 0' }, attachments: [{}] });
    expect(store.exchanges.detail('1')).toMatchObject({ status, response: { bodyText: answer.text } });
  });

  test('413 repeats the limit and the advice of /metadata (CONF-024); 429 says how long to wait', async () => {
    const { send: post, store } = await answering({ answer: 'status', status: 413 });
    expect(issueOf((await post(submit, { body })).text)).toMatchObject({
      code: 'too-long',
      diagnostics: expect.stringMatching(/100 MB \(100000000 bytes\).*Final=false.*authorization/),
    });
    keep(store, { answer: 'status', status: 429, retryAfter: 3 });
    const throttled = await post(submit, { body });
    expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, '3']);
  });

  test('204 has no body', async () => {
    const { send: post } = await answering({ answer: 'status', status: 204 });
    const answer = await post(submit, { body });
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([204, '', undefined]);
  });

  test('rules are followed as soon as they are stored, by another process too, and no longer than they are there', async () => {
    const { send: post, store, folder } = await answering();
    expect((await post(submit, { body })).status).toBe(200);
    const other = unwrap(openStore(folder));
    keep(other, { answer: 'reject', when: { member: 'M-77' } }, { answer: 'status', status: 500 });
    expect((await post(submit, { body })).status).toBe(400);
    other.write(() => other.answers.remove('rule-0'));
    other.close();
    expect((await post(submit, { body })).status).toBe(500);
    store.write(() => store.answers.remove('rule-1'));
    expect((await post(submit, { body })).status).toBe(200);
  });

  test('rules of a policy file hold in place of the stored ones', async () => {
    const rule: AnswerRule = {
      id: 'p',
      name: 'Of the file',
      order: 0,
      on: true,
      when: {},
      answer: 'status',
      status: 409,
    };
    const { send: post, store } = await openReceiver(undefined, {}, { rules: [rule] });
    keep(store, { answer: 'reject' });
    expect((await post(submit, { body })).status).toBe(409);
    expect(pushOf(store)?.answer?.rule).toBe('Of the file');
  });

  test('the word of the person counts more than rules that are broken; what is broken stays to be seen', async () => {
    const { send: post, store } = await answering({ answer: 'accept' });
    const lacking = submissionOf();
    const parameter = lacking.parameter.filter(({ name }) => name !== 'ServiceDate');
    expect((await post(submit, { body: JSON.stringify({ ...lacking, parameter }) })).status).toBe(200);
    expect(pushOf(store)?.findings).toContainEqual(expect.objectContaining({ rule: 'CONF-012', severity: 'error' }));
  });
});

describe('slow and dropped answers', () => {
  test('an answer comes when its time has come, and the push is stored long before', async () => {
    const opened = await answering({ answer: 'reject', delayMs: 60_000 });
    const answer = underWay(opened);
    let answered = false;
    void answer.then(() => {
      answered = true;
    });
    expect(await until(() => pushOf(opened.store))).toMatchObject({ answered: null, answer: { delayMs: 60_000 } });
    await until(() => opened.clock.next());
    await opened.clock.advance(59_999);
    expect([answered, pushOf(opened.store)?.answered]).toEqual([false, null]);
    await opened.clock.advance(1);
    expect((await answer).status).toBe(400);
    await settled(opened.store);
    expect(pushOf(opened.store)).toMatchObject({ answered: 400, answeredAt: '2026-10-01T12:01:00.000Z' });
  });

  test('a receiver that closes keeps nobody waiting', async () => {
    const opened = await answering({ answer: 'status', status: 202, delayMs: 600_000 });
    const answer = underWay(opened);
    await until(() => opened.clock.next());
    await opened.close();
    expect((await answer).status).toBe(202);
    expect(pushOf(opened.store)?.answered).toBe(202);
    expect(opened.clock.next()).toBeUndefined();
  });

  test('a sender that does not wait is told of, and its push stays', async () => {
    const opened = await answering({ answer: 'accept', delayMs: 60_000 });
    const request = http.request({ port: opened.receiver.port, path: submit, method: 'POST', host: '127.0.0.1' });
    request.on('error', () => undefined);
    request.end(body);
    await until(() => opened.clock.next());
    request.destroy();
    const push = await until(() => (pushOf(opened.store)?.answer?.unanswered ? pushOf(opened.store) : undefined));
    expect(push).toMatchObject({
      answered: null,
      answer: { how: 'accept', unanswered: 'sender-gone' },
      kind: 'submission',
    });
    expect(push).not.toHaveProperty('answeredAt');
    expect(store1(opened)).toMatchObject({
      status: null,
      outcome: 'transport',
      problem: expect.stringContaining('broke off'),
    });
    expect(opened.clock.next()).toBeUndefined();
  });

  test('a connection is ended without an answer, and the push is kept', async () => {
    const opened = await answering({ answer: 'accept', drop: true });
    await expect(underWay(opened)).rejects.toThrow(/socket hang up|ECONNRESET/);
    await until(() => store1(opened)?.problem);
    expect(pushOf(opened.store)).toMatchObject({
      answered: null,
      answer: { how: 'accept', rule: 'Rule 0', dropped: true },
      attachments: [{ contentType: 'application/pdf' }],
    });
    expect(store1(opened)).toMatchObject({
      status: null,
      outcome: 'transport',
      problem: 'The connection was ended without an answer, as the rule “Rule 0” says.',
      request: { bodyText: body },
    });
    expect(opened.logged).toEqual([]);
  });

  test('one that was to be slow and dropped is dropped when its time has come', async () => {
    const opened = await answering({ answer: 'accept', drop: true, delayMs: 1_000 });
    const answer = expect(underWay(opened)).rejects.toThrow();
    await until(() => opened.clock.next());
    await opened.clock.advance(1_000);
    await answer;
  });

  const store1 = ({ store }: OpenReceiver) => store.exchanges.detail('1');
});

describe('answered by hand', () => {
  /** A receiver that asks, with one submission waiting and another process on its folder. */
  async function asked(rule: Partial<AnswerRule> = {}) {
    const opened = await answering({ answer: 'ask', ...rule });
    opened.store.write(() => opened.store.roles.put({ id: 'receiver', running: true, pid: process.pid }));
    const other = unwrap(openStore(opened.folder));
    cleanUp(() => other.close());
    const answer = underWay(opened).catch((error: Error) => error);
    const push = await until(() => (opened.clock.next() ? pushOf(opened.store) : undefined));
    const choose = (wish: Omit<Parameters<typeof answerByHand>[1], 'id'>) =>
      answerByHand({ store: other, ports: { clock: opened.clock } }, { id: push.id, ...wish });
    return { ...opened, other, answer, push, choose };
  }

  test.each([
    [{ answer: 'reject', text: 'Wrong member.' }, 400, 'Wrong member.'],
    [{ answer: 'hold' }, 200, 'is held until it can'],
    [{ answer: 'status', status: 503 }, 503, 'cannot work at present'],
    [{ answer: 'accept' }, 200, ''],
  ] as const)('in another process: %j', async (wish, status, says) => {
    const { answer, push, choose, other, store, clock } = await asked();
    expect(push).toMatchObject({ answered: null, waitsUntil: '2026-10-01T12:01:00.000Z', answer: { how: 'ask' } });
    expect(unwrap(choose(wish)).wish).toEqual(wish);
    const heard = await answer;
    if (heard instanceof Error) throw heard;
    expect([heard.status, heard.text.includes(says)]).toEqual([status, true]);
    const kept = await until(() => (other.pushes.get(push.id)?.answered ? other.pushes.get(push.id) : undefined));
    expect(kept).toMatchObject({ answered: status, answer: { how: wish.answer, byHand: true, rule: 'Rule 0' } });
    expect([kept.waitsUntil, kept.wish]).toEqual([undefined, undefined]);
    expect(clock.next()).toBeUndefined();
    expect(store.audit.list(50).some(({ request }) => request?.startsWith(`answer push ${push.id} by hand`))).toBe(
      true,
    );
    expect(failure(choose(wish))).toMatchObject({ code: 'not-running', message: expect.stringContaining(`${status}`) });
  });

  test('a second choice is refused while the first is on its way', async () => {
    const { choose, answer } = await asked();
    unwrap(choose({ answer: 'reject' }));
    expect(['invalid-input', 'not-running']).toContain(failure(choose({ answer: 'accept' })).code);
    expect(await answer).toMatchObject({ status: 400 });
  });

  test('nobody chooses: the guide answers when the time is over', async () => {
    const { answer, push, store, clock, choose } = await asked({ delayMs: 5_000 });
    expect(push.waitsUntil).toBe('2026-10-01T12:00:05.000Z');
    await clock.advance(5_000);
    expect(await answer).toMatchObject({ status: 200 });
    await settled(store);
    expect(pushOf(store)).toMatchObject({ answered: 200, answer: { how: 'ask' } });
    expect(pushOf(store)).not.toHaveProperty('waitsUntil');
    expect(failure(choose({ answer: 'accept' })).code).toBe('not-running');
  });

  test('a choice counts more than the end of the connection that comes without one', async () => {
    const chosen = await asked({ drop: true });
    unwrap(chosen.choose({ answer: 'accept' }));
    expect(await chosen.answer).toMatchObject({ status: 200 });
    await settled(chosen.store);
    expect(pushOf(chosen.store)?.answer).not.toHaveProperty('dropped');
    const left = await asked({ drop: true });
    await left.clock.advance(60_000);
    expect(await left.answer).toBeInstanceOf(Error);
  });

  test('the sender hangs up meanwhile: that is noted, and nobody can answer any more', async () => {
    const opened = await answering({ answer: 'ask' });
    opened.store.write(() => opened.store.roles.put({ id: 'receiver', running: true }));
    const request = http.request({ port: opened.receiver.port, path: submit, method: 'POST', host: '127.0.0.1' });
    request.on('error', () => undefined);
    request.end(body);
    await until(() => opened.clock.next());
    request.destroy();
    const push = await until(() => (pushOf(opened.store)?.answer?.unanswered ? pushOf(opened.store) : undefined));
    expect(push).toMatchObject({ answered: null, answer: { how: 'ask', unanswered: 'sender-gone' } });
    expect(push).not.toHaveProperty('waitsUntil');
    const means = { store: opened.store, ports: { clock: opened.clock } };
    expect(failure(answerByHand(means, { id: push.id, answer: 'accept' })).message).toContain('without an answer');
  });

  test('the receiver closes: who waits gets the answer of the guide', async () => {
    const { answer, close, store } = await asked();
    await close();
    expect(await answer).toMatchObject({ status: 200 });
    expect(pushOf(store)).toMatchObject({ answered: 200 });
    expect(pushOf(store)).not.toHaveProperty('waitsUntil');
  });

  test('the receiver dies: at its next start who waited is marked as left without an answer', async () => {
    const { store, close } = await openReceiver();
    await close();
    const exchangeId = store.write(() =>
      store.exchanges.add({
        at: '2026-10-01T12:00:00.000Z',
        direction: 'in',
        method: 'POST',
        url: 'http://127.0.0.1/$submit-attachment',
        status: null,
        outcome: 'ok',
        approach: 'push',
        partner: 'Lakeside',
        wireBytes: 0,
        decodedBytes: 0,
        durationMs: 1,
        phases: {},
        request: { headers: [], body: { size: 0 } },
        response: { headers: [], body: { size: 0 } },
      }),
    );
    const waiting = store.write(() =>
      store.pushes.add({
        at: '2026-10-01T12:00:00.000Z',
        kind: 'submission',
        title: 'Submission',
        answered: null,
        answer: { how: 'ask', rule: 'Ask me' },
        waitsUntil: '2026-10-01T12:01:00.000Z',
        wish: { answer: 'accept' },
        storedAt: '2026-10-01T12:00:00.000Z',
        exchangeId,
        attachments: [],
        findings: [],
      }),
    );
    const clock = createFakeClock();
    const again = unwrap(
      await startReceiver({
        guard: openGuard,
        place: placeNowhere,
        decide: createDecide(store, clock, { maxBytes: 1_000, requireSignature: false }),
        heavy: { run: () => Promise.reject(new Error('not needed')), close: async () => undefined },
        store,
        clock,
        version: '9.9.9',
        port: 0,
        maxBytes: 1_000,
        log: () => undefined,
      }),
    );
    cleanUp(() => again.close());
    const kept = store.pushes.get(waiting.id);
    expect(kept).toMatchObject({ answered: null, answer: { how: 'ask', rule: 'Ask me', unanswered: 'receiver-died' } });
    expect([kept?.waitsUntil, kept?.wish]).toEqual([undefined, undefined]);
    expect(store.exchanges.get(exchangeId)).toMatchObject({
      outcome: 'transport',
      problem: 'The receiver ended before it answered.',
    });
  });
});

describe('/metadata', () => {
  test('tells the limit, Final, what to do beyond the limit, and which content is taken how (CONF-022, CONF-024)', async () => {
    const { send: get } = await openReceiver(20_000_000, { declared: { requireSignature: true } });
    const statement = JSON.parse((await get('/fhir/metadata', { method: 'GET' })).text);
    const { documentation } = statement.rest[0].operation[0];
    for (const words of [
      '20 MB (20000000 bytes)',
      'split it into several submissions',
      'external storage',
      'DocumentReference.content.attachment.url',
      'authorization',
      'answered 413',
      'Final is supported',
      'inline (attachment.data) or by URL (attachment.url)',
      'kept as its repeat',
      'Signatures are required',
    ])
      expect(documentation).toContain(words);
    expect(statement.rest[0].documentation).toContain('No Tasks are served here');
  });

  test.each([
    ['none', undefined, 'No proof'],
    ['path', undefined, 'secret part'],
    ['header', undefined, 'X-Push-Key'],
    ['bearer', 'OAuth', 'access token'],
    ['certificate', 'Certificates', 'client certificate'],
  ] as const)('tells the proof that is asked for: %s (CONF-001)', async (proof, service, says) => {
    const { send: get } = await openReceiver(1_000, { declared: { proof, headerName: 'X-Push-Key' } });
    const { security, operation } = JSON.parse((await get('/metadata', { method: 'GET' })).text).rest[0];
    expect(security.description).toContain(says);
    expect(security.service?.[0].coding[0].code).toBe(service);
    expect(operation[0].documentation).toContain('Signatures are not required');
  });
});
