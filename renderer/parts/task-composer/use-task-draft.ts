import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { TaskDraft } from '../../../shared/contract/tasks.ts';
import type { TaskRequest } from '../../../shared/domain/task-request.ts';
import { call } from '../../api/call.ts';

/** The Task as it would be sent now, or why there is none. */
export interface DraftState {
  draft?: TaskDraft;
  failure?: Failure;
  /** True while what is shown is older than what is typed. */
  checking: boolean;
}

/** Pause in typing, in milliseconds, after which a draft is built. */
const pause = 250;

/** Builds and checks the Task of a request as it is typed. `request` must keep its identity while it says the same. */
export function useTaskDraft(connection: string | undefined, request: TaskRequest | undefined): DraftState {
  const [state, setState] = useState<DraftState>({ checking: false });
  useEffect(() => {
    if (!request || !connection) return setState({ checking: false });
    let left = false;
    setState((before) => ({ ...before, checking: true }));
    const timer = setTimeout(() => {
      void call('tasks.draft', { partner: { connection }, request }).then((reply) => {
        if (left) return;
        setState(reply.ok ? { draft: reply.value, checking: false } : { failure: reply.error, checking: false });
      });
    }, pause);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [connection, request]);
  return state;
}
