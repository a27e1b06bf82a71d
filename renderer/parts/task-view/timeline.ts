import type { TaskDetail, TaskPoll, TaskVersion } from '../../../shared/domain/task.ts';
import type { TaskNotice } from '../../../shared/cdex/task-notices.ts';

interface Entry {
  /** ISO instant. */
  at: string;
  key: string;
  exchangeId?: string;
}

/** A version as the timeline tells it: with the poll that brought it, where one did, and the version before, to be compared with. */
export interface VersionEntry {
  kind: 'version';
  version: TaskVersion;
  before?: TaskVersion;
  poll?: TaskPoll;
}

/** One thing that happened to a Task, as the timeline tells it. */
export type TimelineEntry = Entry &
  // One we received was there before we first read it.
  (
    | { kind: 'created'; version?: TaskVersion; isReceived?: boolean }
    | VersionEntry
    | { kind: 'quiet'; polls: TaskPoll[] }
    | { kind: 'failed'; problem: string; poll: TaskPoll }
    | { kind: 'notice'; notice: TaskNotice }
    | { kind: 'gone' }
    | { kind: 'fetched'; reference: string; contained: boolean }
    | { kind: 'not-fetched'; reference: string; problem: string }
  );

/** The version before each, by version id. */
function versionsBefore(versions: readonly TaskVersion[]): ReadonlyMap<string, TaskVersion> {
  return new Map(
    versions.flatMap((version, index) => {
      const before = versions[index - 1];
      return before ? [[version.versionId, before] as const] : [];
    }),
  );
}

type Befores = ReturnType<typeof versionsBefore>;

const versionEntry = (version: TaskVersion, befores: Befores, poll?: TaskPoll): VersionEntry => {
  const before = befores.get(version.versionId);
  return { kind: 'version', version, ...(before ? { before } : {}), ...(poll ? { poll } : {}) };
};

function pollEntry(poll: TaskPoll, versions: ReadonlyMap<string, TaskVersion>, befores: Befores): TimelineEntry {
  const base = { at: poll.at, key: `poll-${poll.at}-${poll.exchangeId ?? ''}`, exchangeId: poll.exchangeId };
  const version = poll.exchangeId === undefined ? undefined : versions.get(poll.exchangeId);
  if (poll.result === 'failed')
    return { ...base, kind: 'failed', problem: poll.problem ?? 'The partner did not answer.', poll };
  if (poll.result === 'new-version' && version) return { ...base, ...versionEntry(version, befores, poll) };
  return { ...base, kind: 'quiet', polls: [poll] };
}

/** Joins neighbours that only say "unchanged" into one entry, so that hours of waiting take one line. */
function fold(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const folded: TimelineEntry[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    const isOdd = entry.kind === 'quiet' && entry.polls.some(({ problem }) => problem);
    if (entry.kind === 'quiet' && !isOdd && last?.kind === 'quiet' && !last.polls.some(({ problem }) => problem)) {
      folded[folded.length - 1] = { ...last, polls: [...last.polls, ...entry.polls] };
    } else folded.push(entry);
  }
  return folded;
}

/** When an exchange began, where its record is at hand. */
type WhenOf = (exchangeId: string) => string | undefined;

interface Sources {
  task: TaskDetail;
  notices: readonly TaskNotice[];
  /** Tells the time of the exchanges that fetched outputs, because the outputs themselves carry none. */
  whenOf: WhenOf;
  /** Polls that brought nothing stand one by one, not folded. */
  unfolded?: boolean;
}

function outputEntries(
  task: TaskDetail,
  byExchange: ReadonlyMap<string, TaskVersion>,
  whenOf: WhenOf,
): TimelineEntry[] {
  return task.outputs.flatMap((output): TimelineEntry[] => {
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
}

/** What happened to a Task, oldest first: its versions, polls, what subscriptions told of it, its end, and its outputs. */
export function timelineOf({ task, notices, whenOf, unfolded = false }: Sources): TimelineEntry[] {
  const byExchange = new Map(task.versions.map((version) => [version.exchangeId, version]));
  const befores = versionsBefore(task.versions);
  const polled = new Set(task.polls.map(({ exchangeId }) => exchangeId));
  const head: TimelineEntry = {
    kind: 'created',
    key: 'created',
    ...(task.side === 'received' ? { isReceived: true } : {}),
    at: task.createdAt,
    exchangeId: task.createExchangeId,
    version: byExchange.get(task.createExchangeId),
  };
  // Of several versions one answer brought, as a history does, only the newest came by a poll.
  const others = task.versions
    .filter((version) => version.exchangeId !== task.createExchangeId)
    .filter((version) => !polled.has(version.exchangeId) || byExchange.get(version.exchangeId) !== version)
    .map((version): TimelineEntry => {
      const { versionId, seenAt, at, byHistory, exchangeId } = version;
      return { ...versionEntry(version, befores), key: `read-${versionId}`, at: byHistory ? at : seenAt, exchangeId };
    });
  const told = notices.map((notice): TimelineEntry => {
    const { at, type, number, exchangeId, subscriptionId } = notice;
    return { kind: 'notice', key: `${type}-${subscriptionId}-${number}-${at}`, at, exchangeId, notice };
  });
  const gone: TimelineEntry[] = task.goneAt ? [{ kind: 'gone', key: 'gone', at: task.goneAt }] : [];
  const polls = task.polls.map((poll) => pollEntry(poll, byExchange, befores));
  const middle = [...others, ...polls, ...told, ...gone].sort((a, b) => a.at.localeCompare(b.at));
  return [head, ...(unfolded ? middle : fold(middle)), ...outputEntries(task, byExchange, whenOf)];
}
