import { create } from 'zustand';
import type { FetchedOutputs } from '../../../shared/contract/tasks.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { runOperation } from '../../stores/operations.ts';

/** What came of fetching the outputs of a Task, as told by the last fetch of this page. */
export interface Fetching {
  outputs?: FetchedOutputs;
  failure?: Failure;
}

/** By our id of the Task. In memory only: the Task's record keeps where the contents are, this keeps what was found out about them. */
const useFetching = create<Readonly<Record<string, Fetching | undefined>>>()(() => ({}));

/** What the last fetch of a Task's outputs told, where this page fetched them. */
export const useFetched = (taskId: string): Fetching | undefined => useFetching((all) => all[taskId]);

/** The name of the operation that fetches a Task's outputs, for its progress. */
export const fetchName = (taskId: string): string => `fetch ${taskId}`;

/** Fetches every output of a Task; with `folder`, on a host that may write files, also into that folder. */
export async function fetchOutputs(taskId: string, folder?: string): Promise<Fetching> {
  const reply = await runOperation(fetchName(taskId), (operationId) =>
    call('tasks.fetch', { id: taskId, operationId, ...(folder === undefined ? {} : { folder }) }),
  );
  const before = useFetching.getState()[taskId];
  const next: Fetching = reply.ok ? { outputs: reply.value } : { outputs: before?.outputs, failure: reply.error };
  useFetching.setState({ [taskId]: next });
  return next;
}
