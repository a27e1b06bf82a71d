import type { Role } from '../../shared/domain/role.ts';
import type { SubscriptionRecord } from '../../shared/domain/subscription.ts';
import type { Clock } from '../ports.ts';
import { isLive, waitsForReceiver } from '../services/subscriptions/plan-check.ts';
import type { Store } from '../store/store.ts';
import type { Job } from './job.ts';

/** A partner that did not take a new address is told it again after this many milliseconds. */
const movedAgainMs = 300_000;

/**
 * Keeps subscriptions going: renewals, missing events, heartbeats that do not come. After a start each is looked at once, because much
 * may have happened meanwhile; those that the last close removed are asked for again; and when our receiver has another address, those
 * that follow it are told so.
 */
export function watchSubscriptions(
  { subscriptions, roles }: Pick<Store, 'subscriptions' | 'roles'>,
  clock: Pick<Clock, 'now'>,
  check: (id: string, first: boolean) => Promise<unknown>,
): Job {
  const live = () => subscriptions.list().filter(isLive);
  const unseen = new Set(live().map(({ id }) => id));
  /** When a subscription was last told where the receiver is (ms). */
  const told = new Map<string, number>();

  const moved = (record: SubscriptionRecord, role: Role | undefined, now: number): boolean => {
    const url = role?.running ? role.receiver?.notificationUrl : undefined;
    if (record.status === 'closed' || !record.followsReceiver || !url || record.endpoint === `${url}/${record.id}`)
      return false;
    return (told.get(record.id) ?? Number.NEGATIVE_INFINITY) + movedAgainMs <= now;
  };

  const planOf = ({ nextCheckAt, status }: SubscriptionRecord) =>
    nextCheckAt ? Date.parse(nextCheckAt) : status === 'closed' ? 0 : Number.POSITIVE_INFINITY;

  return {
    name: 'subscriptions',
    wokenBy: ['subscription', 'role'],
    due(now, limit) {
      const role = roles.get('receiver');
      return live()
        .filter((record) => !waitsForReceiver(record, role))
        .filter((record) => unseen.has(record.id) || moved(record, role, now) || planOf(record) <= now)
        .slice(0, limit)
        .map(({ id }) => id);
    },
    nextDue(now) {
      const soonest = Math.min(
        Number.POSITIVE_INFINITY,
        ...live()
          .map(planOf)
          .filter((at) => at > now),
      );
      return Number.isFinite(soonest) ? soonest : undefined;
    },
    async run(ids) {
      for (const id of ids) {
        const record = subscriptions.get(id);
        const first = unseen.delete(id);
        if (record && moved(record, roles.get('receiver'), clock.now())) told.set(id, clock.now());
        await check(id, first);
      }
    },
  };
}
