import { isFinal, type TaskStatus } from '../../../../../shared/domain/task.ts';
import type { Segment } from '../../../../ui/segmented.tsx';

/** What can be said to a Task, in the order of the keys 1 to 6. */
export const ways: readonly { value: TaskStatus; label: string }[] = [
  { value: 'accepted', label: 'Accept' },
  { value: 'in-progress', label: 'In progress' },
  { value: 'on-hold', label: 'On hold' },
  { value: 'completed', label: 'Complete' },
  { value: 'rejected', label: 'Reject' },
  { value: 'failed', label: 'Fail' },
];

/** The same for a choice; a Task that has ended can also go back to its beginning. */
export const waysFor = (status: string): readonly Segment<TaskStatus>[] =>
  isFinal(status) ? [{ value: 'requested', label: 'Requested' }, ...ways] : ways;

const verbs: Readonly<Record<TaskStatus, string>> = {
  requested: 'Set it to requested',
  accepted: 'Accept',
  'in-progress': 'Set it in progress',
  'on-hold': 'Hold',
  completed: 'Complete',
  rejected: 'Reject',
  failed: 'Fail',
};

/** The words of the button that sends an answer. */
export function sendWords(status: TaskStatus, outputs: number): string {
  const verb = verbs[status];
  return outputs > 0 ? `${verb} with ${outputs} output${outputs === 1 ? '' : 's'}` : verb;
}

/** Reasons people often give, for a field that takes any. */
export const commonReasons = ['No matching results', 'Patient not found in this system', 'Purpose of use is missing'];
