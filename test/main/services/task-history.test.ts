import { expect, test } from 'vitest';
import { mergeVersions } from '../../../shared/cdex/merge-versions.ts';
import type { TaskVersion } from '../../../shared/domain/task.ts';
import { json, outcome } from '../../fakes/partner/partner.ts';
import { startMany } from '../schedule/many-tasks.ts';

const one = async (options: Parameters<typeof startMany>[0] = { count: 1 }) => {
  const started = await startMany(options);
  const id = started.ids[0] as string;
  return { ...started, id };
};

test('versions that passed unseen are put in order, marked, and the figure is held against all of them', async () => {
  const { server, run, id } = await one({ count: 1, known: false });
  server.change('t1', { status: 'accepted' });
  server.change('t1', { status: 'in-progress' });
  server.change('t1', { status: 'on-hold' });
  server.change('t1', { status: 'completed' });
  const before = await run('tasks.poll', { id });
  // Steps of the figure lead there, so nothing is flagged while the versions between are not known.
  expect(before.versions.map(({ versionId, offFigure }) => [versionId, offFigure])).toEqual([
    ['1', undefined],
    ['5', undefined],
  ]);
  const task = await run('tasks.history', { id });
  expect(
    task.versions.map(({ versionId, status, byHistory, offFigure }) => [versionId, status, byHistory, offFigure]),
  ).toEqual([
    ['1', 'requested', undefined, undefined],
    ['2', 'accepted', true, undefined],
    ['3', 'in-progress', true, undefined],
    ['4', 'on-hold', true, undefined],
    ['5', 'completed', undefined, true],
  ]);
  expect(task.versions[4]?.exchangeId).toBe(before.versions[1]?.exchangeId); // as it was seen
  expect(task).toMatchObject({
    versionCount: 5,
    lastVersion: { versionId: '5', offFigure: true },
    status: 'completed',
  });
  expect(await run('tasks.diff', { id, from: '2', to: '3' })).toMatchObject([{ path: 'Task.status' }]);
  // Once more changes nothing.
  expect((await run('tasks.history', { id })).versions).toEqual(task.versions);
});

test('a gap is filled by itself, once, where the server declares histories', async () => {
  const { server, run, id } = await one();
  server.change('t1', { status: 'accepted' });
  server.change('t1', { status: 'in-progress' });
  const task = await run('tasks.poll', { id });
  expect(task.versions.map(({ versionId }) => versionId)).toEqual(['1', '2', '3']);
  expect(server.asked()).toEqual(['GET Task/t1', 'GET Task/t1/_history']);
  await run('tasks.poll', { id });
  expect(server.asked()).toHaveLength(3);
});

test('a history nobody declares is not asked for by itself, and one that fails costs the poll nothing', async () => {
  const { server, run, id } = await one({ count: 1, interactions: ['read'] });
  server.change('t1', { status: 'accepted' });
  server.change('t1', { status: 'in-progress' });
  await run('tasks.poll', { id });
  expect(server.asked()).toEqual(['GET Task/t1']);
  const other = await one();
  other.server.on('GET /Task/t1/_history', json(500, outcome('error', 'No.')));
  other.server.change('t1', { status: 'accepted' });
  other.server.change('t1', { status: 'in-progress' });
  const task = await other.run('tasks.poll', { id: other.id });
  expect(task).toMatchObject({ status: 'in-progress', versionCount: 2 });
  expect(await other.refused('tasks.history', { id: other.id })).toMatchObject({ code: 'server-error' });
});

test('a history in pages, beginning with the oldest, brings also what is newer than we knew', async () => {
  const { server, run, id } = await one();
  const version = (n: number, status: string) => ({
    resource: {
      resourceType: 'Task',
      id: 't1',
      intent: 'order',
      status,
      meta: { versionId: `${n}`, lastUpdated: `2026-10-01T12:0${n}:00Z` },
    },
  });
  const page = (entry: object[], next?: string) =>
    json(200, {
      resourceType: 'Bundle',
      type: 'history',
      entry,
      ...(next ? { link: [{ relation: 'next', url: next }] } : {}),
    });
  server.on(
    'GET /Task/t1/_history',
    page([version(1, 'requested'), version(2, 'rejected')], `${server.baseUrl}/history2`),
  );
  server.on('GET /history2', page([version(3, 'requested')]));
  const task = await run('tasks.history', { id });
  expect(task.versions.map(({ versionId, reopened }) => [versionId, reopened === true])).toEqual([
    ['1', false],
    ['2', false],
    ['3', true],
  ]);
  expect(task).toMatchObject({ status: 'requested', versionCount: 3, nextPollAt: expect.any(String) });
});

test('versions of megabytes are compared too, whichever of the two is large, their contents told by their size', async () => {
  const { server, run, id } = await one({ count: 1, known: false });
  const results = (size: number) => ({
    contained: [{ resourceType: 'Binary', id: 'results', data: 'A'.repeat(size) }],
  });
  server.change('t1', results(2_000_000));
  await run('tasks.poll', { id });
  server.change('t1', results(2_400_000));
  await run('tasks.poll', { id });
  const diff = (from: string, to: string) => run('tasks.diff', { id, from, to });
  const place = "Task.contained.where(id='results').data";
  const [small, large] = ['"(base64, 1,500,000 bytes)"', '"(base64, 1,800,000 bytes)"'];
  expect(await diff('2', '3')).toEqual([{ path: place, kind: 'changed', before: small, after: large }]);
  expect(await diff('3', '2')).toEqual([{ path: place, kind: 'changed', before: large, after: small }]);
  expect(await diff('1', '2')).toMatchObject([
    { path: 'Task.contained', kind: 'added', after: expect.stringContaining('bytes)') },
  ]);
  expect(await diff('2', '1')).toMatchObject([{ path: 'Task.contained', kind: 'removed' }]);
});

test('versions a server no longer tells of keep their place', () => {
  const version = (versionId: string, status: string): TaskVersion => ({
    versionId,
    status,
    at: `2026-10-01T12:0${versionId}:00Z`,
    seenAt: '2026-10-01T13:00:00Z',
    exchangeId: `seen ${versionId}`,
  });
  const told = ['3', '5'].map((id) => ({ ...version(id, 'in-progress'), exchangeId: 'history', byHistory: true }));
  const merged = mergeVersions([version('1', 'requested'), version('4', 'on-hold'), version('5', 'in-progress')], told);
  expect(merged.map(({ versionId, exchangeId }) => [versionId, exchangeId])).toEqual([
    ['1', 'seen 1'],
    ['4', 'seen 4'],
    ['3', 'history'],
    ['5', 'seen 5'],
  ]);
});
