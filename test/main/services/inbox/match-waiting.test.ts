import { expect, test, vi } from 'vitest';
import { matchHeld } from '../../../../main/services/inbox/match-held.ts';
import { matchWaiting } from '../../../../main/services/inbox/match-waiting.ts';
import { storyOf } from '../../../../main/services/inbox/story.ts';
import { openStore } from '../../../../main/store/store.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../../fakes/ports.ts';

const at = '2026-10-01T12:00:00.000Z';
const tracking = 'https://payer.example/tracking|T-1';

const task: Omit<TaskRecord, 'id'> = {
  side: 'sent',
  partner: 'Lakeside',
  baseUrl: 'https://lakeside.example/r4',
  taskId: 't-1',
  code: 'attachment-request-code',
  asked: 'note',
  trackingId: tracking,
  status: 'requested',
  createdAt: at,
  updatedAt: at,
  versionCount: 0,
  pollCount: 0,
  profile: 'cdex',
  outputs: [],
  createExchangeId: '1',
};

function open() {
  const store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
  const push = (more: Partial<Push> = {}) =>
    store.pushes.add({
      at,
      storedAt: at,
      kind: 'submission',
      title: 'Submission',
      trackingId: tracking,
      answered: 200,
      exchangeId: '1',
      attachments: [],
      findings: [],
      ...more,
    });
  return { store, push };
}

test('of however many that wait for one name all are joined, and none that was taken away by hand', async () => {
  const { store, push } = open();
  store.write(() => {
    for (let n = 0; n < 600; n += 1) push({ match: { state: 'held', by: ['hand'], says: 'By hand.' } });
    for (let n = 0; n < 600; n += 1) push({ match: { state: 'held', by: [], says: 'Waits.' } });
    store.tasks.add(task);
  });
  expect(await matchWaiting(store, () => Date.parse(at))).toBe(600);
  const states = store.pushes.list(2_000).map(({ match }) => `${match?.state} ${match?.by.includes('hand')}`);
  expect(states.filter((one) => one === 'matched false')).toHaveLength(600);
  expect(states.filter((one) => one === 'held true')).toHaveLength(600);
});

test('a Task that is written joins the first of them at once and all the others soon, with turns for others in between', async () => {
  const { store, push } = open();
  store.write(() => {
    for (let n = 0; n < 1_300; n += 1) push({ match: { state: 'held', by: [], says: 'Waits.' } });
  });
  const joined = () => store.pushes.list(2_000, { state: 'matched' }).length;
  store.write(() => matchHeld(store, store.tasks.add(task), undefined, Date.parse(at)));
  const steps = [joined()];
  while (joined() < 1_300) {
    await new Promise((resolve) => setImmediate(resolve));
    if (joined() > (steps.at(-1) ?? 0)) steps.push(joined());
  }
  expect(steps[0]).toBeGreaterThan(0);
  expect(steps.length).toBeGreaterThan(4);
});

test('a store that closes meanwhile is no trouble: the next console joins the rest', async () => {
  const { store, push } = open();
  store.write(() => {
    for (let n = 0; n < 300; n += 1) push({ match: { state: 'held', by: [], says: 'Waits.' } });
  });
  const write = vi.spyOn(store, 'write').mockImplementation(() => {
    throw new Error('The store is closed.');
  });
  matchHeld(
    { ...store, pushes: { ...store.pushes, heldFor: store.pushes.heldFor, patch: () => undefined } },
    { ...task, id: '1' },
    undefined,
    0,
  );
  await expect.poll(() => write.mock.calls.length).toBeGreaterThan(0);
});

test('the story of a thread whose submissions came again without end stays one that can be read', () => {
  const { store, push } = open();
  const firsts = store.write(() =>
    Array.from({ length: 5 }, () => {
      const first = push({ repeats: 300 });
      for (let n = 0; n < 300; n += 1) push({ duplicateOf: first.id });
      return first;
    }),
  );
  const { timeline, repeats } = storyOf(store, firsts[0] as Push);
  expect(repeats).toHaveLength(300);
  expect(timeline.filter(({ kind }) => kind === 'push')).toHaveLength(5);
  expect(timeline.filter(({ kind }) => kind === 'repeat')).toHaveLength(800);
});
