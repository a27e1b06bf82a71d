import type { IncomingMessage } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import type { Guard } from '../../../main/receiver/guard.ts';
import type { Limits } from '../../../main/receiver/limits.ts';
import { until } from '../../fakes/ports.ts';
import { openReceiver, type OpenReceiver } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';
import { answersIn, openWire, requestOf, type Wire } from './wire.ts';
import { openGuard } from './takes-all.ts';

const submit = '/$submit-attachment';
const body = JSON.stringify(submissionOf());
const limited = (limits: Partial<Limits>): Promise<OpenReceiver> => openReceiver(undefined, { limits });

/** Says something over a fresh connection, and answers what came back until it closed. */
async function say({ receiver }: OpenReceiver, text: string | Buffer, ends = false) {
  const wire = openWire(receiver.port);
  wire.write(text);
  if (ends) wire.end();
  return answersIn(await wire.closed);
}

const outcomeOf = (text: string) => JSON.parse(text).issue[0];

describe('what is no HTTP is answered with an OperationOutcome and recorded as unexpected', () => {
  const head = `POST ${submit} HTTP/1.1\r\nhost: x\r\ncontent-type: application/fhir+json\r\n`;
  test.each<[string, string, number]>([
    ['two lengths', `${head}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`, 400],
    ['a length beside chunks', `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['a length that is no number', `${head}content-length: five\r\n\r\nhello`, 400],
    ['a header without a colon', `${head}nonsense\r\n\r\n`, 400],
    ['a header that is folded into a second', `${head}x: a\r\n : b\r\n\r\n`, 400],
    ['a method nobody knows', `PUSH ${submit} HTTP/1.1\r\nhost: x\r\n\r\n`, 400],
    ['headers without end', `${head}${`x-flood: ${'y'.repeat(1_000)}\r\n`.repeat(40)}\r\n`, 431],
    ['a tunnel', 'CONNECT clinic.example:443 HTTP/1.1\r\nhost: clinic.example\r\n\r\n', 405],
  ])('%s', async (_, text, status) => {
    const open = await openReceiver();
    const [answer, ...more] = await say(open, text);
    expect([answer?.status, more]).toEqual([status, []]);
    expect(answer?.head.toLowerCase()).toContain('connection: close');
    expect(outcomeOf(answer?.body ?? '')).toMatchObject({
      severity: 'error',
      details: { text: expect.stringMatching(/\.$/) },
    });
    await open.close();
    const [push] = open.store.pushes.list(5);
    expect(push).toMatchObject({ kind: 'unexpected', answered: status, findings: [{ rule: 'http' }] });
    expect(open.store.exchanges.detail(push?.exchangeId ?? '')).toMatchObject({ status, outcome: 'refused' });
  });

  test('bytes of another protocol are refused, said to whoever runs the host, and leave no item', async () => {
    const open = await openReceiver();
    expect((await say(open, Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3])))[0]?.status).toBe(400);
    await open.close();
    expect(open.store.pushes.list(5)).toEqual([]);
    expect(open.logged).toEqual([expect.stringContaining('This is no valid HTTP request.')]);
  });

  test('secrets in a head that could not be read are not recorded', async () => {
    const open = await openReceiver();
    const secrets = 'authorization: Bearer canary-1\r\nx-own-secret: canary-2\r\ncookie: canary-3\r\n';
    await say(open, `POST /x HTTP/1.1\r\nhost: x\r\n${secrets}nonsense\r\n\r\n`);
    await open.close();
    const detail = JSON.stringify(open.store.exchanges.detail('1'));
    expect(detail).not.toContain('canary');
    expect(detail).toContain('x-own-secret');
  });

  test('only so many of them a minute fill the records', async () => {
    const open = await openReceiver();
    for (let round = 0; round < 62; round += 1) await say(open, 'GET / HTTP/1.1\r\nnonsense\r\n\r\n');
    await open.close();
    expect(open.store.exchanges.list(100)).toHaveLength(60);
    expect(open.logged).toEqual(['More malformed requests come than are recorded.']);
  });
});

describe('pipelined requests', () => {
  test('are answered each, in their order', async () => {
    const open = await openReceiver();
    const wire = openWire(open.receiver.port);
    wire.write(requestOf(submit, body) + requestOf('/Patient', '{"resourceType":"Patient"}') + requestOf(submit, '{'));
    await until(() => answersIn(wire.heard()).length === 3);
    wire.end();
    const answers = answersIn(await wire.closed);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400]);
    expect(answers.map(({ body: told }) => told.includes('cannot be read back'))).toEqual([false, true, false]);
    expect(open.store.pushes.list(5).map(({ kind }) => kind)).toEqual(['unexpected', 'resource', 'submission']);
  });

  test('a malformed one does not take the answer of the one before it', async () => {
    const open = await openReceiver();
    const answers = await say(open, `${requestOf(submit, body)}rubbish\r\n\r\n`);
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    expect(open.store.pushes.list(5).map(({ kind }) => kind)).toContain('submission');
  });

  test('what a length leaves over is the next request, and refused as such', async () => {
    const open = await openReceiver();
    const answers = await say(open, requestOf(submit, body, { 'content-length': Buffer.byteLength(body) - 10 }));
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });
});

describe('bodies that do not come whole', () => {
  test('who ends before the stated length is told, and what came is no push', async () => {
    const open = await openReceiver();
    const [answer] = await say(open, requestOf(submit, body, { 'content-length': body.length + 50 }), true);
    expect([answer?.status, outcomeOf(answer?.body ?? '').code]).toEqual([400, 'structure']);
    await open.close();
    expect(open.store.pushes.list(5)).toEqual([]);
    expect(open.store.exchanges.list(5)).toMatchObject([{ outcome: 'transport', problem: 'The sender broke off.' }]);
  });

  test('a broken chunk is 400', async () => {
    const open = await openReceiver();
    const head = `POST ${submit} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`;
    const [answer] = await say(open, `${head}5\r\nhello\r\nzz\r\n`);
    expect([answer?.status, outcomeOf(answer?.body ?? '').code]).toEqual([400, 'structure']);
    expect(open.store.pushes.list(5)).toEqual([]);
  });

  test.each<[string, Partial<Limits>, boolean]>([
    ['stops', { idleMs: 120 }, false],
    ['trickles', { idleMs: 300, leastRate: 1_000_000 }, true],
  ])('one that %s is given up with 408', async (_, limits, trickles) => {
    const open = await limited(limits);
    const wire = openWire(open.receiver.port);
    wire.write(requestOf(submit, body, { 'content-length': body.length + 5_000 }));
    const timer = setInterval(() => trickles && wire.write(' '), 20);
    const [answer] = answersIn(await wire.closed);
    clearInterval(timer);
    wire.destroy();
    expect([answer?.status, outcomeOf(answer?.body ?? '').code]).toEqual([408, 'timeout']);
    await open.close();
    expect(open.store.exchanges.list(5)).toMatchObject([{ status: 408, outcome: 'refused' }]);
    expect(open.store.pushes.list(5)).toEqual([]);
  });

  test('a head that trickles is given up with 408', async () => {
    const open = await limited({ headMs: 150 });
    const wire = openWire(open.receiver.port);
    wire.write('POST / HTTP/1.1\r\nhost: x\r\n');
    const [answer] = answersIn(await wire.closed);
    expect([answer?.status, outcomeOf(answer?.body ?? '').code]).toEqual([408, 'timeout']);
  });

  test.each([
    ['a slow body that keeps coming is taken', 300, 200],
    ['one whose pauses are too long is not', 401, 408],
  ])('%s', async (_, pauseMs, status) => {
    let coming: IncomingMessage | undefined;
    const admit: Guard['admit'] = (request) => {
      coming = request;
      return openGuard.admit(request);
    };
    const open = await openReceiver(undefined, {
      limits: { idleMs: 400, leastRate: 1 },
      guard: { ...openGuard, admit },
    });
    const wire = openWire(open.receiver.port);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const head = requestOf(submit, '', { 'content-length': body.length });
      const step = Math.ceil(body.length / 6);
      wire.write(head);
      for (let at = 0; at < body.length; at += step) {
        wire.write(body.slice(at, at + step));
        const sent = head.length + Math.min(at + step, body.length);
        while ((coming?.socket.bytesRead ?? 0) < sent && !wire.heard()) await turn();
        for (let turns = 0; turns < 5; turns += 1) await turn(); // what was read is on its way through the parser
        vi.advanceTimersByTime(pauseMs); // altogether longer than the idle time
      }
    } finally {
      vi.useRealTimers();
    }
    await until(() => answersIn(wire.heard()).length === 1);
    wire.destroy();
    expect(answersIn(wire.heard())[0]?.status).toBe(status);
  });
});

describe('many at once', () => {
  /** Begins a submission; who is told to go on with its body has a place. */
  async function takePlace(wire: Wire): Promise<void> {
    wire.write(requestOf(submit, '', { 'content-length': body.length, expect: '100-continue' }));
    await until(() => answersIn(wire.heard())[0]?.status === 100);
  }

  test('more bodies than there are places wait, and are taken when one is free', async () => {
    const open = await limited({ bodies: 1, waitMs: 20_000 });
    const first = openWire(open.receiver.port);
    await takePlace(first);
    const second = open.send(submit, { body });
    const look = await open.send('/metadata', { method: 'GET' });
    expect([look.status, open.store.pushes.list(5)]).toEqual([200, []]);
    first.write(body);
    expect((await second).status).toBe(200);
    await until(() => answersIn(first.heard()).length === 2);
    first.destroy();
    expect(answersIn(first.heard()).map(({ status }) => status)).toEqual([100, 200]);
  });

  test.each<[string, Partial<Limits>]>([
    ['the wait is over', { waitMs: 50 }],
    ['the line is long', { waiting: 0 }],
  ])('when %s the answer is 503 with Retry-After, and nothing is stored', async (_, limits) => {
    const open = await limited({ bodies: 1, ...limits });
    const first = openWire(open.receiver.port);
    await takePlace(first);
    const refused = await open.send(submit, { body });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    expect(outcomeOf(refused.text)).toMatchObject({ severity: 'error', code: 'throttled' });
    first.destroy();
    await until(() => open.store.exchanges.list(5).length === 2);
    expect((await open.send(submit, { body })).status).toBe(200);
  });
});

describe('codings and expectations', () => {
  test.each<[string, Record<string, string>, number]>([
    ['gzip within gzip', { 'content-encoding': 'gzip, gzip' }, 415],
    ['brotli', { 'content-encoding': 'br' }, 415],
    ['a transfer coding beside chunked', { 'transfer-encoding': 'gzip, chunked' }, 501],
    ['another expectation', { expect: 'fine-weather' }, 417],
  ])('%s is refused', async (_, headers, status) => {
    const open = await openReceiver();
    const wire = openWire(open.receiver.port);
    const lines = Object.entries({ host: 'x', 'content-type': 'application/fhir+json', ...headers });
    const chunked = headers['transfer-encoding'] ? '0\r\n\r\n' : '';
    const length = chunked ? '' : 'content-length: 0\r\n';
    wire.write(
      `POST ${submit} HTTP/1.1\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}${length}\r\n${chunked}`,
    );
    await until(() => answersIn(wire.heard()).length === 1);
    wire.end();
    const [answer] = answersIn(await wire.closed);
    expect([answer?.status, outcomeOf(answer?.body ?? '').code]).toEqual([status, 'not-supported']);
  });

  test('a coding named beside identity is undone', async () => {
    const { send } = await openReceiver();
    const headers = { 'content-encoding': 'identity, GZIP' };
    expect((await send(submit, { body: gzipSync(body), headers })).status).toBe(200);
  });

  test('a compressed body that never gets anywhere stops at the limit on the wire', async () => {
    const { send } = await openReceiver(10_000);
    const empty = gzipSync(''); // a member of nothing, again and again
    const endless = Buffer.concat(Array.from({ length: 10_000 }, () => empty));
    expect((await send(submit, { body: endless, headers: { 'content-encoding': 'gzip' } })).status).toBe(413);
  });

  test.each(['OPTIONS', 'TRACE', 'HEAD', 'DELETE', 'PATCH', 'PUT'])(
    '$submit-attachment by %s is 405 with Allow: POST',
    async (method) => {
      const { send, store, close } = await openReceiver();
      const answer = await send(`/r4${submit}`, { method });
      expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
      await close();
      expect(store.pushes.list(5)).toMatchObject([{ kind: 'unexpected', answered: 405 }]);
    },
  );

  test('a request without Host is refused in words, one of HTTP/1.0 is taken', async () => {
    const open = await openReceiver();
    const head = (version: string) =>
      `POST ${submit} HTTP/${version}\r\nconnection: close\r\ncontent-type: application/fhir+json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const [answer] = await say(open, head('1.1') + body);
    expect([answer?.status, outcomeOf(answer?.body ?? '').details.text]).toEqual([
      400,
      expect.stringContaining('no Host header'),
    ]);
    expect((await say(open, head('1.0') + body))[0]?.status).toBe(200);
  });

  test.each(['/', '//', '/?x=1'])('the operation with “%s” behind it is the operation', async (behind) => {
    const { send, store, close } = await openReceiver();
    expect((await send(`/r4${submit}${behind}`, { body })).status).toBe(200);
    await close();
    expect(store.pushes.list(5)).toMatchObject([{ kind: 'submission' }]);
  });

  test('an upgrade that is asked for is not made, and the request is answered', async () => {
    const { send } = await openReceiver();
    const headers = { connection: 'upgrade', upgrade: 'h2c' };
    expect((await send(submit, { body, headers })).status).toBe(200);
  });

  test('the address may be written in full', async () => {
    const open = await openReceiver();
    const wire = openWire(open.receiver.port);
    wire.write(requestOf(`http://x:${open.receiver.port}${submit}`, body, { connection: 'close' }));
    expect(answersIn(await wire.closed)[0]?.status).toBe(200);
    expect(open.store.exchanges.list(1)[0]?.url).toBe(`http://127.0.0.1:${open.receiver.port}${submit}`);
  });
});
