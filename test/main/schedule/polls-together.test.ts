import { describe, expect, test } from 'vitest';
import { json, outcome } from '../../fakes/partner/partner.ts';
import { minute, startMany } from './many-tasks.ts';

test('Tasks that are due together are asked for in one search, and each is noted as one of so many', async () => {
  const { server, advance, run, ids } = await startMany({ count: 5 });
  server.change('t2', { status: 'accepted' });
  await advance(1 * minute);
  expect(server.asked()).toEqual(['GET Task?_id=t1,t2,t3,t4,t5&_count=5']);
  const [first, second] = await Promise.all(ids.slice(0, 2).map((id) => run('tasks.get', { id })));
  expect(first?.polls).toMatchObject([{ result: 'unchanged', together: 5 }]);
  expect(second?.polls).toMatchObject([{ result: 'new-version', together: 5 }]);
  expect(second).toMatchObject({ status: 'accepted', etag: 'W/"2"' });
  const { exchangeId, pointer } = second?.lastVersion ?? {};
  expect([exchangeId, pointer]).toEqual([second?.polls[0]?.exchangeId, '/entry/1/resource']);
});

test('the version of a search is compared with one that came alone', async () => {
  const { server, advance, run, ids } = await startMany({ count: 3 });
  server.change('t1', { status: 'accepted' });
  await advance(1 * minute);
  expect(await run('tasks.diff', { id: ids[0] as string, from: '1', to: '2' })).toEqual([
    { path: 'Task.status', kind: 'changed', before: '"requested"', after: '"accepted"' },
  ]);
});

test.each([
  ['two are due', { count: 2 }],
  ['the server declares no search', { count: 4, interactions: ['read'] }],
  ['it declares no _id', { count: 4, searchParameters: ['status'] }],
  ['nothing is known of it', { count: 4, known: false }],
])('each is read by itself, with the ETag we hold, where %s', async (_, options) => {
  const { server, advance } = await startMany(options);
  await advance(1 * minute);
  const reads = server.seen.filter(({ url }) => !url.includes('metadata'));
  expect(reads.map(({ url }) => url).sort()).toEqual(
    Array.from({ length: options.count }, (_one, n) => `/fhir/Task/t${n + 1}`),
  );
  expect(reads.every(({ headers }) => headers['if-none-match'] === 'W/"1"')).toBe(true);
  expect(server.seen.some(({ url }) => url.includes('metadata'))).toBe(false); // never read just for that
});

test('a request asks for no more than fifty, and its address stays short', async () => {
  const { server, advance } = await startMany({ count: 120 });
  await advance(1 * minute);
  const asked = server.seen.map(({ url }) => new URL(url, server.origin).searchParams.get('_id')?.split(',').length);
  expect(asked.sort()).toEqual([20, 50, 50]);
  for (const { url } of server.seen) expect(url.length).toBeLessThan(2_000);
});

test('pages are followed until every Task that was asked for is there', async () => {
  const { server, advance, run } = await startMany({ count: 7, pageSize: 3 });
  await advance(1 * minute);
  expect(server.seen).toHaveLength(3);
  const tasks = await run('tasks.list', {});
  expect(tasks.map(({ lastPoll }) => [lastPoll?.result, lastPoll?.together])).toEqual(Array(7).fill(['unchanged', 7]));
});

test('a Task the answer leaves out is noted, and read by itself next time', async () => {
  const { server, advance, run, ids } = await startMany({ count: 4 });
  const kept = server.tasks.get('t3');
  server.tasks.delete('t3');
  await advance(1 * minute);
  const left = await run('tasks.get', { id: ids[2] as string });
  expect(left.polls).toMatchObject([
    { result: 'failed', together: 4, problem: expect.stringContaining('left this one out') },
  ]);
  expect(left.goneAt).toBeUndefined();
  if (kept) server.tasks.set('t3', kept);
  server.seen.length = 0;
  await advance(5 * minute);
  expect(server.asked().sort()).toEqual(['GET Task/t3', 'GET Task?_id=t1,t2,t4&_count=3']);
  expect((await run('tasks.get', { id: ids[2] as string })).lastPoll?.result).toBe('unchanged');
});

describe('a server that refuses such a search is asked Task by Task from then on', () => {
  test.each([
    ['400', json(400, outcome('error', 'No commas here.'))],
    ['403', json(403, outcome('error', 'Not yours.'))],
    ['an OperationOutcome', json(200, outcome('error', 'Not supported.'))],
    [
      'all Tasks it has, as one that does not look at _id',
      json(200, {
        resourceType: 'Bundle',
        type: 'searchset',
        entry: [{ resource: { resourceType: 'Task', id: 'other', intent: 'order', status: 'requested' } }],
      }),
    ],
  ])('it answers %s', async (_, script) => {
    const { server, advance, run } = await startMany({ count: 3 });
    server.on('GET /Task', script);
    await advance(1 * minute);
    const single = ['GET Task/t1', 'GET Task/t2', 'GET Task/t3'];
    expect(server.asked()[0]).toMatch(/_id=t1,t2,t3/);
    expect(server.asked().slice(1).sort()).toEqual(single);
    server.seen.length = 0;
    await advance(5 * minute);
    expect(server.asked().sort()).toEqual(single);
    const tasks = await run('tasks.list', {});
    expect(tasks.every(({ pollCount, lastPoll }) => pollCount === 2 && !lastPoll?.together)).toBe(true);
  });
});

test('a server that fails over several is asked for each next time', async () => {
  const { server, advance, run } = await startMany({ count: 3 });
  server.on('GET /Task', json(500, outcome('error', 'Too much.')));
  await advance(1 * minute);
  expect((await run('tasks.list', {})).map(({ lastPoll }) => lastPoll?.result)).toEqual(['failed', 'failed', 'failed']);
  await advance(5 * minute);
  expect((await run('tasks.list', {})).map(({ lastPoll }) => lastPoll?.result)).toEqual(Array(3).fill('unchanged'));
});

test('Tasks created one after the other are asked for together where their polls fall in the same second', async () => {
  const { server, advance, clock, run } = await startMany({ count: 0 });
  const { dataRequest } = await import('../services/task-partner.ts');
  for (let n = 0; n < 3; n += 1) {
    await clock.advance(200);
    await run('tasks.request', { partner: { connection: 'clinic' }, request: dataRequest });
  }
  server.seen.length = 0;
  await advance(61_000);
  expect(server.asked()).toEqual(['GET Task?_id=t1,t2,t3&_count=3']);
});
