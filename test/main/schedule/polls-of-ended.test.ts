import { describe, expect, test } from 'vitest';
import { taskStatuses } from '../../../shared/domain/task.ts';
import { isFigureStep } from '../../../shared/cdex/status-figure.ts';
import { json, outcome } from '../../fakes/partner/partner.ts';
import { hour, minute, startMany } from './many-tasks.ts';

const one = async () => {
  const started = await startMany({ count: 1 });
  const id = started.ids[0] as string;
  return { ...started, id, get: () => started.run('tasks.get', { id }) };
};

describe('a Task the partner no longer has is shown as gone, and asked for no more', () => {
  test.each([404, 410])('%i', async (status) => {
    const { server, advance, get, run, id } = await one();
    server.on('GET /Task/t1', json(status, outcome('error', 'No such Task.')));
    await advance(minute);
    const gone = await get();
    expect(gone).toMatchObject({
      goneAt: '2026-10-01T12:01:00.000Z',
      status: 'requested',
      polls: [{ result: 'failed' }],
    });
    expect(gone.nextPollAt).toBeUndefined();
    await advance(3 * hour);
    expect(server.asked()).toHaveLength(1);
    // Whoever asks by hand may find it again; then it is polled again, an hour after that.
    server.on('GET /Task/t1', json(200, server.tasks.get('t1')?.versions[0] ?? {}));
    const back = await run('tasks.poll', { id });
    expect(back.goneAt).toBeUndefined();
    expect(back.nextPollAt).toBe('2026-10-01T16:01:00.000Z');
  });
});

test('another refusal does not make it gone', async () => {
  const { server, advance, get } = await one();
  server.on('GET /Task/t1', json(403, outcome('error', 'Not you.')));
  await advance(minute);
  expect((await get()).goneAt).toBeUndefined();
  expect((await get()).nextPollAt).toBeDefined();
});

test('a Task that was reopened is noticed when it is read by hand, says so, and is polled again (CONF-060)', async () => {
  const { server, advance, get, run, id } = await one();
  server.change('t1', { status: 'completed' });
  await advance(minute);
  expect((await get()).nextPollAt).toBeUndefined();
  await advance(2 * hour);
  server.change('t1', { status: 'in-progress' });
  const reopened = await run('tasks.poll', { id });
  expect(reopened.versions.at(-1)).toMatchObject({ status: 'in-progress', reopened: true, offFigure: true });
  // Just read: the next read by itself is an hour later, as late as this.
  expect(reopened.nextPollAt).toBe('2026-10-01T15:01:00.000Z');
  server.seen.length = 0;
  await advance(hour);
  expect(server.asked()).toEqual(['GET Task/t1']);
  server.change('t1', { status: 'completed' });
  await advance(hour);
  expect((await get()).nextPollAt).toBeUndefined();
  expect((await get()).versions.map(({ status }) => status)).toEqual([
    'requested',
    'completed',
    'in-progress',
    'completed',
  ]);
});

test('every step between two statuses is taken as it comes; what the figure lacks is flagged, never refused', async () => {
  const { server, run, id } = await one();
  for (const from of taskStatuses)
    for (const to of taskStatuses) {
      server.change('t1', { status: from });
      await run('tasks.poll', { id });
      server.change('t1', { status: to });
      const task = await run('tasks.poll', { id });
      const last = task.versions.at(-1);
      expect([from, to, task.status, last?.offFigure === true]).toEqual([
        from,
        to,
        to,
        from !== to && !isFigureStep(from, to),
      ]);
      expect(last?.reopened === true).toBe(
        ['completed', 'rejected', 'failed'].includes(from) && !['completed', 'rejected', 'failed'].includes(to),
      );
    }
  server.change('t1', { status: 'something-else' });
  expect((await run('tasks.poll', { id })).versions.at(-1)).toMatchObject({
    status: 'something-else',
    offFigure: true,
  });
});
