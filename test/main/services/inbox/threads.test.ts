import { expect, test } from 'vitest';
import { submissionOf } from '../../receiver/submissions.ts';
import { openInbox, submissionWith, tracked } from './inbox-console.ts';

const note = (text: string) => [Buffer.from(text)];

test('submissions of a tracking id are one thread: open, then final, then over, each logged', async () => {
  const { ask, push, run } = await openInbox();
  await ask(tracked('T-1'), { multipleSubmits: true });
  const first = await push(submissionOf({ trackingId: 'T-1', documents: note('one'), final: false }));
  const thread = async () => (await run('inbox.story', { id: first.id })).thread;
  expect(await thread()).toEqual({
    trackingId: tracked('T-1'),
    state: 'open',
    pushIds: [first.id],
    multipleSubmits: true,
  });
  const second = await push(submissionOf({ trackingId: 'T-1', documents: note('two'), final: true }));
  expect(await thread()).toMatchObject({ state: 'final', pushIds: [first.id, second.id] });
  const third = await push(submissionOf({ trackingId: 'T-1', documents: note('three') }));
  expect(third.findings).toContainEqual(expect.objectContaining({ rule: 'final', severity: 'information' }));
  expect(third.answered).toBe(200);
  expect(await thread()).toMatchObject({ state: 'over', pushIds: [first.id, second.id, third.id] });
  const { timeline } = await run('inbox.story', { id: first.id });
  expect(timeline.filter(({ kind }) => kind === 'push').map(({ pushId }) => pushId)).toEqual([
    first.id,
    second.id,
    third.id,
  ]);
  expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted());
});

test('more announced than the request allowed is accepted, with a note', async () => {
  const { ask, push } = await openInbox();
  await ask(tracked('T-2'), { multipleSubmits: false });
  const came = await push(submissionOf({ trackingId: 'T-2', final: false }));
  expect(came.answered).toBe(200);
  expect(came.findings).toContainEqual(expect.objectContaining({ rule: 'multiple-submits', severity: 'information' }));
});

test('of an unknown request nothing is said about several submissions', async () => {
  const { push, run } = await openInbox();
  const came = await push(submissionOf({ trackingId: 'T-3', final: false }));
  expect(came.findings.map(({ rule }) => rule)).not.toContain('multiple-submits');
  expect((await run('inbox.story', { id: came.id })).thread).not.toHaveProperty('multipleSubmits');
});

test('what was refused is no part of the thread', async () => {
  const { push, run } = await openInbox();
  const bad = submissionWith('T-4');
  const refused = await push({ ...bad, parameter: bad.parameter.filter((one) => one.name !== 'MemberId') });
  expect(refused.answered).toBe(400);
  const good = await push(submissionOf({ trackingId: 'T-4' }));
  expect(good.findings.map(({ rule }) => rule)).not.toContain('final');
  expect((await run('inbox.story', { id: good.id })).thread?.pushIds).toEqual([good.id]);
  // It is on the timeline all the same, with how it was answered.
  const { timeline } = await run('inbox.story', { id: refused.id });
  expect(timeline.find(({ kind, pushId }) => kind === 'answer' && pushId === refused.id)).toMatchObject({
    status: 400,
  });
});

test('the same sent again is counted on the first and left out of the list; a refused one is sent for the first time', async () => {
  const { push, run } = await openInbox();
  const body = submissionOf({ trackingId: 'T-5' });
  const first = await push(body);
  const again = await push(body);
  expect(again).toMatchObject({ answered: 200, duplicateOf: first.id });
  expect(await run('inbox.list', {})).toMatchObject([{ id: first.id, repeats: 1 }]);
  const { repeats, timeline } = await run('inbox.story', { id: first.id });
  expect(repeats.map(({ id }) => id)).toEqual([again.id]);
  expect(timeline.filter(({ kind }) => kind === 'repeat')).toHaveLength(1);
  // The story of a repeat is that of the first.
  expect((await run('inbox.story', { id: again.id })).timeline).toEqual(timeline);
  await run('inbox.remove', { id: first.id });
  expect(await run('inbox.list', {})).toMatchObject([{ id: again.id }]);
  expect(await run('inbox.get', { id: again.id })).not.toHaveProperty('duplicateOf');
});
