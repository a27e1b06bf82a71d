import { readdirSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { until } from '../../fakes/ports.ts';
import { openReceiver } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

const submit = '/$submit-attachment';
const limit = 1_500_000;
const tooMuch = JSON.stringify(submissionOf({ documents: [Buffer.alloc(30_000_000, 'x')] }));

const bodiesOf = (folder: string): string[] => {
  try {
    return readdirSync(`${folder}/bodies`);
  } catch {
    return [];
  }
};

test.each<[string, object, string | Buffer]>([
  ['by its stated length', {}, tooMuch],
  ['while it streams', { 'transfer-encoding': 'chunked' }, tooMuch],
  ['as a compression bomb', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(80_000_000))],
])('a body over the limit is 413 with what to do instead, whole, every time: %s', async (_, headers, body) => {
  const { send, store, folder, close, logged } = await openReceiver(limit);
  for (let round = 0; round < 5; round += 1) {
    const answer = await send(submit, { body, headers: { ...headers } });
    expect([answer.status, answer.headers.connection]).toEqual([413, 'close']);
    const outcome = JSON.parse(answer.text);
    expect(outcome.issue[0]).toMatchObject({ severity: 'error', code: 'too-long' });
    expect(outcome.issue[0].diagnostics).toContain('1.5 MB (1500000 bytes)');
    expect(outcome.issue[0].diagnostics).toContain('Final=false');
  }
  await close();
  expect(logged).toEqual([]);
  expect(store.pushes.list(5)).toEqual([]);
  expect(bodiesOf(folder)).toEqual([]);
  const records = store.exchanges.list(10);
  expect(records.map(({ status, outcome }) => [status, outcome])).toEqual(Array(5).fill([413, 'refused']));
  // Headers and byte count are kept, the body is not; no more than the limit was ever read into it.
  expect(store.exchanges.detail('1')?.request.headers.length).toBeGreaterThan(1);
  expect(store.exchanges.body('1', 'request')).not.toHaveProperty('bytes');
});

test('a sender that looks up only after it has sent everything finds the reason', async () => {
  const { receiver } = await openReceiver(limit);
  const socket = net.connect(receiver.port, '127.0.0.1');
  socket.pause();
  socket.write(
    `POST ${submit} HTTP/1.1\r\nhost: x\r\ncontent-type: application/fhir+json\r\ncontent-length: ${tooMuch.length}\r\n\r\n`,
  );
  await new Promise((resolve) => socket.write(tooMuch, resolve));
  let heard = '';
  for await (const chunk of socket) heard += chunk;
  expect(heard.split('\r\n', 1)[0]).toBe('HTTP/1.1 413 Payload Too Large');
});

test('the receiver goes on after a body that was too large', async () => {
  const { send } = await openReceiver(limit);
  await send(submit, { body: tooMuch, headers: { 'transfer-encoding': 'chunked' } });
  expect((await send(submit, { body: JSON.stringify(submissionOf()) })).status).toBe(200);
});

test('a body of exactly the limit is taken, one byte more is not', async () => {
  const body = JSON.stringify(submissionOf());
  const { send } = await openReceiver(Buffer.byteLength(body));
  expect((await send(submit, { body })).status).toBe(200);
  expect((await send(submit, { body: `${body} ` })).status).toBe(413);
});

test('a sender that asks first with Expect: 100-continue is told to go on, or refused before it sends', async () => {
  const { send, store, close } = await openReceiver(limit);
  const accepted = await send(submit, { body: JSON.stringify(submissionOf()), headers: { expect: '100-continue' } });
  expect([accepted.status, accepted.continued]).toEqual([200, true]);
  for (const [headers, status] of [
    [{ 'content-length': 30_000_000 }, 413],
    [{ 'content-length': 20, 'content-type': 'application/fhir+xml' }, 415],
  ] as const) {
    const refused = await send(submit, { headers: { ...headers, expect: '100-continue' } });
    expect([refused.status, refused.continued, refused.headers.connection]).toEqual([status, false, 'close']);
  }
  await close();
  expect(
    store.exchanges
      .list(5)
      .map(({ status }) => status)
      .sort(),
  ).toEqual([200, 413, 415]);
});

test('an upload that breaks off leaves a record, no inbox item and no file', async () => {
  const { receiver, store, folder } = await openReceiver();
  const socket = net.connect(receiver.port, '127.0.0.1');
  socket.write(
    `POST ${submit} HTTP/1.1\r\nhost: x\r\ncontent-type: application/fhir+json\r\ncontent-length: 9000000\r\n\r\n`,
  );
  socket.write(Buffer.alloc(3_000_000, ' '));
  await until(() => bodiesOf(folder).length > 0); // it has begun to go to disk
  socket.destroy();
  const [record] = await until(() => (store.exchanges.list(5).length ? store.exchanges.list(5) : undefined));
  expect(record).toMatchObject({ status: null, outcome: 'transport', problem: 'The sender broke off.' });
  expect(store.pushes.list(5)).toEqual([]);
  await until(() => bodiesOf(folder).length === 0);
});

test('several pushes share one connection', async () => {
  const { send } = await openReceiver();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (const [path, method, status] of [
    ['/metadata', 'GET', 200],
    [submit, 'POST', 200],
    [submit, 'GET', 405],
    ['/Patient', 'POST', 200],
  ] as const) {
    const body =
      method === 'POST' ? JSON.stringify(path === submit ? submissionOf() : { resourceType: 'Patient' }) : undefined;
    expect((await send(path, { method, agent, ...(body ? { body } : {}) })).status).toBe(status);
  }
  expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
  agent.destroy();
});
