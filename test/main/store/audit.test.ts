import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { chainStart, entryHash, requestDigest } from '../../../main/store/audit-chain.ts';
import { openDatabase } from '../../../main/store/database.ts';
import type { NewExchange } from '../../../main/store/exchanges.ts';
import { assembleStore, openStore, type Store } from '../../../main/store/store.ts';
import type { AuditEntry } from '../../../shared/domain/audit.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { KeyRecord } from '../../../shared/domain/key.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { forkHelper } from './processes.ts';

const actor = { user: 'somebody', host: 'cli', process: 4711 } as const;
const noon = Date.parse('2026-10-01T12:00:00Z');

function openHere(folder = throwAwayFolder()) {
  const store = assembleStore(unwrap(openDatabase(folder)), folder, { actor, now: () => noon });
  let closed = false;
  const close = store.close;
  store.close = () => {
    if (!closed) close();
    closed = true;
  };
  cleanUp(() => store.close());
  return { store, folder };
}

const exchange = (changes: Partial<NewExchange> = {}): NewExchange => ({
  at: '2026-10-01T11:59:59.000Z',
  direction: 'out',
  method: 'GET',
  url: 'https://source.example/fhir/Patient?identifier=[masked]',
  status: 200,
  outcome: 'ok',
  approach: 'direct-query',
  partner: 'Source',
  wireBytes: 1,
  decodedBytes: 1,
  durationMs: 1,
  phases: {},
  request: { headers: [], body: { size: 0 } },
  response: { headers: [], body: { size: 0 } },
  ...changes,
});

const connection: Connection = {
  id: 'c',
  name: 'Mesa',
  baseUrl: 'https://mesa.example/fhir',
  role: 'payer',
  cdexVersion: '2.1',
  timeoutMs: 1_000,
  origin: 'user',
  auth: { method: 'none' },
  line: {},
  policy: { signatures: 'not-required', purposeOfUse: 'optional', polling: 'cdex', quirks: [] },
  secrets: [],
  createdAt: '2026-10-01T12:00:00.000Z',
};

const key: KeyRecord = {
  id: 'k',
  name: 'main',
  kid: 'kid-1',
  alg: 'ES384',
  jwk: { kty: 'EC', kid: 'kid-1', alg: 'ES384', use: 'sig', key_ops: ['verify'], crv: 'P-384', x: 'x', y: 'y' },
  origin: 'generated',
  state: 'current',
  createdAt: '2026-10-01T12:00:00.000Z',
};

/** What the trail holds, oldest first. */
const told = (store: Store) => store.audit.from(1, 1_000);
const lines = (store: Store) =>
  told(store).map(({ action, peer, request, outcome }) => [action, peer, request, outcome]);
const verdict = (store: Store) => store.audit.check(chainStart, 1_000);
const brokenAt = (store: Store) => {
  const found = verdict(store);
  return 'reason' in found ? found.brokenAt : undefined;
};

/** A trail of five entries, each with every field. */
function fiveEntries() {
  const here = openHere();
  for (let number = 1; number <= 5; number += 1)
    here.store.write(() => here.store.exchanges.add(exchange({ url: `https://source.example/${number}` })));
  return here;
}

/** Somebody with the file and the sqlite program, who takes the triggers away first. */
function tamper(folder: string, ...statements: string[]): void {
  const file = new DatabaseSync(path.join(folder, 'switchboard.db'));
  file.exec('DROP TRIGGER audit_keeps; DROP TRIGGER audit_stays; DROP TRIGGER audit_follows;');
  for (const statement of statements) file.exec(statement);
  file.close();
}

