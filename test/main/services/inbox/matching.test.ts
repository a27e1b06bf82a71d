import { expect, test } from 'vitest';
import { openConsole, until } from '../../../fakes/ports.ts';
import { submissionOf } from '../../receiver/submissions.ts';
import { openInbox, submissionWith, tracked } from './inbox-console.ts';

test('a push that answers a request is matched before it is answered', async () => {
  const { ask, push, run } = await openInbox();
  const taskId = await ask(tracked('T-1'));
  const came = await push(submissionOf({ trackingId: 'T-1' }));
  expect(came.match).toMatchObject({
    state: 'matched',
    taskId,
    by: ['tracking-id'],
    at: expect.any(String),
    says: expect.stringMatching(/^Belongs to Task task-1 .*: the tracking id is the same\.$/),
  });
  expect(await run('inbox.list', { taskId })).toEqual([came]);
  expect((await run('tasks.get', { id: taskId })).trackingId).toBe(tracked('T-1'));
});

test('a push nobody asked for is held, and joined when the request appears; the screen hears of it', async () => {
  const { ask, push, run, console } = await openInbox();
  const came = await push(submissionOf({ trackingId: 'T-2' }));
  expect(came.match).toMatchObject({ state: 'held', by: [] });
  expect((await run('inbox.page', { state: 'held' })).total).toBe(1);
  const heard: string[] = [];
  console.listen((event) => {
    if (event.type === 'change' && event.change.kind === 'push' && event.change.op === 'put')
      heard.push(`${event.change.id} ${event.change.record.match?.state}`);
  });
  const taskId = await ask(tracked('T-2'));
  expect((await run('inbox.get', { id: came.id })).match).toMatchObject({ state: 'matched', taskId });
  await until(() => heard.includes(`${came.id} matched`));
  expect((await run('inbox.page', { state: 'held' })).total).toBe(0);
  const { timeline } = await run('inbox.story', { id: came.id });
  const kinds = timeline.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['push', 'answer', 'request', 'version', 'match']));
  expect(timeline.find(({ kind }) => kind === 'match')).toMatchObject({ taskId, pushId: came.id });
});

test('a Task taken up, and one whose tracking id becomes known when it is read again, find what waits', async () => {
  const { ask, push, run, partner } = await openInbox();
  const came = await push(submissionOf({ trackingId: 'T-3' }));
  const id = await ask(tracked('other'), { trackingId: tracked('other') });
  expect((await run('inbox.get', { id: came.id })).match?.state).toBe('held');
  const request = (await run('tasks.get', { id })).taskId;
  await run('tasks.forget', { id });
  // Under the old id nothing fits; taking it up again changes nothing either.
  const again = await run('tasks.adopt', { partner, taskId: request });
  expect(again.trackingId).toBe(tracked('other'));
  expect((await run('inbox.get', { id: came.id })).match?.state).toBe('held');
});

test('the administrative reference number joins what has another tracking id', async () => {
  const { ask, push } = await openInbox();
  const taskId = await ask(tracked('asked'), { adminRef: 'https://payer.example/refs|R-9' });
  const reference = { name: 'AdminRefNumber', valueIdentifier: { system: 'https://payer.example/refs', value: 'R-9' } };
  const came = await push(submissionWith('own-1', [reference]));
  expect(came.adminRef).toBe('https://payer.example/refs|R-9');
  expect(came.match).toMatchObject({ state: 'matched', taskId, by: ['admin-ref'] });
});

test('under strict matching another system is another id; values alone join what waited', async () => {
  const { ask, push, run } = await openInbox();
  await run('receiver.change', { matching: 'strict' });
  const taskId = await ask('https://payer.example/other|T-4');
  const came = await push(submissionOf({ trackingId: 'T-4' }));
  expect(came.match).toMatchObject({ state: 'held', says: expect.stringContaining('matching is strict') });
  await run('receiver.change', { matching: 'value' });
  expect((await run('inbox.get', { id: came.id })).match).toMatchObject({
    state: 'matched',
    taskId,
    by: ['tracking-value'],
  });
});

test('another process asks: what its receiver did not get is joined by whoever records the request', async () => {
  const { push, run, ports, partner } = await openInbox();
  const came = await push(submissionOf({ trackingId: 'T-5' }));
  const other = openConsole({ dataFolder: ports.dataFolder, capabilities: ['environment'] });
  const { attachmentRequestByCode } = await import('../../../shared/cdex/requests.ts');
  const request = { ...attachmentRequestByCode(), trackingId: tracked('T-5') };
  await other.run('tasks.request', { partner: { ...partner, cdexVersion: 'ci' }, request });
  expect((await run('inbox.get', { id: came.id })).match?.state).toBe('matched');
});

test('by hand it is joined to any Task, named by our id or the server’s, and stays so', async () => {
  const { ask, push, run, refused } = await openInbox();
  const taskId = await ask(tracked('T-6'));
  const came = await push(submissionOf({ trackingId: 'unknown' }));
  expect(await run('inbox.candidates', { id: came.id })).toMatchObject([{ task: { id: taskId }, by: [] }]);
  const joined = await run('inbox.match', { id: came.id, task: 'task-1' });
  expect(joined.match).toMatchObject({ state: 'matched', taskId, by: ['hand'] });
  expect((await run('inbox.match', { id: came.id, task: taskId })).match).toMatchObject({ taskId });
  const undone = await run('inbox.match', { id: came.id, task: null });
  expect(undone.match).toMatchObject({ state: 'held', by: ['hand'] });
  // A request of its name appears, and it is left alone: a person decided.
  await ask(tracked('unknown'));
  expect((await run('inbox.get', { id: came.id })).match).toEqual(undone.match);
  const [likeliest] = await run('inbox.candidates', { id: came.id });
  expect(likeliest).toMatchObject({ by: ['tracking-id'], says: 'The tracking id is the same.' });
  expect((await refused('inbox.match', { id: came.id, task: 'nobody' })).code).toBe('not-found');
  expect((await refused('inbox.match', { id: '999', task: taskId })).code).toBe('not-found');
});

test('a member alone makes a candidate and no match', async () => {
  const { ask, push, run } = await openInbox();
  await ask(tracked('T-7'), { member: 'https://payer.example/members|M-77' });
  const came = await push(submissionOf({ trackingId: 'elsewhere' }));
  expect(came.match?.state).toBe('held');
  expect(await run('inbox.candidates', { id: came.id })).toMatchObject([
    { by: ['member'], says: 'The member is the same. That alone proves nothing.' },
  ]);
});
