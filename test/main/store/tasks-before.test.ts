import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/store.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 12, minute)).toISOString();
const version = (versionId: string, status: string, minute: number) => ({
  versionId,
  status,
  at: at(minute),
  seenAt: at(minute),
  exchangeId: `${minute}`,
});
const poll = (minute: number, more: object = {}) => ({
  at: at(minute),
  result: 'unchanged',
  exchangeId: `${minute}`,
  ...more,
});
const task = (taskId: string, more: object) => ({
  partner: 'Lakeside Clinic',
  baseUrl: 'https://lakeside.example/fhir',
  taskId,
  code: 'data-request-query',
  asked: 'Condition?patient=1',
  status: 'requested',
  createdAt: at(0),
  updatedAt: at(0),
  versions: [],
  polls: [],
  profile: 'cdex',
  outputs: [],
  createExchangeId: '1',
  ...more,
});

/** Tasks as they were kept when versions and polls were part of the record. */
const before = [
  task('watched', {
    status: 'in-progress',
    versions: [
      version('1', 'requested', 0),
      version('2', 'accepted', 1),
      { ...version('3', 'in-progress', 6), offFigure: true },
    ],
    polls: [
      poll(1),
      poll(3, { byHand: true }),
      poll(6, { result: 'new-version' }),
      poll(7, { byHand: true, result: 'failed', problem: 'Away.' }),
    ],
    nextPollAt: at(11),
    etag: 'W/"3"',
    connectionId: 'c1',
  }),
  task('ended', { status: 'completed', versions: [version('1', 'completed', 0)], polls: [poll(2, { byHand: true })] }),
  task('unread', { profile: 'manual' }),
];

/** A data folder of step 3. */
function folderOfBefore(): string {
  const folder = throwAwayFolder();
  const database = new DatabaseSync(path.join(folder, 'switchboard.db'));
  for (const step of migrations.slice(0, 3)) database.exec(step);
  database.exec('PRAGMA user_version=3');
  const add = database.prepare(
    'INSERT INTO tasks(base_url, task_id, status, next_poll_at, record) VALUES(?, ?, ?, ?, ?)',
  );
  for (const one of before as (ReturnType<typeof task> & { nextPollAt?: string })[])
    add.run(
      one.baseUrl,
      one.taskId,
      one.status,
      one.nextPollAt ? Date.parse(one.nextPollAt) : null,
      JSON.stringify(one),
    );
  database.close();
  return folder;
}

test('Tasks of the step before come over whole: versions and polls apart, who asked by hand known, plans kept', () => {
  const store = unwrap(openStore(folderOfBefore()));
  cleanUp(() => store.close());
  const tasks = store.tasks.list({ limit: 10 });
  expect(tasks.map(({ id, taskId, side }) => [id, taskId, side])).toEqual([
    ['3', 'unread', 'sent'],
    ['2', 'ended', 'sent'],
    ['1', 'watched', 'sent'],
  ]);
  for (const record of tasks) {
    const old = before.find(({ taskId }) => taskId === record.taskId);
    const { versions, polls, ...plain } = store.tasks.detail(record.id) as never as Record<string, object[]>;
    const { versions: oldVersions, polls: oldPolls, ...oldPlain } = old as never as Record<string, object[]>;
    expect(plain).toMatchObject(oldPlain as object);
    expect(plain).not.toHaveProperty('byHand');
    expect(versions).toEqual(oldVersions);
    expect(polls).toEqual(
      oldPolls?.map((one) => {
        const { byHand, ...rest } = one as { byHand?: true };
        return byHand ? { ...rest, by: 'hand' } : rest;
      }),
    );
  }
  const [unread, ended, watched] = tasks;
  expect(watched).toMatchObject({
    versionCount: 3,
    lastVersion: { versionId: '3', offFigure: true },
    pollCount: 4,
    lastPoll: { at: at(7), by: 'hand', result: 'failed', problem: 'Away.' },
    lastPlannedPollAt: at(6),
    nextPollAt: at(11),
  });
  expect(ended).toMatchObject({ versionCount: 1, pollCount: 1, lastPoll: { by: 'hand' } });
  expect(ended?.lastPlannedPollAt).toBeUndefined();
  expect(unread).toMatchObject({ versionCount: 0, pollCount: 0 });
  expect([unread?.lastVersion, unread?.lastPoll, unread?.lastPlannedPollAt]).toEqual([undefined, undefined, undefined]);
});

test('the table goes on as before: plans are found, ids are not used again, the other side may have the same Task', () => {
  const store = unwrap(openStore(folderOfBefore()));
  cleanUp(() => store.close());
  const baseUrl = 'https://lakeside.example/fhir';
  expect(store.tasks.nextDue(Date.parse(at(0)))).toBe(Date.parse(at(11)));
  expect(store.tasks.partnersDue(Date.parse(at(11)), 10)).toEqual([baseUrl]);
  expect(store.tasks.due(baseUrl, Date.parse(at(11)), 10).map(({ taskId }) => taskId)).toEqual(['watched']);
  const known = store.tasks.find(baseUrl, 'watched');
  if (!known) throw new Error('It is gone.');
  const { id: _id, ...rest } = known;
  const received = store.write(() => store.tasks.add({ ...rest, side: 'received' }));
  expect(received.id).toBe('4');
  expect(store.tasks.find(baseUrl, 'watched', 'received')?.id).toBe('4');
  expect(() => store.write(() => store.tasks.add(rest))).toThrow();
});

test('partners are found one by one, the longest due first, whatever the number of their Tasks', () => {
  const store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
  const { id: _none, ...blank } = { id: '', ...before[2] } as never as Parameters<typeof store.tasks.add>[0] & {
    id: string;
  };
  store.write(() => {
    for (let n = 0; n < 60; n += 1)
      store.tasks.add({
        ...blank,
        side: 'sent',
        baseUrl: `https://p${n % 3}.example`,
        taskId: `${n}`,
        ...(n % 5 === 0 ? {} : { nextPollAt: at(30 - (n % 3) * 10) }),
      });
  });
  const due = (minute: number, limit = 10) => store.tasks.partnersDue(Date.parse(at(minute)), limit);
  expect(due(9)).toEqual([]);
  expect(due(10)).toEqual(['https://p2.example']);
  expect(due(30)).toEqual(['https://p2.example', 'https://p1.example', 'https://p0.example']);
  expect(due(30, 1)).toEqual(['https://p2.example']);
  expect(store.tasks.crowd('https://p1.example', Date.parse(at(20)), Date.parse(at(21)), 5)).toBe(5);
  expect(store.write(() => store.tasks.postpone('https://p1.example', Date.parse(at(40)), 10))).toBe(10);
  expect(store.write(() => store.tasks.postpone('https://p1.example', Date.parse(at(40)), 10))).toBe(6);
  expect(
    store.tasks.due('https://p1.example', Date.parse(at(40)), 99).every(({ nextPollAt }) => nextPollAt === at(40)),
  ).toBe(true);
});
