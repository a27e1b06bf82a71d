import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { call } from '../../api/call.ts';

/** The newest Task resource as the partner wrote it. */
export interface TaskResource {
  exchangeId: string;
  resource?: unknown;
  failure?: Failure;
}

/** Reads the Task resource out of the exchange that brought its newest version; the one before stays until the next is read. */
export function useTaskResource(task: TaskRecord): TaskResource | undefined {
  const exchangeId = task.lastVersion?.exchangeId ?? task.createExchangeId;
  const entry = /^\/entry\/(\d+)\/resource$/.exec(task.lastVersion?.pointer ?? '')?.[1];
  const [state, setState] = useState<TaskResource>();
  useEffect(() => {
    let left = false;
    // A Task read together with others stands in a Bundle.
    const input = entry === undefined ? { exchangeId } : { exchangeId, index: Number(entry) };
    void call('queries.entry', input).then((reply) => {
      if (left) return;
      setState(reply.ok ? { exchangeId, resource: reply.value.resource } : { exchangeId, failure: reply.error });
    });
    return () => {
      left = true;
    };
  }, [exchangeId, entry]);
  return state;
}