test('an entry says when, who, to whom, what and how it ended, and follows the one before it', () => {
  const { store } = openHere();
  store.write(() => store.exchanges.add(exchange()));
  store.write(() =>
    store.audit.add({ action: 'credential', peer: 'Source', request: 'ask for a token', outcome: 'done' }),
  );
  const [first, second] = told(store) as [AuditEntry, AuditEntry];
  expect(first).toEqual({
    seq: 1,
    at: '2026-10-01T11:59:59.000Z',
    action: 'exchange',
    actor,
    peer: 'Source',
    request: 'GET https://source.example/fhir/Patient?identifier=[masked]',
    outcome: '200 ok',
    exchangeId: '1',
    requestDigest: requestDigest(first.salt as string, first.request as string),
    salt: expect.stringMatching(/^[0-9a-f-]{36}$/),
    previous: '0'.repeat(64),
    hash: entryHash(first),
  });
  expect(second).toMatchObject({ seq: 2, at: '2026-10-01T12:00:00.000Z', previous: first.hash });
  expect(verdict(store)).toEqual({ place: { seq: 3, previous: second.hash } });
});

test('exchanges, connections, keys and roles tell the trail by themselves', () => {
  const { store } = openHere();
  const write = (work: () => unknown) => store.write(work);
  write(() => store.exchanges.add(exchange({ status: null, outcome: 'transport', problem: 'no route' })));
  write(() => store.exchanges.add(exchange({ status: 403, outcome: 'refused', problem: 'Mrs Example is unknown' })));
  const push = exchange({
    direction: 'in',
    method: 'POST',
    url: 'http://127.0.0.1/$submit-attachment',
    status: null,
    partner: 'curl',
  });
  write(() => store.exchanges.add(push, 200));
  write(() => store.exchanges.answer('3', { ...push, status: 200 }, { headers: [], body: { size: 0 } }));
  write(() => store.exchanges.remove('2'));
  write(() => store.connections.put(connection));
  write(() => store.connections.put(connection)); // nothing changed
  write(() => store.connections.put({ ...connection, auth: { method: 'bearer' }, secrets: ['bearer'] }));
  write(() => store.connections.remove('c'));
  write(() => store.connections.remove('c')); // not there
  write(() => store.keys.put(key));
  write(() => store.keys.put({ ...key, state: 'retired' }));
  write(() => store.keys.remove('k'));
  write(() => store.roles.put({ id: 'receiver', running: true, pid: 7 }));
  write(() => store.roles.put({ id: 'sandbox', running: true, pid: 7, faults: [] }));
  write(() => store.roles.put({ id: 'sandbox', running: true, pid: 7, faults: ['slow'] }));
  write(() => store.roles.put({ id: 'receiver', running: false }));
  write(() => store.roles.put({ id: 'receiver', running: false })); // stopped already
  expect(lines(store)).toEqual([
    ['exchange', 'Source', 'GET https://source.example/fhir/Patient?identifier=[masked]', 'no answer'],
    ['exchange', 'Source', 'GET https://source.example/fhir/Patient?identifier=[masked]', '403 refused'],
    ['exchange', 'curl', 'received POST http://127.0.0.1/$submit-attachment', 'stored, answered 200'],
    [
      'exchange',
      'Source',
      'delete the record of GET https://source.example/fhir/Patient?identifier=[masked]',
      'deleted',
    ],
    ['configuration', 'Mesa', 'add connection Mesa (https://mesa.example/fhir)', 'done'],
    ['configuration', 'Mesa', 'change connection Mesa: auth, secrets (https://mesa.example/fhir)', 'done'],
    ['configuration', 'Mesa', 'remove connection Mesa (https://mesa.example/fhir)', 'done'],
    ['configuration', undefined, 'generate key main (ES384, kid kid-1) as current', 'done'],
    ['configuration', undefined, 'keep key main (ES384, kid kid-1) as retired', 'done'],
    ['configuration', undefined, 'remove key main (ES384, kid kid-1)', 'done'],
    ['start', undefined, 'start receiver in process 7', 'started'],
    ['start', undefined, 'start sandbox in process 7', 'started'],
    ['configuration', undefined, 'change sandbox: faults', 'done'],
    ['start', undefined, 'stop receiver', 'stopped'],
  ]);
  expect(told(store)[3]?.exchangeId).toBe('2');
  expect(brokenAt(store)).toBeUndefined();
});

