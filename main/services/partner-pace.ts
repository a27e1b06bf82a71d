import { setImmediate as nextTurn } from 'node:timers/promises';
import { retryTime } from '../../shared/cdex/polling-schedule.ts';
import type { Failure } from '../../shared/contract/errors.ts';
import type { Kit } from './kit.ts';

/** How much of what happens by itself a partner is asked at once, and when it may be asked again. */
export interface PartnerPace {
  /** Until when (ms since 1970) a server wants to be left alone, where that is later than now. */
  heldUntil(baseUrl: string): number | undefined;
  /** Takes a failure to heart that asks for patience; moves the polls of that server behind it. */
  hear(baseUrl: string, failure: Failure): Promise<void>;
  /** Moves the polls of a server that is held behind that time. */
  postpone(baseUrl: string, until: number): Promise<void>;
  /** Does the work when fewer than four such works are under way at that server. */
  inLane<T>(baseUrl: string, work: () => Promise<T>): Promise<T>;
}

/** Requests under way at one server at the same time. */
const lanes = 4;
/** How long a server is left alone that answers 429 and does not say for how long, in milliseconds. */
const unsaidMs = 60_000;
/** Records moved in one transaction, so that the event loop is free between two. */
const atOnce = 200;

/**
 * Retry-After speaks for the whole server (RFC 9110, section 10.2.3; RFC 6585, section 4): after 429, or 503 with a time, no other Task of
 * it is polled before. The plans in the records are moved, so a restart keeps to it too.
 */
export function createPartnerPace({ store, ports }: Kit): PartnerPace {
  const held = new Map<string, number>();
  const underWay = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  function heldUntil(baseUrl: string): number | undefined {
    const until = held.get(baseUrl);
    if (until !== undefined && until <= ports.clock.now()) held.delete(baseUrl);
    return held.get(baseUrl);
  }

  async function postpone(baseUrl: string, until: number): Promise<void> {
    while (store.write(() => store.tasks.postpone(baseUrl, until, atOnce)) === atOnce) await nextTurn();
  }

  return {
    heldUntil,
    postpone,
    async hear(baseUrl, { httpStatus, retryAfter }) {
      if (httpStatus !== 429 && httpStatus !== 503) return;
      const now = ports.clock.now();
      const until = retryTime(retryAfter, now) ?? (httpStatus === 429 ? now + unsaidMs : undefined);
      if (until === undefined || until <= (heldUntil(baseUrl) ?? now)) return;
      held.set(baseUrl, until);
      await postpone(baseUrl, until);
    },
    async inLane(baseUrl, work) {
      const busy = underWay.get(baseUrl) ?? 0;
      if (busy < lanes) underWay.set(baseUrl, busy + 1);
      else await new Promise<void>((go) => waiting.set(baseUrl, [...(waiting.get(baseUrl) ?? []), go]));
      try {
        return await work();
      } finally {
        const [next, ...rest] = waiting.get(baseUrl) ?? [];
        waiting.set(baseUrl, rest);
        // Whoever waits longest takes the place over.
        if (next) next();
        else underWay.set(baseUrl, (underWay.get(baseUrl) ?? 1) - 1);
      }
    },
  };
}
