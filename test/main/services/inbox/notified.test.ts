import { expect, test } from 'vitest';
import { openConsole, until } from '../../../fakes/ports.ts';
import { startSubscriptionPartner } from '../subscriptions/subscription-partner.ts';

test('a notification belongs to the Task it tells of, by its subscription, and stands on the timeline of that Task', async () => {
  const [{ run }, server] = [openConsole(), await startSubscriptionPartner()];
  const partner = { baseUrl: server.baseUrl };
  await run('subscriptions.create', { partner });
  const { id: taskId } = await run('tasks.adopt', { partner, taskId: 't1' });
  await server.tell({ type: 'event-notification', since: '1', events: [['1', 'Task/t1']] });
  const joined = await until(async () => (await run('inbox.list', { taskId }))[0]);
  expect(joined).toMatchObject({
    kind: 'notification',
    match: { state: 'matched', by: ['subscription'], says: expect.stringMatching(/^Tells of Task t1/) },
  });
  const { timeline, thread } = await run('inbox.story', { id: joined.id });
  expect(thread).toBeUndefined();
  expect(timeline.find(({ kind }) => kind === 'notification')).toMatchObject({ pushId: joined.id, taskId });
  expect(timeline.some(({ kind }) => kind === 'request')).toBe(true);
  // A handshake tells of no Task.
  const [handshake] = (await run('inbox.list', {})).filter(({ notification }) => notification === 'handshake');
  expect(handshake?.match?.state).toBe('none');
});
