import { expect, test } from 'vitest';
import { json } from '../../fakes/partner/partner.ts';
import { minute, startMany } from './many-tasks.ts';

const stranger = (id: string) => ({ resourceType: 'Task', id, intent: 'order', status: 'completed' });
const searchset = (...tasks: object[]) =>
  json(200, { resourceType: 'Bundle', type: 'searchset', entry: tasks.map((resource) => ({ resource })) });

test('Tasks nobody asked for among those that were: told of each poll, and nothing of them is kept', async () => {
  const { server, advance, run } = await startMany({ count: 3 });
  server.change('t2', { status: 'accepted' });
  const asked = ['t1', 't2', 't3'].map((id) => server.tasks.get(id)?.versions.at(-1) ?? {});
  // One of those asked for comes twice: that is no stranger.
  server.on('GET /Task', searchset(stranger('s1'), ...asked, asked[0] as object, ...['s2', 's3', 's4'].map(stranger)));
  await advance(1 * minute);
  const tasks = await run('tasks.list', {});
  expect(tasks.map(({ taskId, status }) => `${taskId} ${status}`).sort()).toEqual([
    't1 requested',
    't2 accepted',
    't3 requested',
  ]);
  for (const { lastPoll } of tasks)
    expect(lastPoll).toMatchObject({
      together: 3,
      result: expect.stringMatching(/^(unchanged|new-version)$/),
      problem: 'The answer to a search by _id held Tasks nobody asked for (Task.id s1, s2, s3 and 1 more), left aside.',
      next: expect.stringMatching(/^Ask the partner/),
    });
});

test('nothing but a Task nobody asked for: told of the polls one by one that follow', async () => {
  const { server, advance, run } = await startMany({ count: 3 });
  server.on('GET /Task', searchset(stranger('s1')));
  await advance(1 * minute);
  const tasks = await run('tasks.list', {});
  expect(tasks.map(({ status }) => status)).toEqual(['requested', 'requested', 'requested']);
  for (const { lastPoll } of tasks) {
    expect(lastPoll).toMatchObject({ result: 'unchanged', problem: expect.stringContaining('(Task.id s1)') });
    expect(lastPoll?.together).toBeUndefined();
  }
  await advance(5 * minute);
  for (const { lastPoll } of await run('tasks.list', {})) expect(lastPoll?.problem).toBeUndefined();
});
