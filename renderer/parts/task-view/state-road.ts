import { figureStates, figureSteps } from '../../../shared/cdex/status-figure.ts';
import type { TaskStatus, TaskVersion } from '../../../shared/domain/task.ts';

/** How a Task stands to a state: never there, passed without our seeing it, been there, there now. */
export type Stand = 'never' | 'unseen' | 'was' | 'now';

/** One state of the figure. `at` and `version` tell of the last time it was entered. */
export interface RoadState {
  state: TaskStatus;
  stand: Stand;
  at?: string;
  version?: string;
}

/** One step taken. `unseen`: on the figure's way between two versions we read; `off`: the figure has no such step. */
export interface RoadStep {
  from: TaskStatus;
  to: TaskStatus;
  kind: 'seen' | 'unseen' | 'off';
  /** Milliseconds in the state before; absent where that was not seen. */
  tookMs?: number;
}

/** The road a Task took through the seven states. */
export interface Road {
  states: RoadState[];
  steps: RoadStep[];
  /** Version numbers that were never read: "2", "2 to 3". */
  missed: string[];
  /** Statuses outside the seven, with the version that had them. */
  strange: { status: string; version: string }[];
}

const isState = (status: string): status is TaskStatus => figureStates.some((state) => state === status);

/** The shortest way through the figure, both ends included; undefined where there is none. */
export function wayThrough(from: TaskStatus, to: TaskStatus): TaskStatus[] | undefined {
  const ways: TaskStatus[][] = [[from]];
  const seen = new Set<TaskStatus>([from]);
  for (let way = ways.shift(); way; way = ways.shift()) {
    const here = way.at(-1);
    for (const [start, end] of figureSteps) {
      if (start !== here || seen.has(end)) continue;
      if (end === to) return [...way, end];
      seen.add(end);
      ways.push([...way, end]);
    }
  }
  return undefined;
}

const numberOf = (versionId: string): number | undefined =>
  /^\d{1,9}$/.test(versionId) ? Number(versionId) : undefined;

/** How many versions lie between two; undefined where the server does not count them. */
function between(a: TaskVersion, b: TaskVersion): number | undefined {
  const [from, to] = [a, b].map(({ versionId, counted }) => (counted ? undefined : numberOf(versionId)));
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from - 1);
}

function missedBetween(a: TaskVersion, b: TaskVersion): string[] {
  const count = between(a, b) ?? 0;
  if (count === 0) return [];
  const first = Number(a.versionId) + 1;
  return [count === 1 ? String(first) : `${first} to ${first + count - 1}`];
}

/** The steps from one version's state to the next one's: one, or the figure's way where versions in between were not read. */
function stepsBetween(
  a: TaskVersion & { status: TaskStatus },
  b: TaskVersion & { status: TaskStatus },
  since: string,
): RoadStep[] {
  const [from, to] = [a.status, b.status];
  const tookMs = Math.max(0, Date.parse(b.at) - Date.parse(since));
  if (figureSteps.some(([start, end]) => start === from && end === to)) return [{ from, to, kind: 'seen', tookMs }];
  const way = wayThrough(from, to);
  const unread = between(a, b);
  // A server that does not count its versions may have had some in between; one that counts and skipped none did not.
  if (!way || (unread !== undefined && way.length - 2 > unread)) return [{ from, to, kind: 'off', tookMs }];
  return way.slice(1).map((end, index) => ({ from: way[index] ?? from, to: end, kind: 'unseen' }));
}

/** The road through the state figure that these versions tell of, oldest first. */
export function roadOf(versions: readonly TaskVersion[]): Road {
  const known = versions.filter((one): one is TaskVersion & { status: TaskStatus } => isState(one.status));
  const entered = new Map<TaskStatus, { at: string; version: string }>();
  const steps: RoadStep[] = [];
  let before: (typeof known)[number] | undefined;
  let since = '';
  for (const version of known) {
    if (before?.status !== version.status) {
      if (before) steps.push(...stepsBetween(before, version, since));
      since = version.at;
      entered.set(version.status, { at: version.at, version: version.versionId });
    }
    before = version;
  }
  const passed = new Set(steps.filter(({ kind }) => kind === 'unseen').flatMap(({ from, to }) => [from, to]));
  const standOf = (state: TaskStatus): Stand => {
    if (before?.status === state) return 'now';
    if (entered.has(state)) return 'was';
    return passed.has(state) ? 'unseen' : 'never';
  };
  return {
    states: figureStates.map((state) => ({ state, stand: standOf(state), ...entered.get(state) })),
    steps,
    missed: versions.flatMap((version, index) => {
      const last = versions[index - 1];
      return last ? missedBetween(last, version) : [];
    }),
    strange: versions
      .filter(({ status }) => !isState(status))
      .map(({ status, versionId }) => ({ status, version: versionId })),
  };
}
