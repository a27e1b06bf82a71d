import { expect } from 'vitest';
import type { TaskDetail, TaskRecord, VersionChange } from '../../../../shared/domain/task.ts';
import { get, refused } from '../host.ts';
import type { Case } from '../suite.ts';

export const taskWatchingCases: readonly Case[] = [
  {
    name: 'a Task somebody else created is taken up once, listed, and watched at the pace that is asked for',
    async run(host, { base }) {
      const partner = { baseUrl: base };
      const taken = await get<TaskDetail>(host, 'tasks.adopt', { partner, taskId: 't-watched' });
      expect(taken).toMatchObject({
        side: 'sent',
        profile: 'manual',
        status: 'completed',
        versions: [{ versionId: '4' }],
      });
      expect((await get<TaskDetail>(host, 'tasks.adopt', { partner, taskId: 't-watched' })).id).toBe(taken.id);
      const listed = await get<TaskRecord[]>(host, 'tasks.list', { side: 'sent' });
      expect(listed.filter(({ taskId }) => taskId === 't-watched')).toHaveLength(1);
      expect(listed.every((row) => !('versions' in row))).toBe(true);
      const watched = await get<TaskDetail>(host, 'tasks.watch', { id: 't-watched', partner, profile: 'hrex' });
      expect([watched.profile, watched.nextPollAt]).toEqual(['hrex', undefined]); // it has ended
      expect((await refused(host, 'tasks.adopt', { partner, taskId: 'nowhere' })).httpStatus).toBe(404);
      expect((await refused(host, 'tasks.watch', { id: 'nobody', profile: 'hrex' })).code).toBe('not-found');
    },
  },
  {
    name: 'versions that passed unseen are learned from the history, and any two are compared',
    async run(host, { base }) {
      const input = { id: 't-watched', partner: { baseUrl: base } };
      await get(host, 'tasks.adopt', { partner: input.partner, taskId: input.id });
      const task = await get<TaskDetail>(host, 'tasks.history', input);
      expect(
        task.versions.map(({ versionId, byHistory, offFigure }) => [versionId, byHistory === true, offFigure === true]),
      ).toEqual([
        ['2', true, false],
        ['3', true, true],
        ['4', false, true],
      ]);
      expect(await get(host, 'tasks.get', { id: task.id })).toMatchObject({ versionCount: 3, versions: task.versions });
      expect(await get<VersionChange[]>(host, 'tasks.diff', { ...input, from: '2', to: '3' })).toEqual([
        { path: 'Task.status', kind: 'changed', before: '"requested"', after: '"on-hold"' },
      ]);
      const unknown = await refused(host, 'tasks.diff', { ...input, from: '2', to: '9' });
      expect([unknown.code, unknown.next]).toEqual(['not-found', expect.stringContaining('2, 3, 4')]);
      for (const name of ['tasks.history', 'tasks.poll'])
        expect((await refused(host, name, { id: 'nobody' })).code).toBe('not-found');
    },
  },
];
