import { useEffect, useState } from 'react';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { call } from '../../../api/call.ts';
import { useRecord } from '../../../stores/records.ts';

/** A Task of ours by our id, also one older than the records at hand. Undefined until it is known, or where it was forgotten. */
export function useTask(id: string | undefined): TaskRecord | undefined {
  const record = useRecord('task', id);
  const [read, setRead] = useState<TaskRecord>();
  const isKnown = record !== undefined;
  useEffect(() => {
    if (id === undefined || isKnown) return;
    let left = false;
    void call('tasks.get', { id }).then((reply) => {
      if (!left && reply.ok) setRead(reply.value);
    });
    return () => {
      left = true;
    };
  }, [id, isKnown]);
  return record ?? (read?.id === id ? read : undefined);
}
