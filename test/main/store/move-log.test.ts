import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createLogMover } from '../../../main/store/log-mover.ts';
import { moveLog } from '../../../main/store/move-log.ts';
import { openStore } from '../../../main/store/store.ts';
import { throwAwayFolder } from '../../fakes/ports.ts';

const settings = (store: { write<T>(work: () => T): T; audit: { add(told: never): void } }, count: number) => {
  for (let index = 0; index < count; index += 1)
    store.write(() =>
      store.audit.add({ action: 'export', request: 'x'.repeat(2_000), outcome: String(index) } as never),
    );
};

test('what is in the log is moved into the file while writers go on, and nothing of it is lost', () => {
  const folder = throwAwayFolder();
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const file = path.join(folder, 'switchboard.db');
  settings(store, 300);
  const before = statSync(file).size;
  moveLog(file);
  expect(statSync(file).size).toBeGreaterThan(before + 300_000);
  // The next one begins the log anew: it does not grow.
  const log = statSync(`${file}-wal`).size;
  settings(store, 300);
  expect(statSync(`${file}-wal`).size).toBe(log);
  const reader = new DatabaseSync(file, { readOnly: true });
  expect(reader.prepare('SELECT count(*) AS count FROM audit').get()?.count).toBeGreaterThanOrEqual(600);
  reader.close();
  store.close();
});

test('it is asked for after many transactions, once at a time, and again after one that failed', async () => {
  const asked: string[] = [];
  let end: { resolve(): void; reject(error: Error): void } | undefined;
  const mover = createLogMover('/a/switchboard.db');
  const write = (times: number) => {
    for (let index = 0; index < times; index += 1) mover.written();
  };
  write(1_000); // nobody moves it yet
  mover.by((file) => {
    asked.push(file);
    return new Promise((resolve, reject) => {
      end = { resolve, reject };
    });
  });
  write(1);
  expect(asked).toEqual(['/a/switchboard.db']);
  write(1_000);
  expect(asked).toHaveLength(1);
  end?.reject(new Error('The console is closing.'));
  await new Promise(setImmediate);
  write(1);
  expect(asked).toHaveLength(2);
  end?.resolve();
  await new Promise(setImmediate);
  write(199);
  expect(asked).toHaveLength(2);
  write(1);
  expect(asked).toHaveLength(3);
});
