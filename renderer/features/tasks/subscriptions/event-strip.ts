import type { EventGap, SubscriptionEvent, SubscriptionRecord } from '../../../../shared/domain/subscription.ts';

/** One event number: whether it arrived, how often, and what stood in for it where it did not. */
export interface StripCell {
  number: number;
  state: 'arrived' | 'missing' | 'given-up' | 'events' | 'search';
  /** How often it arrived again. */
  again: number;
  exchangeId?: string;
}

/** Numbers shown at most; those before are told by their count. */
const most = 120;

/** The event numbers of a subscription in order, the newest at the end; `earlier` are not shown. */
export interface EventStrip {
  cells: StripCell[];
  earlier: number;
}

const stateIn = (gap: EventGap | undefined): StripCell['state'] => {
  if (!gap) return 'arrived';
  return gap.filled === 'no' ? 'missing' : gap.filled;
};

/** What became of each event number, as far as the record and what it was told (oldest first) say. */
export function eventStrip(
  { lastEvent, highestEvent = lastEvent, gaps }: Pick<SubscriptionRecord, 'lastEvent' | 'highestEvent' | 'gaps'>,
  told: readonly SubscriptionEvent[],
): EventStrip {
  const first = Math.max(1, highestEvent - most + 1);
  const arrived = new Map<number, SubscriptionEvent>();
  const again = new Map<number, number>();
  for (const event of told) {
    if (event.number === undefined) continue;
    if (event.type === 'event') arrived.set(event.number, event);
    if (event.type === 'duplicate') again.set(event.number, (again.get(event.number) ?? 0) + 1);
  }
  const cells = Array.from({ length: Math.max(0, highestEvent - first + 1) }, (_, index): StripCell => {
    const number = first + index;
    const event = arrived.get(number);
    const gap = gaps.find(({ from, to }) => number >= from && number <= to);
    const exchangeId = event?.exchangeId ?? gap?.exchangeId;
    const state = stateIn(gap);
    return {
      number,
      state: event && state === 'missing' ? 'arrived' : state,
      again: again.get(number) ?? 0,
      ...(exchangeId ? { exchangeId } : {}),
    };
  });
  return { cells, earlier: first - 1 };
}
