import { readNotification } from '../../../shared/cdex/read-notification.ts';
import { ok, type Failure, type Reply } from '../../../shared/contract/errors.ts';
import type { EventGap, SubscriptionEvent, SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { parseReference } from '../../../shared/fhir/reference.ts';
import type { Partner } from '../../exchange/partner.ts';
import { askEvents } from '../../exchange/subscriptions/ask-subscription.ts';
import { change, changed, findSubscription, partnerOf, type SubscriptionMeans } from './means.ts';
import { withOddities } from './noted.ts';
import { cutTo, farthest, highestOf, isOpen, settle } from './number-events.ts';
import { searchTasks } from './search-tasks.ts';
import { wakeTasks } from './wake-tasks.ts';

/** How often a partner that cannot be reached is asked for what is missing, and how long after the first time (ms; doubled each time). */
const mostTries = 5;
const firstPauseMs = 30_000;

/** Tasks that a gap names once it is made up for. */
const mostTaskIds = 50;

/** What was found out about missing numbers. */
interface Filling {
  filled: EventGap['filled'];
  taskIds: string[];
  exchangeId?: string;
  /** How many events the partner counts, where that shows that the missing ones never were. */
  count?: number;
  oddities: string[];
  message: string;
}

/**
 * Makes up for the events that are missing: by $events where the partner may have it, else by a search of the Tasks changed since. The Tasks
 * are read again in either case. `now` leaves out those that are planned for later; without it all are tried. Answers the record then.
 */
export async function fillGaps(means: SubscriptionMeans, id: string, now?: number): Promise<Reply<SubscriptionRecord>> {
  const found = findSubscription(means, id);
  if (!found.ok) return found;
  const partner = partnerOf(means, found.value);
  if (!partner.ok) return partner;
  let record = found.value;
  for (const gap of record.gaps.filter((one) => isOpen(one) && isDue(one, now))) {
    const filling = await fill(means, partner.value, record, gap);
    const next = filling.ok ? note(means, id, gap, filling.value) : postpone(means, id, gap, filling.error);
    if (!next) return changed(next, id);
    if (!filling.ok && filling.error.code === 'cancelled') return filling;
    record = next;
    if (filling.ok) await wakeTasks(means, record, filling.value.taskIds);
  }
  return ok(record);
}

const isDue = ({ nextTryAt }: EventGap, now: number | undefined) =>
  now === undefined || !nextTryAt || Date.parse(nextTryAt) <= now;

async function fill(
  means: SubscriptionMeans,
  partner: Partner,
  record: SubscriptionRecord,
  gap: EventGap,
): Promise<Reply<Filling>> {
  const events = await byEvents(means, partner, record, gap);
  if (events && (!events.ok || events.value.filled === 'events')) return events;
  const before = events?.value;
  const found = await searchTasks(means, partner, record, gap.since ?? record.createdAt);
  if (!found.ok) return found;
  const { taskIds, exchangeId } = found.value;
  return ok({
    filled: 'search',
    taskIds: [...new Set([...(before?.taskIds ?? []), ...taskIds])],
    exchangeId,
    oddities: before?.oddities ?? [],
    message: `${wordsOf(gap)} made up for by a search of the Tasks changed since.`,
  });
}

/** $events with both numbers; undefined where it is not worth asking. A partner that refuses it is searched. */
async function byEvents(
  { kit, ending }: SubscriptionMeans,
  partner: Partner,
  { subscriptionId, offers, baseUrl }: SubscriptionRecord,
  { from, to }: EventGap,
): Promise<Reply<Filling> | undefined> {
  if (!subscriptionId || (offers && !offers.includes('$events')) || to - from >= farthest) return undefined;
  const reply = await askEvents(kit.door, partner, subscriptionId, { from, to }, { signal: ending });
  if (!reply.ok) return isRefusal(reply.error) ? undefined : reply;
  const { resource, exchangeId } = reply.value;
  const { events, eventsSinceStart } = readNotification(resource);
  if (eventsSinceStart !== undefined && eventsSinceStart < from)
    return ok(neverWas({ from, to }, eventsSinceStart, exchangeId));
  const wanted = events.filter(({ number }) => number !== undefined && from <= number && number <= to);
  const numbers = new Set(wanted.map(({ number }) => number));
  const taskIds = wanted.flatMap(({ focus }) => {
    const { type, id } = parseReference(focus, baseUrl);
    return type === 'Task' && id ? [id] : [];
  });
  const complete = numbers.size === to - from + 1 && taskIds.length >= numbers.size;
  return ok({
    filled: complete ? 'events' : 'no',
    taskIds: [...new Set(taskIds)],
    exchangeId,
    oddities: complete ? [] : [`$events brought ${numbers.size} of the ${to - from + 1} events that were asked for.`],
    message: `${wordsOf({ from, to })} made up for by $events.`,
  });
}

const neverWas = (gap: Pick<EventGap, 'from' | 'to'>, count: number, exchangeId: string): Filling => ({
  filled: 'events',
  taskIds: [],
  exchangeId,
  count,
  oddities: [`The partner counts ${count} events, but sent a number beyond ${gap.to}.`],
  message: `${wordsOf(gap)} not missing: the partner counts ${count} events alone.`,
});

const wordsOf = ({ from, to }: Pick<EventGap, 'from' | 'to'>) =>
  from === to ? `Event ${from} is` : `Events ${from} to ${to} are`;

/** The partner answered, and will not answer otherwise next time. */
const isRefusal = ({ httpStatus = 0, code }: Failure) =>
  code === 'not-fhir' ||
  code === 'error-outcome' ||
  (httpStatus >= 400 && httpStatus < 500 && ![401, 403, 429].includes(httpStatus)) ||
  httpStatus === 501;

/** Notes what became of a gap, as far as its numbers have not come by themselves meanwhile. */
function note(means: SubscriptionMeans, id: string, gap: EventGap, filling: Filling): SubscriptionRecord | undefined {
  const { filled, oddities, message, exchangeId, count } = filling;
  const taskIds = filled === 'events' ? filling.taskIds.slice(0, mostTaskIds) : [];
  return change(means.kit.store, id, (record) => {
    const gaps = record.gaps.map((one) => {
      if (!isOpen(one) || one.from < gap.from || one.to > gap.to) return one;
      const { nextTryAt: _done, ...rest } = one;
      return { ...rest, filled, ...(taskIds.length > 0 ? { taskIds } : {}), ...(exchangeId ? { exchangeId } : {}) };
    });
    const numbers = settle({ ...record, gaps });
    const lied = count !== undefined && highestOf(numbers) === gap.to + 1;
    const next = { ...record, ...(lied ? cutTo(count, numbers) : numbers) };
    return { record: withOddities(next, oddities), events: [told(means, gap, message, exchangeId)] };
  });
}

/** A partner that cannot be asked now is asked again later; one that refuses, and after some tries any, is given up. */
function postpone(means: SubscriptionMeans, id: string, gap: EventGap, failure: Failure) {
  if (failure.code === 'cancelled') return means.kit.store.subscriptions.get(id);
  const tries = (gap.tries ?? 0) + 1;
  const over = isRefusal(failure) || tries >= mostTries;
  const nextTryAt = new Date(means.kit.ports.clock.now() + firstPauseMs * 2 ** (tries - 1)).toISOString();
  return change(means.kit.store, id, (record) => {
    const gaps = record.gaps.map((one): EventGap => {
      if (!isOpen(one) || one.from < gap.from || one.to > gap.to) return one;
      const { nextTryAt: _old, ...rest } = one;
      return over ? { ...rest, tries, filled: 'given-up' } : { ...rest, tries, nextTryAt };
    });
    const outcome = over
      ? `${wordsOf(gap)} given up: ${failure.message}`
      : `${wordsOf(gap)} still missing: ${failure.message}`;
    const events = over || tries === 1 ? [told(means, gap, outcome, failure.exchangeId)] : [];
    return { record: { ...record, ...settle({ ...record, gaps }) }, events };
  });
}

const told = (
  { kit }: SubscriptionMeans,
  { from, to }: EventGap,
  message: string,
  exchangeId: string | undefined,
): SubscriptionEvent => ({
  at: new Date(kit.ports.clock.now()).toISOString(),
  type: 'status',
  number: from,
  to,
  focus: [],
  message,
  ...(exchangeId ? { exchangeId } : {}),
});
