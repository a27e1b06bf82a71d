import { describe, expect, test } from 'vitest';
import { json } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { dataRequest, startTaskPartner } from './task-partner.ts';

async function start() {
  const [here, server] = [openConsole(), await startTaskPartner()];
  return { ...here, server, partner: { baseUrl: server.baseUrl } };
}

const other = { resourceType: 'Task', id: 'task-9', status: 'completed', intent: 'order', description: 'Not ours.' };
/** Larger than what is held and looked at whole, so that its id is found in passing. */
const large = { contained: [{ resourceType: 'DocumentReference', id: 'd', description: 'x'.repeat(1_200_000) }] };

describe('the read of a Task that is answered with something else', () => {
  test.each([
    ['another Task', other, 'asked for was Task/task-1, its Task.id is task-9', 'Task.id'],
    ['another Task, a large one', { ...other, ...large }, 'its Task.id is task-9', 'Task.id'],
    ['another type', { resourceType: 'Patient', id: 'task-1' }, 'with Patient where the Task', 'resourceType'],
  ])('%s: says what, where and what to do, and leaves the Task as it was', async (_, body, message, where) => {
    const { run, refused, server, partner } = await start();
    const { id } = await run('tasks.request', { partner, request: dataRequest });
    const before = await run('tasks.get', { id });
    server.on('GET /Task/task-1', json(200, body, { etag: 'W/"77"' }));
    const failure = await refused('tasks.poll', { id });
    expect(failure).toMatchObject({
      code: 'not-fhir',
      httpStatus: 200,
      message: expect.stringContaining(message),
      next: expect.stringMatching(/^Ask the partner/),
      details: [expect.stringMatching(`^${where}: `)],
    });
    const after = await run('tasks.get', { id });
    const { message: problem, next, exchangeId = '' } = failure;
    expect(after.polls).toMatchObject([{ result: 'failed', problem, next, exchangeId, by: 'hand' }]);
    const { polls: _p, lastPoll: _l, pollCount: _c, ...known } = after;
    const { polls: _before, pollCount: _none, ...was } = before;
    expect(known).toEqual(was);
    const kept = await run('exchanges.get', { id: exchangeId });
    expect(kept).toMatchObject({ status: 200, outcome: 'ok', response: { headers: expect.any(Array) } });
    expect(kept.response.bodyBytes).toBe(JSON.stringify(body).length);
  });

  test('a Task that is taken up: nothing is kept under the id that was asked for', async () => {
    const { run, refused, server, partner } = await start();
    server.on('GET /Task/task-1', json(200, other));
    expect(await refused('tasks.adopt', { partner, taskId: 'task-1' })).toMatchObject({ code: 'not-fhir' });
    expect(await run('tasks.list', {})).toEqual([]);
  });

  test('one without an id is taken for the Task', async () => {
    const { run, server, partner } = await start();
    const { id } = await run('tasks.request', { partner, request: dataRequest });
    const { id: _left, ...bare } = server.task.current();
    server.on('GET /Task/task-1', json(200, { ...bare, status: 'accepted', meta: { versionId: '2' } }));
    expect(await run('tasks.poll', { id })).toMatchObject({ status: 'accepted', versionCount: 2 });
  });
});
