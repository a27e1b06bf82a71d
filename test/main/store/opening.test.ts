import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../main/store/database.ts';
import { migrate } from '../../../main/store/migrate.ts';
import { migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/store.ts';
import { cleanUp, failure, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { forkHelper } from './processes.ts';

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

/** Every file below a folder. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [],
  );

test('the folder and everything in it belong to their owner alone', async () => {
  const folder = path.join(throwAwayFolder(), 'data');
  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  await store.bodies.save(Buffer.from('body'));
  store.write(() => store.roles.put({ id: 'receiver', running: false }));
  expect(modeOf(folder)).toBe('700');
  expect(modeOf(store.bodies.folder)).toBe('700');
  const files = filesIn(folder);
  expect(files.length).toBeGreaterThanOrEqual(4); // database, -wal, -shm, body
  for (const file of files) expect([file, modeOf(file)]).toEqual([file, '600']);
});

test('a folder that others could read is narrowed', () => {
  const folder = throwAwayFolder();
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, 'switchboard.db'), '', { mode: 0o644 });
  unwrap(openStore(folder)).close();
  expect(modeOf(folder)).toBe('700');
  expect(modeOf(path.join(folder, 'switchboard.db'))).toBe('600');
});

test('migrations go forward, one after the other, with a copy of what was there first', () => {
  const folder = throwAwayFolder();
  const database = unwrap(openDatabase(folder));
  cleanUp(() => database.close());
  database.run("INSERT INTO connections(id, name, record) VALUES('a', 'A', '{}')");
  expect(existsSync(path.join(folder, 'backups'))).toBe(false);

  const steps = [...migrations, 'CREATE TABLE first(x)', 'CREATE TABLE second AS SELECT * FROM first'];
  expect(unwrap(migrate(database, folder, steps))).toBe(steps.length);
  expect(database.get('PRAGMA user_version')?.user_version).toBe(steps.length);
  expect(database.get('SELECT count(*) AS n FROM second')?.n).toBe(0);

  const [backup = ''] = filesIn(path.join(folder, 'backups'));
  expect(modeOf(backup)).toBe('600');
  const before = new DatabaseSync(backup, { readOnly: true });
  expect(before.prepare('PRAGMA user_version').get()?.user_version).toBe(migrations.length);
  expect(before.prepare('SELECT name FROM connections').get()?.name).toBe('A');
  before.close();
});

test('a migration that fails leaves the database as it was', () => {
  const folder = throwAwayFolder();
  const database = unwrap(openDatabase(folder));
  cleanUp(() => database.close());
  expect(() => migrate(database, folder, [...migrations, 'CREATE TABLE good(x)', 'CREATE TABLE bad('])).toThrow();
  expect(database.get('PRAGMA user_version')?.user_version).toBe(migrations.length);
  expect(database.get("SELECT name FROM sqlite_master WHERE name = 'good'")).toBeUndefined();
});

test('a folder of a newer version is refused and left alone', () => {
  const folder = throwAwayFolder();
  const database = unwrap(openDatabase(folder));
  database.exec(`PRAGMA user_version=${migrations.length + 1}; PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
  const before = readFileSync(path.join(folder, 'switchboard.db'));
  const error = failure(openStore(folder));
  expect(error.code).toBe('folder-unusable');
  expect(error.message).toContain('newer Switchboard');
  expect(error.next).toContain('--data-dir');
  expect(readFileSync(path.join(folder, 'switchboard.db')).equals(before)).toBe(true);
});

test('several processes may open an empty folder at the same moment', async () => {
  for (let round = 0; round < 2; round += 1) {
    const folder = path.join(throwAwayFolder(), 'data');
    const helpers = Array.from({ length: 3 }, () => forkHelper(new URL('child.ts', import.meta.url), ['open', folder]));
    await Promise.all(helpers.map((one) => one.said()));
    for (const { child } of helpers) child.send('go');
    expect(await Promise.all(helpers.map((one) => one.said()))).toEqual(['opened', 'opened', 'opened']);
  }
});

test.each([
  ['text', Buffer.from('This is a text file, not a database.\n'.repeat(200))],
  ['a damaged header', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080, 0xff)])],
])('%s in place of the database is refused and stays as it is', (_, content) => {
  const folder = throwAwayFolder();
  const file = path.join(folder, 'switchboard.db');
  writeFileSync(file, content);
  const error = failure(openStore(folder));
  expect(error.code).toBe('folder-corrupt');
  expect(error.message).toContain(file);
  expect(error.next).toContain('Move the file aside');
  expect(readFileSync(file).equals(content)).toBe(true);
});

test('a database whose tables are damaged is refused', () => {
  const folder = throwAwayFolder();
  const database = unwrap(openDatabase(folder));
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  const file = path.join(folder, 'switchboard.db');
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 100, 4096); // the schema, behind an intact header
  writeFileSync(file, bytes);
  expect(failure(openStore(folder)).code).toBe('folder-corrupt');
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a folder that cannot be made says so', () => {
  const folder = throwAwayFolder();
  writeFileSync(path.join(folder, 'file'), '');
  const error = failure(openStore(path.join(folder, 'file', 'data')));
  expect(error.code).toBe('folder-unusable');
  expect(error.next).toContain('--data-dir');
});

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written says so (root may write anywhere)', () => {
  const folder = path.join(throwAwayFolder(), 'data');
  mkdirSync(folder, { mode: 0o500 });
  writeFileSync(path.join(folder, 'switchboard.db'), '', { mode: 0o400 });
  expect(failure(openStore(folder)).code).toBe('folder-unusable');
});

test('a folder that another program keeps locked says so; one that is only written to can still be read', () => {
  const folder = throwAwayFolder();
  unwrap(openStore(folder)).close();
  const other = new DatabaseSync(path.join(folder, 'switchboard.db'));
  cleanUp(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  unwrap(openStore(folder)).close();
  other.exec('ROLLBACK; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  const locked = failure(openDatabase(folder, 50));
  expect(locked.code).toBe('folder-unusable');
  expect(locked.message).toContain('locked');
});

test('a folder in which nothing can be made is refused, and does not keep the process busy for ever', () => {
  // mkdir says ENOENT there although the folder above exists; only Linux has such a place at hand.
  if (process.platform !== 'linux') return;
  expect(failure(openStore('/proc/switchboard/data')).code).toBe('folder-unusable');
});

test('a folder is made with those above it, for the owner alone', () => {
  const folder = path.join(throwAwayFolder(), 'a', 'b', 'c');
  unwrap(openStore(folder)).close();
  expect([modeOf(folder), modeOf(path.dirname(folder))]).toEqual(['700', '700']);
});
