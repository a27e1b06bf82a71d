import { debugEveryMs, pollOffsets } from '../../../shared/cdex/polling-schedule.ts';
import { isFinal, type TaskPoll, type TaskDetail } from '../../../shared/domain/task.ts';
import type { TaskNotice } from '../../../shared/cdex/task-notices.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths a ruler can have, each cut into parts that are easy to read. */
const spans: readonly (readonly [span: number, tick: number])[] = [
  [5 * second, second],
  [10 * second, 2 * second],
  [15 * second, 5 * second],
  [30 * second, 5 * second],
  [minute, 10 * second],
  [2 * minute, 30 * second],
  [5 * minute, minute],
  [10 * minute, 2 * minute],
  [30 * minute, 5 * minute],
  [hour, 10 * minute],
  [2 * hour, 30 * minute],
  [3 * hour, 30 * minute],
  [6 * hour, hour],
  [12 * hour, 2 * hour],
  [day, 4 * hour],
  [2 * day, 8 * hour],
  [7 * day, day],
  [14 * day, 2 * day],
  [60 * day, 10 * day],
];

/** One mark on the ruler. `share` is its place, 0 at the creation, 1 at the end of the ruler. */
export interface RulerMark {
  share: number;
  at: number;
}

export interface PollMark extends RulerMark {
  number: number;
  result: TaskPoll['result'];
  exchangeId?: string;
}

/** Something a subscription told, or an event that never arrived. */
export interface NoticeMark extends RulerMark {
  isLost: boolean;
  notice: TaskNotice;
}

/** The polls of a Task against its schedule, from its creation on. */
export interface Ruler {
  spanMs: number;
  ticks: { share: number; label: string }[];
  polls: PollMark[];
  /** Where the pace would have polled and did not yet, or did not have to. */
  planned: RulerMark[];
  /** What subscriptions told of it. */
  notices: NoticeMark[];
  /** How much of the ruler has passed. */
  spent: number;
  /** When it ended, where it did. */
  end?: RulerMark;
}

const unitOf = (span: number): readonly [number, string] =>
  span <= 2 * minute ? [second, 's'] : span <= 3 * hour ? [minute, 'min'] : span <= 2 * day ? [hour, 'h'] : [day, 'd'];

function ticksOf(span: number, tick: number): Ruler['ticks'] {
  const [unit, name] = unitOf(span);
  return Array.from({ length: Math.floor(span / tick) + 1 }, (_, index) => {
    const offset = index * tick;
    const label = index === 0 ? 'created' : `${offset / unit}${offset + tick > span ? ` ${name}` : ''}`;
    return { share: offset / span, label };
  });
}

type Ruled = Pick<TaskDetail, 'createdAt' | 'profile' | 'everyMs' | 'polls' | 'versions' | 'status' | 'nextPollAt'>;

/** The least a ruler shows: the first half hour of the guide's pace, some turns of the others. */
function leastSpan({ profile, everyMs, polls }: Ruled): number {
  const pace = everyMs ?? (profile === 'debug' ? debugEveryMs : undefined);
  if (pace !== undefined) return pace * 10;
  if (profile === 'hrex') return 3 * hour;
  return profile === 'manual' && polls.length === 0 ? 5 * minute : profile === 'manual' ? second : 30 * minute;
}

/** Where a pace polls within a span, in milliseconds from the creation. */
function plannedOffsets({ profile, everyMs, polls, createdAt, nextPollAt }: Ruled, span: number): number[] {
  if (profile === 'manual') return [];
  const pace = everyMs ?? (profile === 'debug' ? debugEveryMs : undefined);
  if (pace === undefined) return pollOffsets(profile, span / hour).map((minutes) => minutes * minute);
  const created = Date.parse(createdAt);
  const first = nextPollAt
    ? Date.parse(nextPollAt) - created
    : Date.parse(polls.at(-1)?.at ?? createdAt) - created + pace;
  const offsets: number[] = [];
  for (let offset = first; offset <= span && offsets.length < 100; offset += pace) offsets.push(offset);
  return offsets;
}

/** The ruler of a Task at `now` (milliseconds since 1970), with what subscriptions told of it. */
export function rulerOf(task: Ruled, now: number, notices: readonly TaskNotice[] = []): Ruler {
  const created = Date.parse(task.createdAt);
  const last = task.versions.at(-1);
  const ended = isFinal(task.status) && last ? Date.parse(last.at) : undefined;
  const lastPoll = task.polls.length > 0 ? Date.parse(task.polls.at(-1)?.at ?? '') : created;
  const shown = Math.max(ended ?? now, lastPoll) - created;
  // A life of seconds on a ruler of half an hour would be one dot.
  const isShort = ended !== undefined && shown * 10 < leastSpan(task);
  const [span, tick] = spans.find(([length]) => length >= (isShort ? shown : Math.max(shown, leastSpan(task)))) ?? [
    shown,
    shown / 5,
  ];
  const mark = (at: number): RulerMark => ({ at, share: Math.min(1, Math.max(0, (at - created) / span)) });
  const polls = task.polls.map(({ at, result, exchangeId }, index) => ({
    ...mark(Date.parse(at)),
    number: index + 1,
    result,
    ...(exchangeId && { exchangeId }),
  }));
  const past = ended ?? now;
  return {
    spanMs: span,
    ticks: ticksOf(span, tick),
    polls,
    planned: plannedOffsets(task, span)
      .map((offset) => created + offset)
      .filter((at) => at > past)
      .map(mark),
    notices: notices.map((notice) => ({ ...mark(Date.parse(notice.at)), isLost: notice.type === 'gap', notice })),
    spent: mark(past).share,
    ...(ended !== undefined && { end: mark(ended) }),
  };
}
