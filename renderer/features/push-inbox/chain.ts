import { identifierSystem, identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Approach } from '../../../shared/domain/approach.ts';
import type { Push } from '../../../shared/domain/push.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import type { Result } from '../../ui/figures.tsx';

/** One box of the correlation chain. */
export interface Hop {
  label: string;
  value: string;
  note: string;
  approach: Approach;
  /** The whole identifier. */
  whole?: string;
  /** False for a thing we know nothing of. */
  known: boolean;
}

/** How surely two boxes belong together. */
export interface Joint {
  result: Result;
  words: string;
}

/** Boxes and the joints between them: one joint less than boxes. */
export interface Chain {
  hops: Hop[];
  joints: Joint[];
}

function hopOf(label: string, identifier: string | undefined, approach: Approach, missing: string): Hop {
  if (!identifier) return { label, value: 'none', note: missing, approach, known: false };
  return {
    label,
    value: identifierValue(identifier),
    note: identifierSystem(identifier) ?? 'no system',
    approach,
    whole: identifier,
    known: true,
  };
}

/** Tasks of ours that are about the same member: a hint, not a join. */
const aboutMember = (tasks: readonly TaskRecord[], memberId: string | undefined): TaskRecord[] =>
  memberId === undefined ? [] : tasks.filter(({ member }) => member === memberId);

/**
 * What a submission says it belongs to, as far as it is known here. No Task of ours asks for attachments yet, so none is joined; the
 * joint says so instead of leaving a blank.
 */
export function chainOf(push: Push, tasks: readonly TaskRecord[]): Chain {
  const { trackingId, attachTo, memberId, attachments, serviceDate } = push;
  const tracked = hopOf('TrackingId', trackingId, 'push', 'the submission has none');
  const same = aboutMember(tasks, memberId);
  const lines = [...new Set(attachments.flatMap(({ lineItems }) => lineItems ?? []))];
  const claim: Hop = {
    label: 'Attached to',
    value: attachTo === 'preauthorization' ? 'prior authorization' : (attachTo ?? 'not said'),
    note: [lines.length > 0 ? `lines ${lines.join(', ')}` : 'no lines', serviceDate].filter(Boolean).join(', '),
    approach: 'none',
    known: attachTo !== undefined,
  };
  const task: Hop = {
    label: 'Task',
    value: 'none joined',
    note: same.length > 0 ? `${same.length} of this member here` : 'unsolicited, or not ours',
    approach: 'task',
    known: false,
  };
  return {
    hops: [tracked, task, claim, hopOf('Member', memberId, 'none', 'the submission has none')],
    joints: [
      { result: 'unchecked', words: 'not joined' },
      { result: 'unchecked', words: 'not joined' },
      {
        result: claim.known && memberId ? 'ok' : 'unchecked',
        words: claim.known && memberId ? 'sent together' : 'not said',
      },
    ],
  };
}
