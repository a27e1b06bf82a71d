import { beforeEach, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../../main/store/store.ts';
import type { Push } from '../../../shared/domain/push.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

let store: Store;
beforeEach(() => {
  store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
});

const noon = Date.UTC(2026, 9, 1, 12);
const hour = 3_600_000;

function add(more: Partial<Push> = {}): Push {
  const at = new Date(noon).toISOString();
  const push = { at, storedAt: at, kind: 'submission' as const, title: 'Submission', answered: 200, exchangeId: '1' };
  return store.write(() => store.pushes.add({ ...push, attachments: [], findings: [], ...more }));
}

const ids = (filter: Parameters<Store['pushes']['list']>[1]) => store.pushes.list(100, filter).map(({ id }) => id);
const page = (more: object = {}) => store.pushes.page({ offset: 0, limit: 100, zone: 0, ...more });

const attachment = {
  index: 0,
  resourceType: 'DocumentReference',
  contentType: 'application/pdf',
  bytes: 1,
  sha256: '',
};

describe('searching', () => {
  test('finds words anywhere, in any case, all of them', () => {
    add({ trackingId: 'https://payer.example/tracking|ABC-123', memberId: 'members|M-77' });
    add({ title: 'Bundle, document, 12 entries', kind: 'bundle', sender: 'Lakeside/2.1' });
    add({ attachments: [{ ...attachment, code: '11506-3', title: 'Progress note', pointer: '/p' }] });
    expect(ids({ text: 'bc-12' })).toEqual(['1']);
    expect(ids({ text: 'abc m-77' })).toEqual(['1']);
    expect(ids({ text: 'abc m-78' })).toEqual([]);
    expect(ids({ text: 'LAKESIDE 12' })).toEqual(['2']);
    expect(ids({ text: 'progress 11506' })).toEqual(['3']);
    expect(page({ text: 'progress' })).toMatchObject({ total: 1, all: 3 });
  });

  test('takes signs of patterns for themselves', () => {
    add({ trackingId: '100%' });
    add({ trackingId: '100x' });
    add({ trackingId: 'a_b\\c' });
    expect(ids({ text: '100%' })).toEqual(['1']);
    expect(ids({ text: 'a_b\\' })).toEqual(['3']);
    expect(ids({ text: '_' })).toEqual(['3']);
  });

  test('finds the claim of the request it belongs to', () => {
    const task = { side: 'sent', baseUrl: 'b', taskId: 't', status: 'requested', claim: 'claims|CLM-9' } as TaskRecord;
    const { id: taskId } = store.write(() => store.tasks.add(task));
    add({ match: { state: 'matched', taskId, by: ['tracking-id'], says: '' } });
    add();
    expect(ids({ text: 'clm-9' })).toEqual(['1']);
    expect(ids({ taskId })).toEqual(['1']);
    expect(ids({ taskId: 'nobody' })).toEqual([]);
  });

  test('tells what belongs, waits, and was refused apart', () => {
    const held = { state: 'held' as const, by: [], says: '' };
    add({ match: held });
    add({ match: { ...held, state: 'none' }, answered: 400 });
    add({ answered: null, waitsUntil: new Date(noon + hour).toISOString() });
    expect(ids({ state: 'held' })).toEqual(['1']);
    expect(ids({ state: 'none' })).toEqual(['2']);
    expect(ids({ state: 'refused' })).toEqual(['2']);
    expect(ids({ state: 'waiting', now: noon })).toEqual(['3']);
    expect(ids({ state: 'waiting', now: noon + 2 * hour })).toEqual([]);
  });

  test('leaves repeats out unless asked for, and counts them on the first', () => {
    const { id } = add({ digest: 'd'.repeat(64), trackingId: 's|T' });
    add({ digest: 'd'.repeat(64), trackingId: 's|T', duplicateOf: id });
    store.write(() => store.pushes.countRepeat(id));
    expect(ids({})).toEqual(['1']);
    expect(ids({ repeats: true })).toEqual(['2', '1']);
    expect(page()).toMatchObject({ total: 1, all: 2, pushes: [{ id: '1', repeats: 1 }] });
    expect(store.pushes.repeatsOf(id, 10).map((one) => one.id)).toEqual(['2']);
    expect(store.pushes.sameBytes('d'.repeat(64), 'T', 10).map((one) => one.id)).toEqual(['1']);
    // The first signs are looked up, the whole is compared.
    expect(store.pushes.sameBytes(`${'d'.repeat(63)}e`, 'T', 10)).toEqual([]);
    expect(store.pushes.sameBytes('d'.repeat(64), undefined, 10)).toEqual([]);
  });
});

describe('a window', () => {
  test('is newest first by arrival, by local days, and only as large as asked for', () => {
    for (const hours of [0, 30, 11, 13, 40]) add({ at: new Date(noon + hours * hour).toISOString() });
    const first = page({ limit: 2 });
    expect(first.pushes.map(({ id }) => id)).toEqual(['5', '2']);
    expect(first.days).toEqual([
      { day: '2026-10-03', count: 1 },
      { day: '2026-10-02', count: 2 },
      { day: '2026-10-01', count: 2 },
    ]);
    expect(page({ offset: 2, limit: 10 }).pushes.map(({ id }) => id)).toEqual(['4', '3', '1']);
    // Two hours east of UTC the one at 23:00 came on the next day.
    expect(page({ zone: 120 }).days.map(({ count }) => count)).toEqual([1, 3, 1]);
    expect(page({ zone: -840 }).days[0]).toEqual({ day: '2026-10-02', count: 2 });
  });

  test('is the same whether a few fit or many', () => {
    store.write(() => {
      for (let n = 0; n < 2_003; n += 1) {
        const at = new Date(noon + (n % 100) * hour).toISOString();
        const push = {
          at,
          storedAt: at,
          kind: 'submission' as const,
          title: `No ${n}`,
          answered: 200,
          exchangeId: '1',
        };
        store.pushes.add({ ...push, attachments: [], findings: [] });
      }
    });
    const many = page({ zone: 330, limit: 60 });
    expect(page({ zone: 330, limit: 60, text: 'no' })).toEqual(many);
    expect(many.total).toBe(2_003);
    expect(many.days.reduce((sum, { count }) => sum + count, 0)).toBe(2_003);
    expect(many.pushes[0]?.at).toBe(new Date(noon + 99 * hour).toISOString());
    const before = store.pushes.list(3, { before: '11' }).map(({ id }) => id);
    expect(before).toEqual(['10', '9', '8']);
    store.write(() => {
      for (let id = 1; id <= 4; id += 1) store.pushes.remove(String(id));
    });
    const fewer = page({ zone: 330, limit: 60 });
    expect(fewer.total).toBe(1_999);
    expect(fewer.pushes).toEqual(many.pushes.filter(({ id }) => Number(id) > 4).slice(0, fewer.pushes.length));
  });
});

test('fields are laid over a record as it is by now; of one that is gone nothing is written', () => {
  const { id } = add({ answered: null });
  const match = { state: 'matched' as const, taskId: '7', by: [], says: 'x' };
  store.write(() => store.pushes.patch(id, { match }));
  store.write(() => store.pushes.patch(id, { answered: 200 }));
  expect(store.pushes.get(id)).toMatchObject({ answered: 200, match });
  expect(store.pushes.ofTask('7', 10)).toHaveLength(1);
  expect(store.write(() => store.pushes.remove(id))).toBe(true);
  const seq = store.changes.last();
  expect(store.write(() => store.pushes.patch(id, { answered: 400 }))).toBeUndefined();
  store.write(() => store.pushes.put({ ...add(), id }));
  expect(store.pushes.get(id)).toBeUndefined();
  expect(store.changes.last()).toBe(seq + 1); // the one that was added
});

test('noting how a push was answered leaves what others wrote to it', () => {
  const { id } = add({ answered: null, answer: { how: 'ask', rule: 'late', delayMs: 5 } });
  store.write(() => store.pushes.patch(id, { repeats: 2 }));
  store.write(() => store.pushes.settle(id, { answer: { how: 'accept' }, answered: 202, answeredAt: 'now' }));
  expect(store.pushes.get(id)).toMatchObject({
    repeats: 2,
    answer: { how: 'accept' },
    answered: 202,
    answeredAt: 'now',
  });
  expect(store.pushes.get(id)?.answer).toEqual({ how: 'accept' });
  store.write(() => store.pushes.settle(id, { answer: { how: 'accept', dropped: true } }));
  expect(store.pushes.get(id)).toMatchObject({ answered: 202, answer: { how: 'accept', dropped: true } });
  store.write(() => store.pushes.settle(id, { answer: { how: 'reject' }, answered: 400 }));
  expect(ids({ state: 'refused' })).toEqual([id]);
  store.write(() => store.pushes.settle('99', { answer: { how: 'accept' } }));
});

test('what was promised counts until it is noted what became of it', () => {
  const { id } = add({ answered: null, promised: 400 });
  expect(ids({ state: 'refused' })).toEqual([id]);
  store.write(() => store.pushes.settle(id, { answer: { how: 'reject', unanswered: 'sender-gone' } }));
  expect(store.pushes.get(id)).not.toHaveProperty('promised');
  expect(ids({ state: 'refused' })).toEqual([]);
  const { id: other } = add({ answered: null, promised: 400 });
  store.write(() => store.pushes.settle(other, { answer: { how: 'status' }, answered: 200, answeredAt: 'now' }));
  expect(store.pushes.get(other)).not.toHaveProperty('promised');
  expect(ids({ state: 'refused' })).toEqual([]);
});

test('a push names a Task of ours by any of its three names', () => {
  const task = { side: 'sent', baseUrl: 'b', taskId: 't', status: 'requested' };
  const of = (names: object, taskId: string) =>
    store.write(() => store.tasks.add({ ...task, taskId, ...names } as TaskRecord)).id;
  const first = of({ trackingId: 's|T-1', claim: 's|C-1' }, 'a');
  const second = of({ claim: 's|C-1' }, 'b');
  expect(store.tasks.named(['T-1', 'nobody'], 5).map(({ id }) => id)).toEqual([first]);
  expect(store.tasks.named(['C-1'], 5).map(({ id }) => id)).toEqual([second, first]);
  expect(store.tasks.named(['nobody'], 5)).toEqual([]);
});
