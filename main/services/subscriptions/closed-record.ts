import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { Ended } from './end-at-partner.ts';
import { beginAt, isOpen } from './number-events.ts';

/**
 * The record of a subscription that is at its partner no more and will be asked for again; `at` is when it ended (ISO instant). What was
 * told before means nothing to the next one; only since when changes may be unheard does. Pure.
 */
export function closedRecord(known: SubscriptionRecord, at: string, how: Ended): SubscriptionRecord {
  const { subscriptionId, handshakeAt: _h, end: _e, checkedAt: _c, doubtAt: _d, ...more } = known;
  const { problem: _p, renewAfter: _r, left: _l, reopenedAt: _o, lastEventAt: _n, unanswered: _u, ...record } = more;
  const missed = known.gaps.filter(isOpen).map((gap) => gap.since ?? gap.at);
  const [since = at] = [...missed, at].sort();
  return {
    ...record,
    ...beginAt(0),
    ...(how === 'off' && subscriptionId ? { subscriptionId } : {}),
    status: 'closed',
    closed: { at, since, tries: 0 },
  };
}
