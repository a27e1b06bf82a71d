import { matchPush } from '../../../shared/cdex/match-push.ts';
import { isRefused, sameThread } from '../../../shared/cdex/push-thread.ts';
import { information } from '../../../shared/cdex/findings.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { Push } from '../../../shared/domain/push.ts';
import { defaultReceiverSetup } from '../../../shared/domain/receiver.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Store } from '../../store/store.ts';

/** The parts of the store that placing looks at. */
export type PlaceStore = Pick<Store, 'pushes' | 'tasks' | 'receivers'>;

/** What is placed: a push before it is kept. */
type Coming = Pick<
  Push,
  'kind' | 'trackingId' | 'adminRef' | 'memberId' | 'payerId' | 'attachTo' | 'final' | 'digest' | 'findings'
>;

/** What was found out; `findings` are all of them, where there is something to add. */
export type PlacedPush = Pick<Push, 'match' | 'duplicateOf'> & Partial<Pick<Push, 'findings'>>;

/** Tasks looked at that have one name: of more than this the newest are. */
const mostTasks = 50;
/** Submissions looked at that said they were the last of a tracking id: one is enough, unless it was sent to another payer. */
const mostLast = 3;
/** Pushes of the same bytes that are looked at: those that were refused do not count. */
const mostSame = 10;

/** What names a request in a push, without systems. */
export const namesIn = ({ trackingId, adminRef }: Pick<Push, 'trackingId' | 'adminRef'>): string[] =>
  [trackingId, adminRef].flatMap((name) => (name ? [identifierValue(name)] : []));

/** How tracking ids are to be compared. */
export const matchingOf = ({ receivers }: Pick<Store, 'receivers'>) =>
  (receivers.get('receiver') ?? defaultReceiverSetup).matching;

/** What a push that is about to be kept belongs to; in a transaction. A repeat is counted on the push it repeats. */
export function placePush(store: PlaceStore, coming: Coming, now: number): PlacedPush {
  // Most tracking ids come once: then neither repeats nor earlier submissions need to be looked for.
  const isKnown = !coming.trackingId || store.pushes.hasTracking(identifierValue(coming.trackingId));
  const first = isKnown ? firstOf(store, coming) : undefined;
  if (first) store.pushes.countRepeat(first.id);
  const names = coming.kind === 'submission' ? namesIn(coming) : [];
  const tasks = names.length > 0 ? store.tasks.named(names, mostTasks) : [];
  const found = matchPush(coming, tasks, tasks.length > 0 ? matchingOf(store) : 'value');
  const match = found.state === 'matched' ? { ...found, at: new Date(now).toISOString() } : found;
  const task = tasks.find(({ id }) => id === match.taskId);
  const notes = first ? [] : [...announced(coming, task), ...(isKnown ? cameLate(store, coming) : [])];
  return {
    match,
    ...(first ? { duplicateOf: first.id } : {}),
    ...(notes.length > 0 ? { findings: [...coming.findings, ...notes] } : {}),
  };
}

/** The push that brought the same already, for the same request, and was not refused. */
function firstOf({ pushes }: PlaceStore, { digest, kind, trackingId }: Coming): Push | undefined {
  if (!digest || kind === 'unexpected') return undefined;
  return pushes
    .sameBytes(digest, trackingId && identifierValue(trackingId), mostSame)
    .find((known) => known.kind === kind && known.trackingId === trackingId && !isRefused(known));
}

/** What is worth knowing of a submission after which more is to come, of a request that did not allow that (CDex, MultipleSubmits). */
function announced(coming: Coming, task: TaskRecord | undefined): Finding[] {
  if (coming.kind !== 'submission' || coming.final !== false || task?.multipleSubmits !== false) return [];
  const message = 'More is announced (Final is false), and the request did not allow several submissions.';
  return [
    information('multiple-submits', 'Parameters.parameter', message, 'Accept what comes, or ask for all of it in one.'),
  ];
}

/** What is worth knowing of a submission that comes after the last one of its tracking id (CDex, Final). */
function cameLate({ pushes }: PlaceStore, coming: Coming): Finding[] {
  if (coming.kind !== 'submission' || !coming.trackingId) return [];
  const ended = pushes
    .lastOfTracking(identifierValue(coming.trackingId), mostLast)
    .some((known) => sameThread(known, coming) && !isRefused(known));
  const message = 'The last submission of this tracking id had come already.';
  return ended
    ? [information('final', 'Parameters.parameter', message, 'Look whether it adds to what came, or replaces it.')]
    : [];
}