test('what is told and what it tells of are one transaction', () => {
  const { store } = openHere();
  expect(() =>
    store.write(() => {
      store.exchanges.add(exchange());
      throw new Error('half way');
    }),
  ).toThrow('half way');
  expect([told(store), store.exchanges.list(10), store.audit.last()]).toEqual([[], [], 0]);
  expect(() => store.audit.add({ action: 'export', outcome: 'done' })).toThrow('outside a transaction');
});

test.each([
  ['UPDATE audit SET record = record'],
  ["UPDATE audit SET action = 'start' WHERE seq = 2"],
  ['DELETE FROM audit WHERE seq = 5'],
  ['DELETE FROM audit'],
  ["REPLACE INTO audit(seq, at, action, hash, record) VALUES(2, 0, 'start', '', '{}')"],
  ["INSERT OR IGNORE INTO audit(seq, at, action, hash, record) VALUES(2, 0, 'start', '', '{}')"],
])('the database refuses: %s', (statement) => {
  const { store, folder } = fiveEntries();
  const file = new DatabaseSync(path.join(folder, 'switchboard.db'));
  expect(() => file.exec(statement)).toThrow('append-only');
  file.close();
  expect([told(store).length, brokenAt(store)]).toEqual([5, undefined]);
});

const setField = (name: string, value: string) =>
  `UPDATE audit SET record = json_set(record, '$.${name}', ${value}) WHERE seq = 3`;

test.each([
  ['at', setField('at', "'2026-10-01T11:00:00.000Z'")],
  ['action', setField('action', "'start'")],
  ['user', setField('actor.user', "'nobody'")],
  ['host', setField('actor.host', "'electron'")],
  ['process', setField('actor.process', '1')],
  ['peer', setField('peer', "'Another'")],
  ['request', setField('request', "'GET https://source.example/4'")],
  ['outcome', setField('outcome', "'404 refused'")],
  ['exchangeId', setField('exchangeId', "'9'")],
  ['requestDigest', setField('requestDigest', "'00'")],
  ['salt', setField('salt', "'AAAAAAAAAAAAAAAA'")],
  ['previous', setField('previous', `'${'0'.repeat(64)}'`)],
  ['hash', setField('hash', `'${'1'.repeat(64)}'`)],
  ['seq', setField('seq', '4')],
  ['an added field', setField('note', "'all is well'")],
  ['an added field of the actor', setField('actor.note', "'all is well'")],
  ['a field taken away', "UPDATE audit SET record = json_remove(record, '$.peer') WHERE seq = 3"],
  ['request and salt taken away', "UPDATE audit SET record = json_remove(record, '$.request', '$.salt') WHERE seq = 3"],
  ['no JSON', "UPDATE audit SET record = 'x' WHERE seq = 3"],
  ['the column at', 'UPDATE audit SET at = 0 WHERE seq = 3'],
  ['the column action', "UPDATE audit SET action = 'start' WHERE seq = 3"],
  ['the column hash', "UPDATE audit SET hash = 'x' WHERE seq = 3"],
  ['a row in the middle', 'DELETE FROM audit WHERE seq = 3'],
  ['everything from there on', 'DELETE FROM audit WHERE seq >= 3'],
  [
    'the order',
    'UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 99',
  ],
  ['two records changing places', 'UPDATE audit SET record = (SELECT record FROM audit WHERE seq = 4) WHERE seq = 3'],
])('a changed trail is found out at the entry: %s', (_, statements) => {
  const { store, folder } = fiveEntries();
  tamper(folder, statements);
  expect(brokenAt(store)).toBe(3);
  store.write(() => store.exchanges.add(exchange())); // and the console goes on recording
  expect(brokenAt(store)).toBe(3);
});

