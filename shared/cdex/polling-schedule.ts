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
}

/** The guide's pace: a moment in the first half hour must lie five minutes after the poll before, a later one sixty. */
function nextByGuide(state: PollingState, jitter: number): number {
  const { createdAt, lastPollAt, now } = state;
  if (lastPollAt === undefined) return Math.max(createdAt + first, now) + jitter;
  const soon = Math.max(lastPollAt + short, now) + jitter;
  return soon - createdAt <= dense ? soon : Math.max(lastPollAt + hour + jitter, soon);
}

/**
 * When to read a Task next by itself, in milliseconds since 1970; undefined for `manual`. Never earlier than the profile allows and never
 * before `now`: after a pause the next poll is due at once, unless that would bring it too close to the one before. Source: CDex polling
 * (CONF-062); HRex asks for hourly reads instead.
 */
export function nextPollAt(state: PollingState): number | undefined {
  const { profile, createdAt, lastPollAt, now, everyMs } = state;
  if (profile === 'manual') return undefined;
  const jitter = Math.max(0, state.jitterMs ?? 0);
  const pace = everyMs ?? (profile === 'debug' ? debugEveryMs : profile === 'hrex' ? hour : undefined);
  if (pace === undefined) return nextByGuide(state, jitter);
  return Math.max((lastPollAt ?? createdAt) + pace, now) + jitter;
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
