import { expect, test } from 'vitest';
import { forgetWaiting } from '../../../main/receiver/deliver.ts';
import { openStore } from '../../../main/store/store.ts';
import { throwAwayFolder, unwrap } from '../../fakes/ports.ts';

test('of however many senders a receiver kept waiting when it died, none is shown as waiting', () => {
  const store = unwrap(openStore(throwAwayFolder()));
  const at = '2026-11-22T10:00:00.000Z';
  const push = { kind: 'submission' as const, title: 'One', attachments: [], findings: [], exchangeId: '1' };
  store.write(() => {
    for (let n = 0; n < 1_200; n += 1)
      store.pushes.add({ ...push, at, storedAt: at, answered: null, waitsUntil: '2026-11-22T10:01:00.000Z' });
  });
  forgetWaiting(store);
  expect(store.pushes.list(1, { state: 'waiting', now: 0, repeats: true })).toEqual([]);
  expect(new Set(store.pushes.list(2_000).map(({ answer }) => answer?.unanswered))).toEqual(new Set(['receiver-died']));
  store.close();
});
