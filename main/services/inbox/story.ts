import { sayTask } from '../../../shared/cdex/match-push.ts';
import { sameThread, threadOf } from '../../../shared/cdex/push-thread.ts';
import { type Push, type PushStory, statusOf, type StoryEntry } from '../../../shared/domain/push.ts';
import type { TaskDetail, TaskVersion } from '../../../shared/domain/task.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Store } from '../../store/store.ts';

/** Pushes of one request that are told of. */
const most = 500;

type StoryStore = Pick<Store, 'exchanges' | 'pushes' | 'tasks'>;

/** A push with everything that belongs to it, on one timeline with the request that asked for it. */
export function storyOf(store: StoryStore, push: Push): PushStory {
  const { exchanges, pushes, tasks } = store;
  const first = (push.duplicateOf === undefined ? undefined : pushes.get(push.duplicateOf)) ?? push;
  const task = first.match?.taskId === undefined ? undefined : tasks.detail(first.match.taskId);
  const alike = first.trackingId ? pushes.ofTracking(identifierValue(first.trackingId), most) : [];
  const same = alike.filter((one) => sameThread(one, first));
  const thread = threadOf(same, task?.multipleSubmits);
  const related = [first, ...same, ...(task ? pushes.ofTask(task.id, most) : [])];
  const firsts = [...new Map(related.map((one) => [one.id, one])).values()].filter((one) => !one.duplicateOf);
  const repeats = pushes.repeatsOf(first.id, most);
  let room = most; // of all others together: each of them may have come again without end
  const others = firsts.flatMap((one) => {
    const again = one.id === first.id || !one.repeats || room === 0 ? [] : pushes.repeatsOf(one.id, room);
    room -= again.length;
    return again;
  });
  const timeline = [
    ...(task ? taskEntries(task, exchanges.get(task.createExchangeId)?.at) : []),
    ...[...firsts, ...repeats, ...others].flatMap(pushEntries),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { push, ...(thread ? { thread } : {}), timeline, repeats };
}

/** What is known of the request, from the instant our sending of it began: what its answer tells, and what it set off, may come before that is here. */
function taskEntries(task: TaskDetail, sentAt = task.createdAt): StoryEntry[] {
  const { id: taskId } = task;
  const created: StoryEntry = {
    at: sentAt,
    kind: 'request',
    title: `${sayTask(task)} sent to ${task.partner}`,
    ...(task.trackingId ? { detail: `Tracking id ${identifierValue(task.trackingId)}` } : {}),
    exchangeId: task.createExchangeId,
    taskId,
  };
  const versions = task.versions.map((one): StoryEntry => {
    const { at, theirs } = byOurClock(one, sentAt);
    const detail = [one.businessStatus, one.statusReason, theirs && `by their clock ${theirs}`];
    const said = detail.filter(Boolean).join(', ');
    return {
      at,
      kind: 'version',
      title: `Task ${task.taskId} ${one.status}`,
      ...(said ? { detail: said } : {}),
      exchangeId: one.exchangeId,
      taskId,
    };
  });
  const fetched = task.outputs.flatMap(({ index, reference, content }): StoryEntry[] => {
    const at = content && task.polls.find(({ exchangeId }) => exchangeId === content.exchangeId)?.at;
    return at
      ? [{ at, kind: 'fetch', title: `Output ${index + 1} read: ${reference}`, exchangeId: content.exchangeId, taskId }]
      : [];
  });
  return [created, ...versions, ...fetched];
}

/** Clocks that are this far apart, in milliseconds, are told of. */
const apart = 1_000;

/**
 * When a version came to be, on the timeline of our clock. A partner stamps it by its own, which may go wrong: no version is older than our
 * request, and none younger than our reading of it. Where it says otherwise by far, what it says is given as `theirs`.
 */
function byOurClock({ at, seenAt }: TaskVersion, sentAt: string): { at: string; theirs?: string } {
  const [stamped, seen] = [Date.parse(at), Date.parse(seenAt)];
  if (Number.isNaN(stamped)) return { at: seenAt }; // whatever they wrote is no time
  const placed = Math.min(Math.max(stamped, Date.parse(sentAt)), seen);
  if (placed === stamped) return { at };
  return { at: new Date(placed).toISOString(), ...(Math.abs(placed - stamped) < apart ? {} : { theirs: at }) };
}

/** How a push came, was matched and was answered. */
function pushEntries(push: Push): StoryEntry[] {
  const { id: pushId, exchangeId, match, answer } = push;
  const which = { pushId, exchangeId };
  const came: StoryEntry = {
    at: push.at,
    kind: push.duplicateOf ? 'repeat' : push.kind === 'notification' ? 'notification' : 'push',
    title: push.duplicateOf ? `${push.title}: the same again` : push.title,
    ...(push.sender ? { detail: `From ${push.sender}` } : {}),
    ...which,
    ...(match?.taskId ? { taskId: match.taskId } : {}),
  };
  const entries = [came];
  const by = match?.state === 'matched' || match?.by.includes('hand');
  if (match && by && !push.duplicateOf && push.kind !== 'notification')
    entries.push({
      at: match.at ?? push.storedAt,
      kind: 'match',
      title: match.says,
      pushId,
      ...(match.taskId ? { taskId: match.taskId } : {}),
    });
  const isTold = answer?.dropped || answer?.unanswered || push.promised !== undefined;
  const answeredAt = push.answeredAt ?? (isTold ? push.storedAt : undefined);
  if (answeredAt)
    entries.push({
      at: answeredAt,
      kind: 'answer',
      title: sayAnswered(push),
      ...(answer ? { detail: sayAnswer(answer) } : {}),
      status: statusOf(push) ?? null,
      ...which,
    });
  return entries;
}

function sayAnswered({ answered, promised, answer }: Push): string {
  if (answer?.dropped) return 'The connection was ended without an answer';
  if (answer?.unanswered === 'sender-gone') return 'The sender broke off before it was answered';
  if (answer?.unanswered === 'receiver-died') return 'The receiver ended before it was answered';
  if (answered === null && promised !== undefined) return `Promised ${promised}; that it went out is not noted`;
  return `Answered ${answered}`;
}

const howWords: Record<NonNullable<Push['answer']>['how'], string> = {
  accept: 'accepted',
  hold: 'accepted and held',
  reject: 'rejected',
  status: 'a chosen status',
  ask: 'asked a person',
};

function sayAnswer({ how, rule, byHand, delayMs, dropped }: NonNullable<Push['answer']>): string {
  const who = byHand ? 'by hand' : rule ? `by the rule ${rule}` : 'by the rules of the guide';
  return `${dropped ? '' : `${howWords[how]}, `}${who}${delayMs ? `, kept back for ${delayMs} ms` : ''}`;
}
