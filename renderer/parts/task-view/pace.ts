import type { PollingProfile, TaskRecord } from '../../../shared/domain/task.ts';
import { debugEveryMs } from '../../../shared/cdex/polling-schedule.ts';

/** The pace for Tasks sent to the sandbox, whose Tasks move on every second: so that a person sees every state pass. */
export const sandboxPace = { profile: 'debug', everyMs: 1_000 } as const;

/** The paces a person can choose. */
export const paces: readonly { value: PollingProfile; label: string; note: string }[] = [
  { value: 'cdex', label: 'CDex', note: '1 min, then 5 min for half an hour, then hourly' },
  { value: 'hrex', label: 'HRex', note: 'hourly' },
  { value: 'debug', label: 'Debug', note: 'every second, for the sandbox' },
  { value: 'manual', label: 'By hand', note: 'only when you poll' },
];

type Paced = Pick<TaskRecord, 'profile' | 'everyMs' | 'lastPoll' | 'pollCount' | 'createdAt'>;

/** A number of milliseconds as a pace: "every second", "every 5 s", "every 2 min". */
const everyWords = (ms: number): string =>
  ms === 1_000 ? 'every second' : ms < 60_000 ? `every ${ms / 1000} s` : `every ${Math.round(ms / 60_000)} min`;

/** How a Task is polled, in a few words for a row: "first poll", "poll 4", "hourly", "by hand", "every second". */
export function paceWords(task: Paced): string {
  if (task.profile === 'manual') return 'by hand';
  if (task.everyMs) return everyWords(task.everyMs);
  if (task.profile === 'debug') return everyWords(debugEveryMs);
  if (task.profile === 'hrex') return 'hourly';
  if (task.pollCount === 0) return 'first poll';
  const last = task.lastPoll?.at ?? task.createdAt;
  return Date.parse(last) - Date.parse(task.createdAt) > 1_500_000 ? 'hourly' : `poll ${task.pollCount + 1}`;
}

/** A pace outside the guide said aloud; nothing for the guide's own paces. */
export function debugWords({ profile, everyMs }: Pick<TaskRecord, 'profile' | 'everyMs'>): string | undefined {
  if (everyMs === sandboxPace.everyMs) return 'sandbox pace, every second';
  if (everyMs !== undefined) return `debug pace, ${everyWords(everyMs)}`;
  return profile === 'debug' ? `debug pace, ${everyWords(debugEveryMs)}` : undefined;
}

/** When the wait for the next poll began, in milliseconds since 1970: at the last poll, else at the creation. */
export const waitBegan = (task: Paced): number => Date.parse(task.lastPoll?.at ?? task.createdAt);
