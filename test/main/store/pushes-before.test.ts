import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/store.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 12, minute)).toISOString();

const before = [
  {
    at: at(0),
    kind: 'submission',
    title: 'Submission',
    trackingId: 'https://payer.example/tracking|T-1',
    attachTo: 'claim',
    memberId: 'https://payer.example/members|M-77',
    organizationId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
    final: false,
    answered: 200,
    storedAt: at(0),
    answeredAt: at(0),
    exchangeId: '1',
    attachments: [{ index: 0, code: '11506-3', title: 'Progress note', pointer: '/parameter/6' }],
    findings: [],
  },
  {
    at: at(1),
    kind: 'unexpected',
    title: 'POST /elsewhere',
    answered: 404,
    storedAt: at(1),
    exchangeId: '2',
    attachments: [],
    findings: [],
  },
  {
    at: at(2),
    kind: 'submission',
    title: 'Submission',
    trackingId: 'T-2',
    answered: null,
    storedAt: at(2),
    exchangeId: '3',
    attachments: [],
    findings: [],
  },
];

const task = {
  side: 'sent',
  partner: 'Lakeside Clinic',
  taskId: 't1',
  baseUrl: 'https://lakeside.example/fhir',
  code: 'attachment-request-code',
  asked: 'Progress note',
  trackingId: 'https://payer.example/tracking|T-1',
  claim: 'https://payer.example/claims|C-1',
  status: 'requested',
};

/** A data folder of step 5, with pushes and a Task in it. */
function folderOfBefore(): string {
  const folder = throwAwayFolder();
  const database = new DatabaseSync(path.join(folder, 'switchboard.db'));
  for (const step of migrations.slice(0, 5)) database.exec(step);
  database.exec('PRAGMA user_version=5');
  const add = database.prepare('INSERT INTO pushes(at, kind, tracking_id, exchange_id, record) VALUES(?, ?, ?, ?, ?)');
  for (const one of before)
    add.run(Date.parse(one.at), one.kind, one.trackingId ?? null, Number(one.exchangeId), JSON.stringify(one));
  database
    .prepare('INSERT INTO tasks(side, base_url, task_id, status, record) VALUES(?, ?, ?, ?, ?)')
    .run('sent', task.baseUrl, task.taskId, task.status, JSON.stringify(task));
  database.close();
  return folder;
}

test('pushes of before are kept, found by what they say, and wait for the request they name', () => {
  const store = unwrap(openStore(folderOfBefore()));
  cleanUp(() => store.close());
  expect(store.pushes.list(10)).toEqual(before.map((one, index) => ({ ...one, id: `${index + 1}` })).toReversed());
  const ids = (filter: object) => store.pushes.list(10, filter).map(({ id }) => id);
  expect(ids({ text: 'progress M-77' })).toEqual(['1']);
  expect(ids({ text: '9941001015' })).toEqual(['1']);
  expect(ids({ trackingId: 'T-2' })).toEqual(['3']);
  expect(ids({ trackingId: 'https://payer.example/tracking|T-1' })).toEqual(['1']);
  expect(ids({ state: 'refused' })).toEqual(['2']);
  expect(store.pushes.heldFor('T-1', 10).map(({ id }) => id)).toEqual(['1']);
  expect(store.pushes.waitedFor(['T-1', 'T-2', 'nobody'])).toEqual(['T-1', 'T-2']);
  expect(store.tasks.namesAfter('0', 10)).toEqual([{ id: '1', names: ['T-1', 'C-1'] }]);
  expect(store.pushes.lastOfTracking('T-1', 10)).toEqual([]); // more was to follow
  expect(store.pushes.lastOfTracking('T-2', 10).map(({ id }) => id)).toEqual(['3']);
  expect(store.tasks.named(['C-1'], 10).map(({ taskId }) => taskId)).toEqual(['t1']);
  const page = store.pushes.page({ offset: 0, limit: 10, zone: 0 });
  expect(page).toMatchObject({ total: 3, all: 3, days: [{ day: '2026-10-01', count: 3 }] });
});

test('a push that comes after that gets the next number', () => {
  const store = unwrap(openStore(folderOfBefore()));
  cleanUp(() => store.close());
  const { id: _none, ...rest } = store.pushes.get('3') ?? { id: '' };
  expect(store.write(() => store.pushes.add(rest as never)).id).toBe('4');
});
