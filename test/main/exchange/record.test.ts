import { setImmediate as turn } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { patient } from '../../fakes/partner/bundles.ts';
import { bytes, json, startPartner } from '../../fakes/partner/partner.ts';
import { unwrap } from '../../fakes/ports.ts';
import { get, openDoor, partnerAt } from './open-door.ts';

const pairsOf = (raw: string[]) => Array.from({ length: raw.length / 2 }, (_, n) => [raw[2 * n], raw[2 * n + 1]]);

test('the record has the headers as they were sent and as they came, in order, case and repetition', async () => {
  const { door, last } = openDoor();
  const server = await startPartner();
  server.on('GET /Patient/a', (_, response) => {
    response.writeHead(200, [
      ['X-Request-ID', '1'],
      ['Content-Type', 'application/fhir+json'],
      ['Warning', '199 - "first"'],
      ['warning', '199 - "second"'],
    ]);
    response.end(JSON.stringify(patient('a')));
  });
  const partner = partnerAt(server.baseUrl);
  const answer = unwrap(
    await door.send(partner, get(partner, '/Patient/a', { headers: { 'if-none-match': 'W/"1"' } })),
  );
  const { request, response } = last();
  expect(request.headers).toEqual(pairsOf(server.seen[0]?.rawHeaders ?? []));
  expect(request.headers).toContainEqual(['user-agent', 'Switchboard/9.9.9']);
  expect(request.headers.some(([name]) => name === 'host')).toBe(true);
  expect(response.headers.slice(0, 4)).toEqual([
    ['X-Request-ID', '1'],
    ['Content-Type', 'application/fhir+json'],
    ['Warning', '199 - "first"'],
    ['warning', '199 - "second"'],
  ]);
  expect(answer.headers).toEqual(response.headers);
});

test('the record is a whole exchange: who, what, when, both bodies', async () => {
  const { door, last } = openDoor();
  const server = await startPartner();
  server.on('POST /Task', json(201, { resourceType: 'Task', id: 't' }));
  const partner = partnerAt(server.baseUrl, { connectionId: 'c1', name: 'Lakeside' });
  const body = JSON.stringify({ resourceType: 'Task', description: 'ä' });
  const answer = unwrap(
    await door.send(partner, {
      method: 'POST',
      url: `${server.baseUrl}/Task`,
      headers: { 'content-type': 'application/fhir+json' },
      body,
      approach: 'task',
      note: 'create',
    }),
  );
  expect(server.seen[0]?.body).toBe(body);
  expect(last()).toMatchObject({
    id: answer.exchangeId,
    at: '2026-10-01T12:00:00.000Z',
    direction: 'out',
    method: 'POST',
    url: `${server.baseUrl}/Task`,
    status: 201,
    outcome: 'ok',
    approach: 'task',
    connectionId: 'c1',
    partner: 'Lakeside',
    note: 'create',
    request: { bodyText: body, bodyBytes: Buffer.byteLength(body), contentType: 'application/fhir+json' },
    response: { bodyText: '{"resourceType":"Task","id":"t"}', contentType: 'application/fhir+json' },
  });
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['GZIP', gzipSync],
])('sizes are told on the wire and decoded, and the body is kept decoded: %s', async (encoding, compress) => {
  const { door, last } = openDoor();
  const server = await startPartner();
  const text = JSON.stringify(patient('a', 'x'.repeat(5_000)));
  const packed = compress(Buffer.from(text));
  const headers = { 'content-type': 'application/fhir+json', 'content-encoding': encoding };
  server.on('GET /Patient/a', bytes(200, packed, headers));
  const partner = partnerAt(server.baseUrl);
  const answer = unwrap(await door.send(partner, get(partner, '/Patient/a')));
  expect(answer).toMatchObject({
    wireBytes: packed.length,
    decodedBytes: text.length,
    resource: patient('a', 'x'.repeat(5_000)),
  });
  expect(last()).toMatchObject({ wireBytes: packed.length, decodedBytes: text.length, response: { bodyText: text } });
  expect(server.seen[0]?.headers['accept-encoding']).toBe('gzip, deflate, br');
});

test('the phases of a first exchange include the connection; a second one on it has none', async () => {
  const { door, last } = openDoor();
  const server = await startPartner();
  server.on('GET /Patient/a', json(200, patient('a')));
  const partner = partnerAt(server.baseUrl.replace('127.0.0.1', 'localhost'));
  unwrap(await door.send(partner, get(partner, '/Patient/a')));
  const first = last();
  expect(Object.keys(first.phases).sort()).toEqual(['body', 'connect', 'dns', 'wait']);
  for (const spent of Object.values(first.phases)) expect(spent).toBeGreaterThanOrEqual(0);
  expect(first.durationMs).toBeGreaterThan(0);
  await turn(); // undici frees a connection a turn after the answer's end
  unwrap(await door.send(partner, get(partner, '/Patient/a')));
  expect(Object.keys(last().phases).sort()).toEqual(['body', 'wait']);
});

test('many exchanges at once each keep their own true headers', async () => {
  const { door, store } = openDoor();
  const server = await startPartner();
  server.otherwise(async (_, response) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end('{"resourceType":"Patient"}');
  });
  const partner = partnerAt(server.baseUrl);
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      door.send(partner, get(partner, `/Patient/${n}`, { headers: { 'x-number': `${n}` } })),
    ),
  );
  const records = store.exchanges.list(100).map(({ id }) => store.exchanges.detail(id));
  expect(records).toHaveLength(30);
  for (const record of records) {
    const names = record?.request.headers.map(([name]) => name);
    expect(names?.slice(0, 2)).toEqual(['host', 'connection']);
    expect(record?.url).toBe(
      `${server.baseUrl}/Patient/${record?.request.headers.find(([name]) => name === 'x-number')?.[1]}`,
    );
  }
});
