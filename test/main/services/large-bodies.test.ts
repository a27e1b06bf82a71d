import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { large, largeEntry } from '../../fakes/partner/bundles.ts';
import { startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, throwAwayFolder } from '../../fakes/ports.ts';
import { get, openDoor, partnerAt } from '../exchange/open-door.ts';

const shape = { entries: 200, documentBytes: 262_144 }; // 52 MB

test('a searchset of 50 MB goes to disk as it comes; its rows, entries and documents are read from there', async () => {
  const { run, ports } = openConsole();
  const server = await startPartner();
  server.on('GET /DocumentReference', large(shape));
  const receipt = await run('queries.search', { partner: { baseUrl: server.baseUrl }, query: 'DocumentReference' });
  expect(receipt).toMatchObject({ entries: 200, total: 200, resourceType: 'Bundle' });
  expect(receipt.decodedBytes).toBeGreaterThan(52_000_000);

  const { exchangeId } = receipt;
  const window = await run('queries.rows', { exchangeId, first: 150, count: 10 });
  expect(window).toMatchObject({ first: 150, total: 200 });
  expect(window.rows.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => `doc-${150 + n}`));

  const entry = await run('queries.entry', { exchangeId, index: 199 });
  const pointer = '/entry/199/resource/content/0/attachment/data';
  expect(entry).toMatchObject({
    pointer: '/entry/199/resource',
    resource: { id: 'doc-199', content: [{ attachment: { data: { $base64: { bytes: 196_608, pointer } } } }] },
  });
  const info = await run('documents.open', { exchangeId, side: 'response', pointer });
  const content = Buffer.from('ABC'.repeat(65_536));
  expect(info).toMatchObject({ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') });
  const chunk = await run('documents.read', { documentId: info.documentId, offset: 3, length: 6 });
  expect([chunk.total, Buffer.from(chunk.base64, 'base64').toString()]).toEqual([content.length, 'ABCABC']);

  const [file = ''] = readdirSync(path.join(ports.dataFolder, 'bodies'));
  expect(statSync(path.join(ports.dataFolder, 'bodies', file)).size).toBe(receipt.decodedBytes);
  const database = ['switchboard.db', 'switchboard.db-wal'].map(
    (name) => statSync(path.join(ports.dataFolder, name)).size,
  );
  expect(Math.max(...database)).toBeLessThan(1_000_000);

  const out = path.join(throwAwayFolder(), 'out.json');
  const saved = await run('queries.save', {
    partner: { baseUrl: server.baseUrl },
    query: 'DocumentReference',
    file: out,
  });
  expect(saved).toMatchObject({ bytes: receipt.decodedBytes, entries: 200, pages: 1 });
  expect(JSON.parse(readFileSync(out, 'utf8')).entry[7]).toEqual(JSON.parse(largeEntry(7, shape.documentBytes)));
  expect(statSync(out).mode & 0o777).toBe(0o600);
});

test('a body of more than 1 MiB is never held', async () => {
  const { door, store } = openDoor();
  const server = await startPartner();
  server.on('GET /DocumentReference', large({ entries: 10, documentBytes: 200_000 }));
  const partner = partnerAt(server.baseUrl);
  const reply = await door.send(partner, get(partner, '/DocumentReference'));
  expect(reply).toMatchObject({ ok: true, value: { head: { entries: 10, total: 10 } } });
  expect(reply.ok && 'resource' in reply.value).toBe(false);
  expect(store.exchanges.body('1', 'response')).toEqual({ size: expect.any(Number), file: expect.any(String) });
});

test('an entry too large to show whole is still a row, and says what to do', async () => {
  const { run, refused } = openConsole();
  const server = await startPartner();
  server.on('GET /DocumentReference', large({ entries: 2, documentBytes: 2_000_000 }));
  const { exchangeId } = await run('queries.search', {
    partner: { baseUrl: server.baseUrl },
    query: 'DocumentReference',
  });
  const { rows } = await run('queries.rows', { exchangeId });
  expect(rows.map(({ id, resourceType }) => `${resourceType}/${id}`)).toEqual([
    'DocumentReference/doc-0',
    'DocumentReference/doc-1',
  ]);
  const error = await refused('queries.entry', { exchangeId, index: 0 });
  expect(error.message).toContain('too large to show');
  expect(error.next).toContain('--out');
});

test('a window of a large body is cut between characters, so that windows join to the whole text', async () => {
  const { run } = openConsole();
  const server = await startPartner();
  const text = JSON.stringify({ resourceType: 'Basic', id: 'x', text: 'aä漢😀'.repeat(120_000) });
  server.on('GET /Basic/x', (_, response) =>
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(text),
  );
  const { exchangeId: id } = await run('queries.read', { partner: { baseUrl: server.baseUrl }, reference: 'Basic/x' });
  let joined = '';
  for (let offset = 0; ; offset += 65_537) {
    const window = await run('exchanges.body', { id, side: 'response', offset, length: 65_537 });
    joined += window.text;
    if (offset + 65_537 >= window.total) break;
  }
  expect(joined === text).toBe(true);
});
