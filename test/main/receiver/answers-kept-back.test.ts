import http from 'node:http';
import { describe, expect, test } from 'vitest';
import { createDecide } from '../../../main/receiver/decide.ts';
import { startReceiver } from '../../../main/receiver/start-receiver.ts';
import { answerByHand } from '../../../main/services/answers-by-hand.ts';
import { openStore } from '../../../main/store/store.ts';
import type { AnswerRule } from '../../../shared/domain/answer-rule.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { cleanUp, failure, until, unwrap } from '../../fakes/ports.ts';
import { answering, body, pushOf, settled, submit, underWay } from './answering.ts';
import { type OpenReceiver, openReceiver } from './open-receiver.ts';
import { openGuard, placeNowhere } from './takes-all.ts';

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
