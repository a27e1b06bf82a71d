import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/store.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

/** The migration that moved request texts out of the rows of exchanges. */
const step = migrations.findIndex((sql) => sql.includes('CREATE TABLE request_texts'));

test('what was asked before its text had a place of its own is still there, and goes with its exchange', () => {
  const folder = throwAwayFolder();
  const database = new DatabaseSync(path.join(folder, 'switchboard.db'));
  for (const sql of migrations.slice(0, step)) database.exec(sql);
  database.exec(`PRAGMA user_version=${step}`);
  const record = JSON.stringify({ at: '2026-10-01T12:00:00.000Z', method: 'POST', url: 'http://127.0.0.1/x' });
  const insert = database.prepare(
    `INSERT INTO exchanges(at, direction, record, request_headers, response_headers, request_size, response_size,
       request_body, response_body) VALUES(0, 'in', ?, '[]', '[]', ?, 2, ?, ?)`,
  );
  insert.run(record, 5, Buffer.from('asked'), Buffer.from('{}'));
  insert.run(record, 0, null, null);
  database.close();

  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  expect(store.exchanges.detail('1')).toMatchObject({ request: { bodyText: 'asked' }, response: { bodyText: '{}' } });
  expect(store.exchanges.detail('2')?.request).not.toHaveProperty('bodyText');
  store.write(() => store.exchanges.remove('1'));
  expect(store.exchanges.body('1', 'request')).toBeUndefined();
  const left = new DatabaseSync(path.join(folder, 'switchboard.db'), { readOnly: true });
  expect(left.prepare('SELECT count(*) AS count FROM request_texts').get()).toEqual({ count: 0 });
  left.close();
});
