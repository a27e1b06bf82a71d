import type { EventGap, SubscriptionRecord } from '../../../shared/domain/subscription.ts';

/** Where the numbers of a subscription stand. */
export type Numbers = Pick<SubscriptionRecord, 'lastEvent' | 'highestEvent' | 'gaps'>;

/**
 * What a number is beside those seen before: `next` of all; `late`, one that was missing; `repeated`; or `beyond`, so far ahead that it
 * is rather a lie than a loss.
 */
export type Place = 'next' | 'late' | 'repeated' | 'beyond';

/** A number further ahead than this opens no gap by itself: the partner is asked first. */
export const farthest = 10_000;

/** Gaps that wait at once; of more the oldest are taken together, and what arrived between them is asked for again. */
const mostOpen = 20;
/** Gaps of the past that a record keeps. */
const mostClosed = 30;

/** Largest number seen. */
export const highestOf = ({ highestEvent, lastEvent }: Numbers): number => highestEvent ?? lastEvent;

const isMissing = ({ filled }: EventGap) => filled === 'no' || filled === 'given-up';
/** A gap that still waits to be made up for. */
export const isOpen = ({ filled }: EventGap): boolean => filled === 'no';

/** Puts a number among those seen before. `at` and `since` are those of a gap it opens. Pure. */
export function placeNumber(
  numbers: Numbers,
  number: number,
  { at, since }: Pick<EventGap, 'at' | 'since'>,
): { place: Place; numbers: Partial<Numbers>; gap?: EventGap } {
  const highest = highestOf(numbers);
  if (number > highest + farthest + 1) return { place: 'beyond', numbers: {} };
  if (number === highest + 1) return { place: 'next', numbers: settle({ ...numbers, highestEvent: number }) };
  if (number > highest) {
    const opened = openGap(numbers, number - 1, { at, ...(since ? { since } : {}) });
    return { place: 'next', ...opened, numbers: settle({ ...opened.numbers, highestEvent: number }) };
  }
  const inside = numbers.gaps.find((gap) => isMissing(gap) && gap.from <= number && number <= gap.to);
  if (!inside) return { place: 'repeated', numbers: {} };
  const left = numbers.gaps.flatMap((gap) => (gap === inside ? without(gap, number) : [gap]));
  return { place: 'late', numbers: settle({ ...numbers, gaps: left }) };
}

/** Opens a gap after the largest number seen, up to and with `to`, which then counts as seen. */
export function openGap(
  numbers: Numbers,
  to: number,
  { at, since }: Pick<EventGap, 'at' | 'since'>,
): { numbers: Numbers; gap: EventGap } {
  const gap: EventGap = { from: highestOf(numbers) + 1, to, at, ...(since ? { since } : {}), filled: 'no' };
  return { gap, numbers: settle({ ...numbers, highestEvent: to, gaps: [...numbers.gaps, gap] }) };
}

/** Begins anew at a number the partner told: what was before is of no meaning any more. */
export const beginAt = (number: number): Numbers => ({ lastEvent: number, highestEvent: number, gaps: [] });

/** What the partner's own count leaves of the numbers, where larger ones were sent: those were no numbers of events. */
export const cutTo = (count: number, { gaps }: Numbers): Numbers => ({
  ...beginAt(count),
  gaps: gaps.filter((gap) => !isOpen(gap) && gap.to <= count),
});

const without = (gap: EventGap, number: number): EventGap[] => [
  ...(gap.from < number ? [{ ...gap, to: number - 1 }] : []),
  ...(number < gap.to ? [{ ...gap, from: number + 1 }] : []),
];

/** The numbers with as many gaps as are kept, and the number up to which none is waited for. */
export function settle(numbers: Numbers): Numbers {
  const gaps = [...numbers.gaps].sort((a, b) => a.from - b.from);
  const open = gaps.filter(isOpen);
  while (open.length > mostOpen) {
    const [first, second] = open.splice(0, 2) as [EventGap, EventGap];
    open.unshift({ ...first, to: second.to });
  }
  const closed = gaps.filter((gap) => !isOpen(gap)).slice(-mostClosed);
  const [first] = open;
  // Nothing else of a record that was given for its numbers: it may have changed since.
  return {
    highestEvent: highestOf(numbers),
    gaps: [...closed, ...open].sort((a, b) => a.from - b.from),
    lastEvent: first ? first.from - 1 : highestOf(numbers),
  };
}
