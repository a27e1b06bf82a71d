import type { TaskDetail, TaskRecord } from '../../shared/domain/task.ts';

/** A Task's record and its history, each count and `last...` following from the versions and polls given. */
export function taskDetail(
  task: Omit<TaskDetail, 'side' | 'versionCount' | 'pollCount'> & Partial<TaskDetail>,
): TaskDetail {
  const [lastVersion, lastPoll] = [task.versions.at(-1), task.polls.at(-1)];
  return {
    side: 'sent',
    ...task,
    versionCount: task.versions.length,
    pollCount: task.polls.length,
    ...(lastVersion ? { lastVersion } : {}),
    ...(lastPoll ? { lastPoll } : {}),
  };
}

/** The record alone, as lists get it. */
export function recordOnly({ versions: _versions, polls: _polls, ...record }: TaskDetail): TaskRecord {
  return record;
}