test('the last entry cut off is found out, before and after another was written', () => {
  const { store, folder } = fiveEntries();
  tamper(folder, 'DELETE FROM audit WHERE seq = 5');
  expect(verdict(store)).toEqual({ brokenAt: 5, reason: 'The last entries are missing: 5 were written.' });
  store.write(() => store.exchanges.add(exchange()));
  expect(told(store).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 6]);
  expect(verdict(store)).toEqual({ brokenAt: 5, reason: 'Entry 5 is missing; 6 follows.' });
});

test('an emptied trail and a counter set back are found out', () => {
  const emptied = fiveEntries();
  tamper(emptied.folder, 'DELETE FROM audit');
  expect(brokenAt(emptied.store)).toBe(1);
  const counted = fiveEntries();
  tamper(counted.folder, "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'audit'");
  expect(verdict(counted.store)).toEqual({ brokenAt: 3, reason: 'The counter of the trail was set back.' });
});

test('an entry whose own hash was made anew breaks the next one', () => {
  const { store, folder } = fiveEntries();
  const third = told(store)[2] as AuditEntry;
  const request = 'GET https://source.example/nothing-to-see';
  const forged = { ...third, request, requestDigest: requestDigest(third.salt as string, request), peer: 'Nobody' };
  const record = { ...forged, hash: entryHash(forged) };
  tamper(folder, `UPDATE audit SET record = '${JSON.stringify(record)}', hash = '${record.hash}' WHERE seq = 3`);
  expect(verdict(store)).toEqual({ brokenAt: 4, reason: 'Entry 4 does not follow the one before it.' });
});

test('the protection that was taken away is back when the folder is opened again, and the trail tells of it', () => {
  const { store, folder } = fiveEntries();
  tamper(folder);
  store.close();
  const again = unwrap(openStore(folder));
  expect(lines(again).at(-1)).toEqual([
    'configuration',
    undefined,
    'protect the audit trail again',
    'it was unprotected',
  ]);
  again.close();
  const file = new DatabaseSync(path.join(folder, 'switchboard.db'));
  expect(() => file.exec('DELETE FROM audit')).toThrow('append-only');
  file.close();
});

test('a list leaves out what cannot be read, and finds by action', () => {
  const { store, folder } = fiveEntries();
  store.write(() => store.audit.add({ action: 'export', outcome: 'done' }));
  expect(store.audit.list(10, { action: 'export' }).map(({ seq }) => seq)).toEqual([6]);
  expect(store.audit.list(2, { before: 6 }).map(({ seq }) => seq)).toEqual([5, 4]);
  tamper(folder, "UPDATE audit SET record = 'x' WHERE seq = 4");
  expect(store.audit.list(10).map(({ seq }) => seq)).toEqual([6, 5, 3, 2, 1]);
});

test('two processes write one chain', async () => {
  const folder = throwAwayFolder();
  const { store } = openHere(folder);
  const helpers = [0, 1].map(() => forkHelper(new URL('child.ts', import.meta.url), ['tell', folder]));
  await Promise.all(helpers.map((one) => one.said()));
  for (const { child } of helpers) child.send('go');
  expect(await Promise.all(helpers.map((one) => one.said()))).toEqual(['told', 'told']);
  const entries = told(store);
  expect(entries.length).toBe(400);
  expect(new Set(entries.map((entry) => entry.actor.process)).size).toBe(2);
  expect(brokenAt(store)).toBeUndefined();
});

test('a process that is killed leaves a whole chain', async () => {
  const folder = throwAwayFolder();
  const helper = forkHelper(new URL('child.ts', import.meta.url), ['tell-on', folder]);
  await helper.said();
  helper.child.send('go');
  await helper.said();
  await helper.kill();
  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  expect(told(store).length).toBeGreaterThan(0);
  expect(brokenAt(store)).toBeUndefined();
});
