import { beforeEach, expect, test, vi } from 'vitest';
import { type PlacedPush, placePush } from '../../../../main/services/inbox/place-push.ts';
import { removePush } from '../../../../main/services/inbox/remove-push.ts';
import { storyOf } from '../../../../main/services/inbox/story.ts';
import { openStore, type Store } from '../../../../main/store/store.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../../fakes/ports.ts';

let store: Store;
beforeEach(() => {
  store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
});

const now = Date.UTC(2026, 9, 1, 12);
const at = new Date(now).toISOString();
const digest = (sign: string) => sign.repeat(64);

/** What the receiver does with a push: placed and kept in one transaction. */
function keep(more: Partial<Push>): { push: Push; placed: PlacedPush } {
  const push: Omit<Push, 'id'> = {
    at,
    storedAt: at,
    kind: 'submission',
    title: 'Submission',
    trackingId: 'https://payer.example/tracking|T-1',
    digest: digest('a'),
    answered: 200,
    exchangeId: '1',
    attachments: [],
    findings: [],
    ...more,
  };
  return store.write(() => {
    const placed = placePush(store, push, now);
    return { placed, push: store.pushes.add({ ...push, ...placed }) };
  });
}

test('the same for the same tracking id is a repeat, counted on the first, however often', () => {
  const { push: first, placed } = keep({});
  expect(placed.duplicateOf).toBeUndefined();
  expect(keep({}).placed.duplicateOf).toBe(first.id);
  expect(keep({}).placed.duplicateOf).toBe(first.id);
  expect(store.pushes.get(first.id)?.repeats).toBe(2);
  expect(store.pushes.list(10).map(({ id }) => id)).toEqual([first.id]);
  expect(storyOf(store, first).repeats).toHaveLength(2);
});

test('the same for another tracking id, or something else for the same, is no repeat', () => {
  keep({});
  expect(keep({ trackingId: 'https://payer.example/tracking|T-2' }).placed.duplicateOf).toBeUndefined();
  expect(keep({ digest: digest('b') }).placed.duplicateOf).toBeUndefined();
  expect(keep({ trackingId: 'https://other.example|T-1' }).placed.duplicateOf).toBeUndefined();
});

test('what was refused comes for the first time when it is sent again', () => {
  keep({ answered: 400 });
  keep({ answered: null, answer: { how: 'reject' } });
  expect(keep({}).placed.duplicateOf).toBeUndefined();
});

test('a Bundle without a tracking id is a repeat of the same Bundle; what was not understood never is', () => {
  const bundle: Partial<Push> = { kind: 'bundle', trackingId: undefined };
  const { push } = keep(bundle);
  expect(keep(bundle).placed).toMatchObject({ duplicateOf: push.id, match: { state: 'none' } });
  const odd: Partial<Push> = { kind: 'unexpected', trackingId: undefined };
  keep(odd);
  expect(keep(odd).placed.duplicateOf).toBeUndefined();
});

test('a repeat says nothing about coming late; a later submission does', () => {
  keep({});
  expect(keep({}).placed.findings).toBeUndefined();
  const late = keep({ digest: digest('c') }).placed;
  expect(late.findings).toMatchObject([{ rule: 'final', severity: 'information' }]);
  // To another payer it is the first one.
  keep({ payerId: 'P-1', digest: digest('d') });
  expect(keep({ trackingId: 'x|T-9', payerId: 'P-1' }).placed.findings).toBeUndefined();
});

test('findings that are there stay in front', () => {
  keep({});
  const own = { rule: 'CONF-002', severity: 'warning' as const, path: '', message: 'No code.' };
  expect(keep({ digest: digest('e'), findings: [own] }).placed.findings?.[0]).toEqual(own);
});

test('of a removed first the oldest repeat takes the place, with its match; of a removed repeat one less is counted', async () => {
  const match = { state: 'matched' as const, taskId: '3', by: [], says: 'x' };
  const { push: first } = keep({});
  store.write(() => store.pushes.patch(first.id, { match }));
  const [second, third, fourth] = [keep({}).push, keep({}).push, keep({}).push];
  await removePush(store, fourth);
  expect(store.pushes.get(first.id)?.repeats).toBe(2);
  await removePush(store, store.pushes.get(first.id) as Push);
  expect(store.pushes.list(10)).toMatchObject([{ id: second.id, repeats: 1, match }]);
  expect(store.pushes.list(10)[0]).not.toHaveProperty('duplicateOf');
  expect(store.pushes.get(third.id)?.duplicateOf).toBe(second.id);
  expect(store.audit.list(10).map(({ request }) => request)).toEqual([
    `delete push ${first.id}, a submission with tracking id T-1`,
    `delete push ${fourth.id}, a submission with tracking id T-1`,
  ]);
});

test('a first that came again without end is forgotten in steps, and its repeats are told of the new first', async () => {
  const { push: first } = keep({});
  store.write(() => {
    for (let n = 0; n < 1_050; n += 1) keep({});
  });
  const write = vi.spyOn(store, 'write');
  await removePush(store, store.pushes.get(first.id) as Push);
  expect(write.mock.calls.length).toBeGreaterThan(5);
  const [next, ...others] = store.pushes.list(2_000);
  expect(next).toMatchObject({ repeats: 1_049 });
  expect(others).toEqual([]);
  expect(store.pushes.repeatsOf(next?.id ?? '', 2_000)).toHaveLength(1_049);
  expect(store.pushes.get(first.id)).toBeUndefined();
  await removePush(store, first); // somebody else did already
  expect(store.pushes.list(10)).toHaveLength(1);
});

test('a dropped connection is told as what it was', () => {
  const { push } = keep({ answered: null, answer: { how: 'accept', dropped: true, rule: 'cut' } });
  const { timeline } = storyOf(store, push);
  expect(timeline.find(({ kind }) => kind === 'answer')).toMatchObject({
    title: 'The connection was ended without an answer',
    detail: 'by the rule cut',
    status: null,
  });
});
