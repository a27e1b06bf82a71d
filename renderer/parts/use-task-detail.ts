import { useEffect, useState } from 'react';
import type { TaskDetail, TaskRecord } from '../../shared/domain/task.ts';
import { call } from '../api/call.ts';

/** A Task with its versions and polls, read again whenever its record changes; until it is read, with what the record itself tells. */
export function useTaskDetail(task: TaskRecord): TaskDetail {
  const [read, setRead] = useState<TaskDetail>();
  useEffect(() => {
    let left = false;
    void call('tasks.get', { id: task.id }).then((reply) => {
      if (!left && reply.ok) setRead(reply.value);
    });
    return () => {
      left = true;
    };
  }, [task]);
  const known = read?.id === task.id ? read : undefined;
  return {
    ...task,
    versions: known?.versions ?? (task.lastVersion ? [task.lastVersion] : []),
    polls: known?.polls ?? (task.lastPoll ? [task.lastPoll] : []),
  };
}
