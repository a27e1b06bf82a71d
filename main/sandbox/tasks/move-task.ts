import type { Task } from '@medplum/fhirtypes';

/** The statuses this provider leaves by itself. */
export const moving = ['requested', 'accepted', 'in-progress'] as const;

/** Whether the provider still has something to do on a Task. */
export const isMoving = ({ status }: Task): boolean => (moving as readonly string[]).includes(status ?? '');

/** A change of status with the sentence that goes with it. */
export interface Move {
  status: 'accepted' | 'in-progress' | 'completed' | 'rejected' | 'failed';
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
