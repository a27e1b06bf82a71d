import type { TaskPoll, TaskDetail, TaskVersion } from '../../../shared/domain/task.ts';

interface Entry {
  /** ISO instant. */
  at: string;
  key: string;
  exchangeId?: string;
}

/** One thing that happened to a Task, as the timeline tells it. */
export type TimelineEntry = Entry &
  (
    | { kind: 'created'; version?: TaskVersion }
    | { kind: 'version'; version: TaskVersion; polled: boolean }
    | { kind: 'quiet'; polls: TaskPoll[] }
    | { kind: 'failed'; problem: string }
    | { kind: 'fetched'; reference: string; contained: boolean }
    | { kind: 'not-fetched'; reference: string; problem: string }
  );

const pollEntry = (poll: TaskPoll, versions: ReadonlyMap<string, TaskVersion>): TimelineEntry => {
  const base = { at: poll.at, key: `poll-${poll.at}-${poll.exchangeId ?? ''}`, exchangeId: poll.exchangeId };
  const version = poll.exchangeId === undefined ? undefined : versions.get(poll.exchangeId);
  if (poll.result === 'failed')
    return { ...base, kind: 'failed', problem: poll.problem ?? 'The partner did not answer.' };
  if (poll.result === 'new-version' && version) return { ...base, kind: 'version', version, polled: true };
  return { ...base, kind: 'quiet', polls: [poll] };
};

/** Joins neighbours that only say "unchanged" into one entry, so that hours of waiting take one line. */
function fold(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const folded: TimelineEntry[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    if (entry.kind === 'quiet' && last?.kind === 'quiet') {
      folded[folded.length - 1] = { ...last, polls: [...last.polls, ...entry.polls] };
    } else folded.push(entry);
  }
  return folded;
}

/** When an exchange began, where its record is at hand. */
type WhenOf = (exchangeId: string) => string | undefined;

/**
 * What happened to a Task, oldest first. Polls that brought nothing stand folded unless `unfolded`. `whenOf` tells the time of the
 * exchanges that fetched outputs, because the outputs themselves carry none.
 */
export function timelineOf(task: TaskDetail, whenOf: WhenOf, unfolded = false): TimelineEntry[] {
  const byExchange = new Map(task.versions.map((version) => [version.exchangeId, version]));
  const polled = new Set(task.polls.map(({ exchangeId }) => exchangeId));
  const created = byExchange.get(task.createExchangeId);
  const head: TimelineEntry = {
    kind: 'created',
    key: 'created',
    at: task.createdAt,
    exchangeId: task.createExchangeId,
    version: created,
  };
  const others = task.versions
    .filter(({ exchangeId }) => exchangeId !== task.createExchangeId && !polled.has(exchangeId))
    .map((version): TimelineEntry => {
      return {
        kind: 'version',
        key: `read-${version.versionId}`,
        at: version.seenAt,
        exchangeId: version.exchangeId,
        version,
        polled: false,
      };
    });
  const outputs = task.outputs.flatMap((output): TimelineEntry[] => {
    const { reference, content, problem, index } = output;
    const key = `output-${index}`;
    if (content) {
      const contained = output.kind === 'contained';
      const at =
        (contained ? byExchange.get(content.exchangeId)?.seenAt : whenOf(content.exchangeId)) ?? task.updatedAt;
      return [{ kind: 'fetched', key, at, exchangeId: content.exchangeId, reference, contained }];
    }
    return problem ? [{ kind: 'not-fetched', key, at: task.updatedAt, reference, problem }] : [];
  });
  const middle = [...others, ...task.polls.map((poll) => pollEntry(poll, byExchange))].sort((a, b) =>
    a.at.localeCompare(b.at),
  );
  return [head, ...(unfolded ? middle : fold(middle)), ...outputs];
}
