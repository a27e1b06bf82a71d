import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../../main/store/database.ts';
import { assembleStore, openStore } from '../../../main/store/store.ts';
import type { Change } from '../../../shared/domain/change.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { cleanUp, throwAwayFolder, unwrap, until } from '../../fakes/ports.ts';
import { forkHelper } from './processes.ts';

const connection = (id: string, name = id): Connection => ({
  id,
  name,
  baseUrl: 'https://source.example/fhir',
  role: 'payer',
  cdexVersion: '2.1',
  timeoutMs: 1_000,
  origin: 'user',
  auth: { method: 'none' },
  line: {},
  policy: { signatures: 'not-required', purposeOfUse: 'optional', polling: 'cdex', quirks: [] },
  secrets: [],
  createdAt: '2026-10-01T12:00:00.000Z',
});

function openHere(folder = throwAwayFolder()) {
  const database = unwrap(openDatabase(folder));
  const store = assembleStore(database, folder);
  cleanUp(() => store.close());
  return { database, store, folder };
}

const count = ({ database }: ReturnType<typeof openHere>, table: string) =>
  Number(database.get(`SELECT count(*) AS n FROM ${table}`)?.n);

test('a write and its journal line are one transaction', () => {
  const here = openHere();
  const { store } = here;
  expect(() =>
    store.write(() => {
      store.connections.put(connection('a'));
      throw new Error('half way');
    }),
  ).toThrow('half way');
  expect([count(here, 'connections'), count(here, 'changes')]).toEqual([0, 0]);

  store.write(() => store.connections.put(connection('a')));
  expect(here.database.all('SELECT kind, id, op FROM changes')).toEqual([{ kind: 'connection', id: 'a', op: 'put' }]);
});

test('a write inside a write joins it, and falls with it', () => {
  const here = openHere();
  const { store } = here;
  expect(() =>
    store.write(() => {
      store.write(() => store.connections.put(connection('inner')));
      throw new Error('outer');
    }),
  ).toThrow('outer');
  expect(count(here, 'connections')).toBe(0);
});

test('nothing is written outside a transaction, because nobody would hear of it', () => {
  const { store } = openHere();
  expect(() => store.connections.put(connection('a'))).toThrow('outside a transaction');
});

test('changes arrive in the order of the journal, each record as it is now', async () => {
  const { store } = openHere();
  const heard: Change[] = [];
  const stop = store.changes.listen({ change: (change) => heard.push(change), resync: () => undefined });
  store.write(() => store.connections.put(connection('a')));
  store.write(() => store.connections.put(connection('b')));
  store.write(() => store.connections.put(connection('a', 'renamed')));
  store.write(() => store.connections.remove('b'));
  expect(heard).toEqual([]); // told after the write, never in it
  await until(() => heard.length === 2);
  expect(heard.map(({ seq, id, op }) => [seq, id, op])).toEqual([
    [3, 'a', 'put'],
    [4, 'b', 'delete'],
  ]);
  expect(heard[0]).toMatchObject({ record: { name: 'renamed' } });
  expect(store.changes.last()).toBe(4);
  stop();
  const later: Change[] = [];
  store.changes.listen({ change: (change) => later.push(change), resync: () => undefined });
  store.write(() => store.connections.remove('a'));
  await until(() => later.length === 1);
  expect(heard).toHaveLength(2);
});

test('a listener hears the kinds it cares for alone', async () => {
  const { store } = openHere();
  const [roles, all]: [Change[], Change[]] = [[], []];
  store.changes.listen({ kinds: ['role'], change: (change) => roles.push(change), resync: () => undefined });
  store.changes.listen({ change: (change) => all.push(change), resync: () => undefined });
  store.write(() => {
    store.connections.put(connection('a'));
    store.roles.put({ id: 'receiver', running: false });
  });
  await until(() => all.length === 2);
  expect(roles.map(({ kind, id }) => [kind, id])).toEqual([['role', 'receiver']]);
});

test('more changes than one batch all arrive', async () => {
  const { store } = openHere();
  const seen = new Set<string>();
  store.changes.listen({ change: ({ id }) => seen.add(id), resync: () => undefined });
  store.write(() => {
    for (let n = 0; n < 1_234; n += 1) store.connections.put(connection(`c${n}`));
  });
  await until(() => seen.size === 1_234);
});

test('a reader that fell behind what is kept is told to read again', async () => {
  const { store, database } = openHere();
  const told: unknown[] = [];
  store.changes.listen({ change: ({ seq }) => told.push(seq), resync: (seq) => told.push({ resync: seq }) });
  store.write(() => {
    for (let n = 0; n < 10; n += 1) store.connections.put(connection(`c${n}`));
    database.run('DELETE FROM changes WHERE seq <= 5');
  });
  await until(() => told.length > 0);
  expect(told).toEqual([{ resync: 10 }]);
  store.write(() => store.connections.put(connection('later')));
  await until(() => told.length > 1);
  expect(told[1]).toBe(11);
});

test('a listener that fails keeps no other one from hearing', async () => {
  const { store } = openHere();
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  cleanUp(() => warned.mockRestore());
  const heard: string[] = [];
  store.changes.listen({
    change: () => {
      throw new Error('a listener of little care');
    },
    resync: () => undefined,
  });
  store.changes.listen({ change: ({ id }) => heard.push(id), resync: () => undefined });
  store.write(() => store.connections.put(connection('a')));
  store.write(() => store.connections.put(connection('b')));
  await until(() => heard.length === 2);
  expect(warned).toHaveBeenCalledTimes(2);
});

test('what another process writes is heard here', async () => {
  const { store, folder } = openHere();
  const helper = forkHelper(new URL('child.ts', import.meta.url), ['write', folder]);
  await helper.said();
  const heard: Change[] = [];
  store.changes.listen({ change: (change) => heard.push(change), resync: () => undefined });
  helper.child.send('2026-10-01T12:00:00Z');
  await until(() => heard.length > 0);
  expect(heard[0]).toMatchObject({ kind: 'role', id: 'sandbox', record: { since: '2026-10-01T12:00:00Z' } });
});

test('the journal is trimmed when a folder is opened, once much of it lies far behind', () => {
  const { store, database, folder } = openHere();
  const insert = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
    INSERT INTO changes(kind, id, op) SELECT 'exchange', i, 'put' FROM n`;
  database.exec(insert);
  store.write(() => store.connections.put(connection('a')));
  unwrap(openStore(folder)).close();
  const { n, newest } = database.get('SELECT count(*) AS n, max(seq) AS newest FROM changes') ?? {};
  expect([n, newest]).toEqual([100_000, 200_001]);
});

test('changes are told in the order of their numbers, so that whoever leaves out what is older loses none', async () => {
  const { store } = openHere();
  const told: [seq: number, id: string][] = [];
  store.changes.listen({ change: ({ seq, id }) => told.push([seq, id]), resync() {} });
  store.write(() => {
    store.connections.put(connection('first'));
    store.connections.put(connection('second'));
    store.connections.put(connection('first', 'renamed'));
  });
  await until(() => told.length > 0);
  expect(told).toEqual([
    [2, 'second'],
    [3, 'first'],
  ]);
});
