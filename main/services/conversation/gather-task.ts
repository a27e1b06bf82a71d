import { noticesOf, type TaskNotice } from '../../../shared/cdex/task-notices.ts';
import type { Exchange } from '../../../shared/domain/exchange.ts';
import { isFinal, type TaskDetail, type TaskOutput, type TaskPoll } from '../../../shared/domain/task.ts';
import type { Store } from '../../store/store.ts';
import { type Gathered, gathering, tell } from './gathered.ts';
import { tellPush } from './gather-push.ts';
import { tellSubmission } from './gather-submission.ts';

type Sources = Pick<Store, 'exchanges' | 'pushes' | 'submissions' | 'subscriptions' | 'subscriptionEvents'>;

/** Messages of one subscription that are looked through, and pushes of one Task. */
const most = 2_000;
/** A subscription made this long before the Task, in milliseconds, was made for it. */
const justBefore = 600_000;

/** Everything that was exchanged around a Task: sent or received, polled, notified, answered, pushed, fetched. */
export function gatherTask(store: Sources, task: TaskDetail): Gathered {
  const gathered = gathering(`Task/${task.taskId}`);
  gathered.about.push(task);
  gathered.ours = task.side === 'sent' ? 'payer' : 'provider';
  gathered.partner = {
    ...(task.connectionId === undefined ? {} : { connectionId: task.connectionId }),
    name: task.partner,
    baseUrl: task.baseUrl,
    side: 'provider', // it lies on a provider's server whichever side we are on
  };
  tell(gathered, task.createExchangeId, task.side === 'sent' ? { asked: task.code } : {});
  for (const poll of task.polls) tell(gathered, poll.exchangeId, pollWords(task, poll));
  for (const { exchangeId, versionId, status, byHistory } of task.versions) {
    // What passed between two reads was learned too late to be a stretch of time here.
    if (byHistory) tell(gathered, exchangeId, { answered: passedUnseen(gathered, exchangeId, status) });
    else {
      tell(gathered, exchangeId, { answered: `W/"${versionId}" ${status}` });
      gathered.statuses.push({ status, exchangeId });
    }
  }
  for (const { index, kind, content } of task.outputs)
    if (kind !== 'contained') tell(gathered, content?.exchangeId, { asked: `output ${index + 1}` });
  for (const output of task.outputs) tellBehind(store, output, gathered);
  for (const push of store.pushes.ofTask(task.id, most)) tellPush(gathered, push);
  for (const submission of store.submissions.list())
    if (submission.taskId === task.id) tellSubmission(gathered, submission);
  tellSubscriptions(store, task, gathered);
  if (task.goneAt)
    gathered.notes.push({ at: task.goneAt, by: 'partner', says: 'the Task is gone', result: 'fail', approach: 'task' });
  return gathered;
}

/** So many documents behind one output are drawn one by one; of the rest it is said how many there are. */
const mostBehind = 10;

/** What was fetched behind an output, each from where it lay. What failed, and Provenance, is always drawn. */
function tellBehind({ exchanges }: Sources, { index, behind = [] }: TaskOutput, gathered: Gathered): void {
  const rest: Exchange[] = [];
  for (const [place, id] of behind.entries()) {
    const exchange = exchanges.get(id);
    const isProvenance = exchange?.note === 'Provenance';
    if (exchange?.outcome === 'ok' && !isProvenance && place >= mostBehind) rest.push(exchange);
    else tell(gathered, id, { asked: `${isProvenance ? 'Provenance of' : 'document behind'} output ${index + 1}` });
  }
  const [first] = rest;
  if (!first) return;
  const says = `${rest.length} more fetched behind output ${index + 1}, #${first.id} to #${rest.at(-1)?.id}`;
  gathered.notes.push({ at: first.at, by: 'console', says, result: 'plain', approach: 'task' });
}

const unseen = ' passed unseen';

/** All that a history told of at once. */
function passedUnseen({ told }: Gathered, exchangeId: string, status: string): string {
  const before = told.get(exchangeId)?.answered;
  return before?.endsWith(unseen) ? `${before.slice(0, -unseen.length)}, ${status}${unseen}` : `${status}${unseen}`;
}

/** How old it was, in seconds below a minute: a debug pace polls several times in one. */
function age(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1_000));
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Why it was read, and what came of it. */
function pollWords({ createdAt }: TaskDetail, { at, by, result, together }: TaskPoll) {
  const reasons = { hand: 'read by hand', notification: 'read as told', change: 'read after our change' };
  const why = by ? reasons[by] : `poll at ${age(createdAt, at)}`;
  return {
    asked: together ? `${why}, ${together} Tasks together` : why,
    ...(result === 'unchanged' ? { answered: 'unchanged' } : {}),
  };
}

function tellSubscriptions(store: Sources, task: TaskDetail, gathered: Gathered): void {
  const there = store.subscriptions.list().filter(({ baseUrl }) => baseUrl === task.baseUrl);
  const told = there.map(({ id, gaps }) => ({ id, gaps, events: store.subscriptionEvents.list(id, most) }));
  const until = isFinal(task.status) ? task.updatedAt : '9';
  for (const notice of noticesOf(task, told, until)) {
    if (notice.type === 'gap') gathered.notes.push(lost(notice));
    else tell(gathered, notice.exchangeId, eventWords(notice));
  }
  const earliest = Date.parse(task.createdAt) - justBefore;
  for (const { id, events } of told) {
    if (id !== task.subscriptionId) continue;
    for (const { type, at, exchangeId } of events) {
      if (type !== 'handshake' || Date.parse(at) < earliest || at > until) continue;
      tell(gathered, exchangeId, { instead: 'handshake' });
      tell(gathered, creationNear(store, task, exchangeId), { asked: 'topic Task' });
    }
  }
}

const eventWords = ({ type, number }: TaskNotice) =>
  number === undefined ? {} : { instead: `event ${number}${type === 'duplicate' ? ' again' : ''}` };

function lost({ at, number = 0, to = number }: TaskNotice): Gathered['notes'][number] {
  const which = to > number ? `events ${number} to ${to}` : `event ${number}`;
  return { at, by: 'partner', says: `${which} never arrived`, result: 'warn', lost: true, approach: 'push' };
}

/** How many exchanges may lie between the handshake and the request it was sent for. */
const near = 5;

/** The request that made the Subscription: its handshake comes while it is not answered yet. */
function creationNear({ exchanges }: Sources, { connectionId }: TaskDetail, handshake: string | undefined) {
  if (handshake === undefined) return undefined;
  const around = Array.from({ length: 2 * near + 1 }, (_, index) => String(Number(handshake) - near + index));
  return around.find((id) => {
    const one = exchanges.get(id);
    return one?.note === 'subscribe' && one.connectionId === connectionId;
  });
}
