import { expect, test, vi } from 'vitest';
import { storyOf } from '../../../main/services/inbox/story.ts';
import { answerByHand } from '../../../main/services/answers-by-hand.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { cleanUp, unwrap, until } from '../../fakes/ports.ts';
import { answering, body, issueOf, keep, pushOf, settled, submit, underWay } from './answering.ts';
import { openReceiver } from './open-receiver.ts';

/** As if the process died before it noted what it had answered: the sender has its answer, the record says nothing of it. */
const dieBeforeNoting = (store: Store) => vi.spyOn(store.pushes, 'settle').mockImplementation(() => undefined);

/** The store as the next process finds it. */
function openAgain(folder: string): Store {
  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  return store;
}

test.each([
  ['a good one', body, 200, []],
  ['one that is refused', '{"resourceType":"Parameters"}', 400, ['1']],
])('what was promised is on record with the push itself: %s', async (_, sent, status, refused) => {
  const opened = await openReceiver();
  dieBeforeNoting(opened.store);
  const answer = await opened.send(submit, { body: sent });
  expect([answer.status, issueOf(answer.text).severity]).toEqual([status, status === 200 ? 'information' : 'error']);
  await opened.close();
  const { pushes, ...store } = openAgain(opened.folder);
  const push = unwrapped(pushes.get('1'));
  expect([push.answered, push.promised, push.answeredAt]).toEqual([null, status, undefined]);
  expect(pushes.list(5, { state: 'refused' }).map(({ id }) => id)).toEqual(refused);
  expect(storyOf({ ...store, pushes }, push).timeline).toContainEqual(
    expect.objectContaining({ kind: 'answer', title: `Promised ${status}; that it went out is not noted`, status }),
  );
});

test('what is answered late is promised until it has gone out', async () => {
  const opened = await answering({ answer: 'reject', delayMs: 60_000 });
  const answer = underWay(opened);
  expect(await until(() => pushOf(opened.store))).toMatchObject({ answered: null, promised: 400 });
  await until(() => opened.clock.next());
  await opened.clock.advance(60_000);
  expect((await answer).status).toBe(400);
  await settled(opened.store);
  expect(pushOf(opened.store)).not.toHaveProperty('promised');
});

test.each([
  ['nothing while a person is asked, then what the person chose', { answer: 'status', status: 409 } as const, 409],
  ['nothing while a person is asked, then what the guide says', undefined, 200],
])('promised is %s', async (_, wish, status) => {
  const clock = createFakeClock();
  const opened = await openReceiver(undefined, { clock });
  const { store } = opened;
  keep(store, { answer: 'ask', delayMs: 60_000 });
  dieBeforeNoting(store);
  const answer = underWay(opened);
  const push = await until(() => (pushOf(store)?.waitsUntil ? pushOf(store) : undefined));
  expect(push).not.toHaveProperty('promised');
  await until(() => clock.next());
  if (wish) {
    store.write(() => store.roles.put({ id: 'receiver', running: true }));
    unwrap(answerByHand({ store, ports: { clock } }, { id: push.id, ...wish }));
  } else await clock.advance(60_000);
  expect((await answer).status).toBe(status);
  expect(pushOf(store)).toMatchObject({ answered: null, promised: status });
});

test('nothing is promised where the connection is to be ended', async () => {
  const { receiver, store } = await answering({ answer: 'accept', drop: true });
  await expect(
    fetch(`http://127.0.0.1:${receiver.port}${submit}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/fhir+json' },
    }),
  ).rejects.toThrow();
  const push = await until(() => (pushOf(store)?.answer?.dropped ? pushOf(store) : undefined));
  expect(push).not.toHaveProperty('promised');
});

function unwrapped<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none.');
  return value;
}
