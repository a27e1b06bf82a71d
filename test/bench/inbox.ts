import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { placePush } from '../../main/services/inbox/place-push.ts';
import { storyOf } from '../../main/services/inbox/story.ts';
import type { PushFilter } from '../../main/store/push-filter.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import { inFolder } from './child.ts';
import { fillInbox, pushCount, pushOf } from './many-pushes.ts';
import { type Bench, median, type Row, row } from './row.ts';

const rounds = 9;
const arrivals = 500;
const window = { offset: 0, limit: 200, zone: 120 };

/** Milliseconds a piece of work takes, the median of some rounds after one that warms up. */
function took(work: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now();
    work();
    times.push(performance.now() - began);
  }
  return median(times.slice(1));
}

/** The first look, on a file nobody has open: what a host pays that was just started. */
function opening(folder: string): Row {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const opened = openStore(folder);
    if (!opened.ok) throw new Error(opened.error.message);
    opened.value.pushes.page(window);
    times.push(performance.now() - began);
    opened.value.close();
  }
  const floors = took(() => withDatabase(folder, 'SELECT record FROM push_records ORDER BY id DESC LIMIT 200'));
  return row(
    'opening an inbox of 100,000 pushes: days, totals, first window',
    median(times),
    floors,
    'ms',
    'below 300 ms',
  );
}

function withDatabase(folder: string, sql: string): unknown[] {
  const database = new DatabaseSync(path.join(folder, 'switchboard.db'), { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

const searches: [what: string, filter: PushFilter][] = [
  ['a tracking id', { text: 't-87654' }],
  ['words that stand in many', { text: 'operation practice-1' }],
  ['words that stand nowhere', { text: 'nowhere-to-be-found' }],
  ['the claim of the request', { text: 'c-1234' }],
  ['a word in all of them', { text: 'submission' }],
  ['what is held', { state: 'held' }],
  ['what was refused, repeats too', { state: 'refused', repeats: true }],
];

/** What one more push costs in the transaction that keeps it, against keeping its record alone. */
function arrival(store: Store, folder: string): Row {
  const floorFile = new DatabaseSync(path.join(folder, 'floor.db'));
  floorFile.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE pushes(id INTEGER PRIMARY KEY, record TEXT)',
  );
  const insert = floorFile.prepare('INSERT INTO pushes(record) VALUES(?)');
  let next = pushCount + 1;
  const value = took(() =>
    store.write(() => {
      for (let n = 0; n < arrivals; n += 1) {
        const push = pushOf(next);
        next += 1;
        store.pushes.add({ ...push, ...placePush(store, push, Date.parse(push.at)) });
      }
    }),
  );
  const floor = took(() => {
    floorFile.exec('BEGIN');
    for (let n = 0; n < arrivals; n += 1) insert.run(JSON.stringify(pushOf(next + n)));
    floorFile.exec('COMMIT');
  });
  floorFile.close();
  const each = 1_000 / arrivals;
  return row('one more push, placed and kept, without the flush', value * each, floor * each, 'µs', 'below 200 µs');
}

/** An inbox of a hundred thousand pushes: opened, searched, one story told, one more push placed. */
export const inbox: Bench = () =>
  inFolder(async (folder) => {
    const store = fillInbox(folder);
    const rows = [opening(folder)];
    const bare = took(() => store.pushes.list(200));
    for (const [what, filter] of searches)
      rows.push(
        row(
          `search for ${what}`,
          took(() => store.pushes.page({ ...window, ...filter })),
          bare,
          'ms',
          'below 100 ms',
        ),
      );
    const push = store.pushes.get('99961');
    if (push)
      rows.push(
        row(
          'the story of a push',
          took(() => storyOf(store, push)),
          bare,
          'ms',
          'below 50 ms',
        ),
      );
    rows.push(arrival(store, folder));
    store.close();
    return rows;
  });
