import type { Role } from '../../../shared/domain/role.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { isOpen } from './number-events.ts';

/** How long numbers that are missing may still come by themselves, in milliseconds. */
const lateMs = 3_000;
/** How long one waits for a heartbeat beyond its period, at least and at most, in milliseconds; half the period in between. */
const grace = { least: 5_000, most: 60_000 };
/** How often $status is asked where no heartbeat was asked for, and where a handshake does not come, in milliseconds. */
const quietMs = 3_600_000;
const handshakeMs = 30_000;
/** A handshake that has not come after this is no longer hurried, in milliseconds. */
const hurryMs = 600_000;
/** How long before its end a subscription is renewed: a fifth of its length, at most this many milliseconds. */
const renewMs = 3_600_000;

const ms = (instant: string | undefined): number => (instant ? Date.parse(instant) : 0);

/** Whether the console still does anything about a subscription. */
export const isLive = ({ status }: SubscriptionRecord): boolean => status !== 'removed' && status !== 'off';

/** One that the last close removed is asked for again at once; but not before there is a receiver its messages could come to. */
export const waitsForReceiver = (
  { status, followsReceiver }: SubscriptionRecord,
  receiver: Pick<Role, 'running'> | undefined,
): boolean => status === 'closed' && followsReceiver === true && !receiver?.running;

/** When it is to be renewed (ms since 1970); never without an end. */
export function renewalAt({ end, endsInMinutes, createdAt, renewAfter }: SubscriptionRecord): number {
  if (!end) return Number.POSITIVE_INFINITY;
  const length = endsInMinutes ? endsInMinutes * 60_000 : ms(end) - ms(createdAt);
  return Math.max(ms(end) - Math.min(renewMs, length / 5), ms(renewAfter));
}

/** When $status is to be asked because a number was doubted (ms since 1970). */
export const doubtedAt = ({ doubtAt, subscriptionId }: SubscriptionRecord): number =>
  doubtAt && subscriptionId ? ms(doubtAt) + lateMs : Number.POSITIVE_INFINITY;

/** When $status is to be asked unless something is heard before (ms since 1970). */
export function silenceAt(record: SubscriptionRecord): number {
  const { heartbeatSeconds, lastHeardAt, checkedAt, createdAt, status, subscriptionId } = record;
  if (!subscriptionId) return Number.POSITIVE_INFINITY;
  const last = Math.max(ms(lastHeardAt), ms(checkedAt), ms(createdAt));
  if (status === 'requested') return last + (last - ms(createdAt) < hurryMs ? handshakeMs : quietMs);
  if (!heartbeatSeconds || status !== 'active') return last + quietMs;
  const period = heartbeatSeconds * 1_000;
  return last + period + Math.min(grace.most, Math.max(grace.least, period / 2));
}

/** When the next missing numbers are to be made up for (ms since 1970). */
export const fillAt = ({ gaps }: SubscriptionRecord): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...gaps.filter(isOpen).map(({ at, nextTryAt }) => (nextTryAt ? ms(nextTryAt) : ms(at) + lateMs)),
  );

/** The record with the instant of the next thing to do by itself; none once it is removed or has ended. */
export function planned(record: SubscriptionRecord): SubscriptionRecord {
  const { nextCheckAt: _old, ...rest } = record;
  if (!isLive(record)) return rest;
  if (record.status === 'closed') return record.renewAfter ? { ...rest, nextCheckAt: record.renewAfter } : rest;
  const next = Math.min(renewalAt(record), silenceAt(record), doubtedAt(record), fillAt(record));
  return Number.isFinite(next) ? { ...rest, nextCheckAt: new Date(next).toISOString() } : rest;
}
