import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Store } from '../../store/store.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import { connectionOf, fromConnection, resolvePartner } from '../partners.ts';
import type { TaskReads } from '../task-reads.ts';
import { type Noted, recentKept } from './noted.ts';
import { planned } from './plan-check.ts';

/** What everything about subscriptions works with; one a console. */
export interface SubscriptionMeans {
  kit: Kit;
  heavy: Heavy;
  reads: Pick<TaskReads, 'pollMany' | 'remember'>;
  /** Partners that were named on the spot, with their secrets, by our ids of their subscriptions. */
  partners: Map<string, Partner>;
  /** Our ids of those that this process asked for, for as long as it runs. */
  forNow: Set<string>;
  /** Aborted when the console ends: whatever happens by itself is given up then. */
  ending: AbortSignal;
}

/** The record of one of our ids. */
export function findSubscription({ kit }: Pick<SubscriptionMeans, 'kit'>, id: string): Reply<SubscriptionRecord> {
  const record = kit.store.subscriptions.get(id);
  return record
    ? ok(record)
    : fail('not-found', `There is no subscription ${id}.`, 'List the subscriptions; they have ids of ours.');
}

/** Whom to ask about a subscription: its connection, the partner that was named, or without credentials its server. */
export function partnerOf({ kit, partners }: SubscriptionMeans, record: SubscriptionRecord): Reply<Partner> {
  const connection = connectionOf(kit, record);
  if (connection) return ok(fromConnection(kit, connection));
  const named = partners.get(record.id);
  return named ? ok(named) : resolvePartner(kit, { baseUrl: record.baseUrl });
}

/**
 * Changes a record as it is now, in one transaction: it appends what was told, and plans what is next. Undefined where there is no such
 * record any more, or it is removed, or closed: what comes late does not open it again.
 */
export function change(
  store: Store,
  id: string,
  note: (record: SubscriptionRecord) => Pick<Noted, 'record'> & Partial<Pick<Noted, 'events'>>,
): SubscriptionRecord | undefined {
  return store.write(() => {
    const before = store.subscriptions.get(id);
    if (!before || before.status === 'removed' || before.status === 'closed') return undefined;
    const { record, events = [] } = note(before);
    const told = store.subscriptionEvents.add(id, events);
    const next = planned({ ...record, recent: [...before.recent, ...told].slice(-recentKept) });
    store.subscriptions.put(next);
    return next;
  });
}

/** The same for a record that must be there: what changed it, or why not. */
export function changed(record: SubscriptionRecord | undefined, id: string): Reply<SubscriptionRecord> {
  return record ? ok(record) : fail('not-found', `The subscription ${id} was removed meanwhile.`, 'Make another one.');
}
