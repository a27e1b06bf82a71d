import type { SubscriptionEvent } from '../../shared/domain/subscription.ts';
import type { Database } from './sqlite.ts';

/** What subscriptions told, in the order it was told; their records carry the last of it alone. */
export interface SubscriptionEventTable {
  /** Newest first; `after` leaves out what has no larger number than that. */
  list(subscriptionId: string, limit: number, after?: number): SubscriptionEvent[];
  /** Appends; answers them with their numbers. */
  add(subscriptionId: string, events: readonly SubscriptionEvent[]): SubscriptionEvent[];
  remove(subscriptionId: string): void;
}

/** Kept of each subscription; older ones are cleared in steps. */
const kept = 5_000;
const clearEvery = 500;

/** The table of a database. It is not journalled: the subscription's record changes with it. */
export function createSubscriptionEvents(database: Database): SubscriptionEventTable {
  return {
    list: (subscriptionId, limit, after = 0) =>
      database
        .all(
          'SELECT seq, record FROM subscription_events WHERE subscription = ? AND seq > ? ORDER BY seq DESC LIMIT ?',
          subscriptionId,
          after,
          limit,
        )
        .map(({ seq, record }) => ({ ...(JSON.parse(String(record)) as SubscriptionEvent), seq: Number(seq) })),
    add(subscriptionId, events) {
      return events.map((event) => {
        const { lastId } = database.run(
          'INSERT INTO subscription_events(subscription, record) VALUES(?, ?)',
          subscriptionId,
          JSON.stringify(event),
        );
        const seq = Number(lastId);
        if (seq % clearEvery === 0)
          database.run(
            `DELETE FROM subscription_events WHERE subscription = ?1 AND seq <= (
               SELECT seq FROM subscription_events WHERE subscription = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`,
            subscriptionId,
            kept,
          );
        return { ...event, seq };
      });
    },
    remove(subscriptionId) {
      database.run('DELETE FROM subscription_events WHERE subscription = ?', subscriptionId);
    },
  };
}
