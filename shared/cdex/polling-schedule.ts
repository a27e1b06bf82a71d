import type { PollingProfile } from '../domain/task.ts';

const second = 1_000;
const minute = 60 * second;

/** The guide's schedule (CONF-062): not before the first minute, five minutes apart for half an hour, then an hour apart. */
const first = 1 * minute;
const short = 5 * minute;
const dense = 30 * minute;
const hour = 60 * minute;

/** How often the debug pace reads, in milliseconds. Outside every guide, and shown as such. */
export const debugEveryMs = 5 * second;

/** What decides the next poll. Instants are milliseconds since 1970. */
export interface PollingState {
  profile: PollingProfile;
  /** When the answer to the create arrived. */
  createdAt: number;
  /** The last poll that happened by itself; polls by hand do not count. */
  lastPollAt?: number | undefined;
  now: number;
  /** Takes the place of the profile's pace, in milliseconds. */
  everyMs?: number | undefined;
  /** Milliseconds to add so that many Tasks do not poll at once; never negative. */
  jitterMs?: number | undefined;
  /** The guides' paces fall on multiples of so many milliseconds, later rather than sooner: what falls together is asked for together. */
  stepMs?: number | undefined;
}

/** The guide's pace: a moment in the first half hour must lie five minutes after the poll before, a later one sixty. */
function nextByGuide({ createdAt, lastPollAt, now }: Past, later: (time: number) => number): number {
  if (lastPollAt === undefined) return later(Math.max(createdAt + first, now));
  const soon = later(Math.max(lastPollAt + short, now));
  return soon - createdAt <= dense ? soon : later(Math.max(lastPollAt + hour, now));
}

type Past = Pick<PollingState, 'createdAt' | 'lastPollAt' | 'now'>;

/**
 * The past as it can have been. A clock that was set back leaves polls in the future: the last one then counts as just made, and the Task
 * is as old as it was at that poll. So nothing comes sooner than the profile allows, and nothing waits for the old time to come again.
 */
function believable({ createdAt, lastPollAt, now }: PollingState): Past {
  const ahead = Math.max(0, (lastPollAt ?? createdAt) - now);
  return { createdAt: createdAt - ahead, lastPollAt: lastPollAt === undefined ? undefined : lastPollAt - ahead, now };
}

/**
 * When to read a Task next by itself, in milliseconds since 1970; undefined for `manual`. Never earlier than the profile allows and never
 * before `now`: after a pause the next poll is due at once, unless that would bring it too close to the one before. Source: CDex polling
 * (CONF-062); HRex asks for hourly reads instead.
 */
export function nextPollAt(state: PollingState): number | undefined {
  const { profile, everyMs } = state;
  if (profile === 'manual') return undefined;
  const past = believable(state);
  const [jitter, step] = [Math.max(0, state.jitterMs ?? 0), Math.max(1, state.stepMs ?? 1)];
  const later = (time: number) => Math.ceil((time + jitter) / step) * step;
  const since = (pace: number) => Math.max((past.lastPollAt ?? past.createdAt) + pace, past.now);
  if (everyMs !== undefined) return since(everyMs) + jitter;
  switch (profile) {
    case 'debug':
      return since(debugEveryMs) + jitter;
    case 'hrex':
      return later(since(hour));
    case 'cdex':
      return nextByGuide(past, later);
  }
}

/**
 * Before when a partner that answered `retryAfter` (seconds, or an HTTP date) must not be asked again, in milliseconds since 1970;
 * undefined for a header that says nothing readable. Source: RFC 9110, section 10.2.3.
 */
export function retryTime(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const typed = retryAfter.trim();
  const time = /^\d+$/.test(typed) ? now + Number(typed) * second : Date.parse(typed);
  return time <= 8.64e15 ? time : undefined; // the last instant a Date can hold
}

/** The polls of the first hours after a Task was created, as minutes from then; empty for `manual`. For drawing and for tests. */
export function pollOffsets(profile: PollingProfile, hours: number): number[] {
  const offsets: number[] = [];
  let lastPollAt: number | undefined;
  for (;;) {
    const next = nextPollAt({ profile, createdAt: 0, lastPollAt, now: lastPollAt ?? 0 });
    if (next === undefined || next > hours * hour) return offsets;
    offsets.push(next / minute);
    lastPollAt = next;
  }
}
