import { matchPush } from '../../../shared/cdex/match-push.ts';
import { isRefused, sameThread, threadOf } from '../../../shared/cdex/push-thread.ts';
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
/** Submissions of a tracking id that are looked at, the newest. */
const mostSubmissions = 50;
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
  const first = firstOf(store, coming);
  if (first) store.pushes.patch(first.id, { repeats: (first.repeats ?? 0) + 1 });
  const names = coming.kind === 'submission' ? namesIn(coming) : [];
  const tasks = names.length > 0 ? store.tasks.named(names, mostTasks) : [];
  const found = matchPush(coming, tasks, matchingOf(store));
  const match = found.state === 'matched' ? { ...found, at: new Date(now).toISOString() } : found;
  const notes = first
    ? []
    : notesOn(
        store,
        coming,
        tasks.find(({ id }) => id === match.taskId),
      );
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
    .withDigest(digest, mostSame)
    .find((known) => known.kind === kind && known.trackingId === trackingId && !isRefused(known));
}

/** What is worth knowing about one more submission of a request: several were not asked for, or the last had come (CDex, Final). */
function notesOn({ pushes }: PlaceStore, coming: Coming, task: TaskRecord | undefined): Finding[] {
  if (coming.kind !== 'submission' || !coming.trackingId) return [];
  const notes: Finding[] = [];
  if (coming.final === false && task?.multipleSubmits === false)
    notes.push(
      information(
        'multiple-submits',
        'Parameters.parameter',
        'More is announced (Final is false), and the request did not allow several submissions.',
        'Accept what comes, or ask for everything in one.',
      ),
    );
  const earlier = pushes
    .ofTracking(identifierValue(coming.trackingId), mostSubmissions)
    .filter((known) => sameThread(known, coming));
  const thread = threadOf(earlier);
  if (thread && thread.state !== 'open')
    notes.push(
      information(
        'final',
        'Parameters.parameter',
        'The last submission of this tracking id had come already.',
        'Look whether it adds to what came, or replaces it.',
      ),
    );
  return notes;
}
