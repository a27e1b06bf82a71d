import type { Task } from '@medplum/fhirtypes';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';

/** What a Task says of itself on a way that is not the usual one; by these words a restart knows where it stands. */
export const words = {
  held: 'On hold: a signature is missing in the record',
  resumed: 'Taken up again after the hold',
  reopened: 'Reopened: more data have come in',
  again: '; completed once more',
} as const;

/** The statuses the provider may leave by itself. */
export const moving = ['requested', 'accepted', 'in-progress', 'on-hold', 'completed'] as const;

/** Whether the provider has something to do on a Task by itself: on hold it takes up what it put there, completed what it reopens. */
export function isMoving({ status, businessStatus }: Task, faults: readonly FaultName[]): boolean {
  switch (status) {
    case 'requested':
    case 'accepted':
      return true;
    case 'in-progress':
      return !faults.includes('task-stalls');
    case 'on-hold':
      return businessStatus?.text === words.held;
    case 'completed':
      return faults.includes('task-reopens') && !businessStatus?.text?.endsWith(words.again);
    default:
      return false;
  }
}

/** Whether a Task in progress still has a hold before it. */
export const willBeHeld = ({ businessStatus }: Task, faults: readonly FaultName[]): boolean =>
  faults.includes('task-holds') && businessStatus?.text !== words.resumed && businessStatus?.text !== words.reopened;

/** A change of status with the sentence that goes with it. */
export interface Move {
  status: 'accepted' | 'in-progress' | 'on-hold' | 'completed' | 'rejected' | 'failed';
  /** For businessStatus on the way, for statusReason when it ends badly. */
  text: string;
}

/** The Task after a move. `at` is in milliseconds. */
export function moved(task: Task, { status, text }: Move, at: number, more: Partial<Task> = {}): Task {
  const ended = status === 'rejected' || status === 'failed';
  const { statusReason: _, ...rest } = task;
  return {
    ...rest,
    ...more,
    status,
    lastModified: new Date(at).toISOString(),
    businessStatus: { text: ended ? `Ended: ${status}` : text },
    ...(ended ? { statusReason: { text } } : {}),
  };
}
