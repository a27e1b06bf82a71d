import { create } from 'zustand';
import type { Reply } from '../../shared/contract/errors.ts';
import type { Progress } from '../../shared/contract/events.ts';
import { call } from '../api/call.ts';

/** Something under way that this page started: what is known of it, and when it began (milliseconds since the epoch). */
export interface Operation {
  operationId: string;
  startedAt: number;
  progress?: Progress;
  cancelling: boolean;
}

/** What is under way, by operation id. */
const useOperations = create<Readonly<Record<string, Operation | undefined>>>()(() => ({}));

/** Takes in a progress event; those of operations this page did not start are not shown. */
export function hearProgress(progress: Progress): void {
  const known = useOperations.getState()[progress.operationId];
  if (known) useOperations.setState({ [progress.operationId]: { ...known, progress } });
}

/**
 * Runs something long under an id of its own: `run` passes that id on as `operationId`. While it runs it is in the store, so that a
 * progress bar can show and cancel it; `name` is how the screen finds it (one at a time by a name).
 */
export async function runOperation<T>(
  name: string,
  run: (operationId: string) => Promise<Reply<T>>,
): Promise<Reply<T>> {
  const operationId = crypto.randomUUID();
  useOperations.setState({
    [operationId]: { operationId, startedAt: Date.now(), cancelling: false },
  });
  useRunning.setState({ [name]: operationId });
  try {
    return await run(operationId);
  } finally {
    useOperations.setState({ [operationId]: undefined });
    useRunning.setState((running) => (running[name] === operationId ? { [name]: undefined } : running));
  }
}

const useRunning = create<Readonly<Record<string, string | undefined>>>()(() => ({}));

/** The operation running under a name, if one is. */
export function useOperation(name: string): Operation | undefined {
  const id = useRunning((running) => running[name]);
  return useOperations((operations) => (id === undefined ? undefined : operations[id]));
}

/** Asks the host to stop it; the operation's own reply (`cancelled`) ends it. */
export async function cancelOperation(operationId: string): Promise<void> {
  const known = useOperations.getState()[operationId];
  if (!known || known.cancelling) return;
  useOperations.setState({ [operationId]: { ...known, cancelling: true } });
  await call('operations.cancel', { operationId });
}
