import { isRefused } from '../../../../shared/cdex/push-thread.ts';
import { identifierSystem, identifierValue } from '../../../../shared/fhir/identifier.ts';
import type { Approach } from '../../../../shared/domain/approach.ts';
import type { MatchReason, Push } from '../../../../shared/domain/push.ts';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import type { Result } from '../../../ui/figures.tsx';
import { elideMiddle } from '../../../ui/format.ts';
import { reasonWords } from '../push-words.ts';

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
  /** Our id of the Task it leads to. */
  taskId?: string;
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

function hopOf(label: string, identifier: string | undefined, missing: string, note?: string): Hop {
  if (!identifier) return { label, value: 'none', note: missing, approach: 'none', known: false };
  return {
    label,
    value: identifierValue(identifier),
    note: note ?? identifierSystem(identifier) ?? 'no system',
    approach: 'none',
    whole: identifier,
    known: true,
  };
}

const surely: ReadonlySet<MatchReason> = new Set(['hand', 'tracking-id', 'admin-ref', 'subscription']);

/** How the push was joined to its Task. */
function taskJoint(push: Push): Joint {
  const { match } = push;
  if (match?.state !== 'matched') {
    const byHand = match?.by.includes('hand') ?? false;
    return {
      result: 'unchecked',
      words: match?.state !== 'held' ? 'not joined' : byHand ? 'taken off' : isRefused(push) ? 'refused' : 'held',
    };
  }
  const [reason] = match.by;
  if (reason === undefined) return { result: 'ok', words: 'joined' };
  return { result: surely.has(reason) ? 'ok' : 'warn', words: reasonWords[reason] };
}

/** Whether the member of the push is the one the Task is about. */
function memberJoint(memberId: string | undefined, asked: string | undefined, isJoined: boolean): Joint {
  if (!memberId) return { result: 'unchecked', words: 'not said' };
  if (!isJoined) return { result: 'unchecked', words: 'not compared' };
  if (!asked) return { result: 'unchecked', words: 'Task names none' };
  if (memberId === asked) return { result: 'ok', words: 'same' };
  return identifierValue(memberId) === identifierValue(asked)
    ? { result: 'ok', words: 'same value' }
    : { result: 'warn', words: 'member differs' };
}

const attachedWords = (attachTo: string | undefined): string =>
  attachTo === 'preauthorization' ? 'prior authorization' : (attachTo ?? 'not said');

function taskHop({ match }: Push, task: TaskRecord | undefined): Hop {
  if (task) {
    const { taskId, id, code } = task;
    return {
      label: 'Task',
      value: elideMiddle(taskId, 8, 4),
      whole: `Task/${taskId}`,
      note: code,
      approach: 'task',
      known: true,
      taskId: id,
    };
  }
  if (match?.state === 'matched')
    return { label: 'Task', value: 'no longer here', note: 'it was forgotten', approach: 'task', known: false };
  const note = match?.state === 'held' ? 'joined when it appears' : 'unsolicited, or not ours';
  return { label: 'Task', value: 'none joined', note, approach: 'task', known: false };
}

/** What a submission belongs to: its tracking id, the Task that asked for it, the claim that is about, and the member. */
export function chainOf(push: Push, task: TaskRecord | undefined): Chain {
  const { trackingId, adminRef, attachTo, memberId, attachments, serviceDate } = push;
  const lines = [...new Set(attachments.flatMap(({ lineItems }) => lineItems ?? []))];
  const about = [lines.length > 0 ? `lines ${lines.join(', ')}` : 'no lines', serviceDate].filter(Boolean).join(', ');
  const claim: Hop = task?.claim
    ? hopOf(attachTo === 'preauthorization' ? 'Prior authorization' : 'Claim', task.claim, '', about)
    : {
        label: 'Attached to',
        value: attachedWords(attachTo),
        note: about,
        approach: 'none',
        known: attachTo !== undefined,
      };
  const byReference = !trackingId && adminRef !== undefined;
  const member = hopOf('Member', memberId, 'the submission has none');
  const joined = memberJoint(memberId, task?.member, task !== undefined);
  return {
    hops: [
      {
        ...hopOf(byReference ? 'AdminRefNumber' : 'TrackingId', trackingId ?? adminRef, 'the submission has none'),
        approach: 'push',
      },
      taskHop(push, task),
      claim,
      joined.result === 'warn' && task?.member
        ? { ...member, note: `Task says ${identifierValue(task.member)}` }
        : member,
    ],
    joints: [
      taskJoint(push),
      task?.claim
        ? { result: 'ok', words: push.match?.by.includes('claim') ? 'tracked by it' : 'named by it' }
        : { result: 'unchecked', words: task ? 'Task names none' : 'not joined' },
      joined,
    ],
  };
}
