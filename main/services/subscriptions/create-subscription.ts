import { randomBytes } from 'node:crypto';
import { buildSubscription, checkFilters } from '../../../shared/cdex/build-subscription.ts';
import { secretHeader } from '../../../shared/cdex/subscription-urls.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { type SubscriptionRecord, taskTopic } from '../../../shared/domain/subscription.ts';
import type { Partner } from '../../exchange/partner.ts';
import { createSubscription } from '../../exchange/subscriptions/write-subscription.ts';
import { coverTasks } from './cover-tasks.ts';
import { forgetHeaders, type GivenHeader, keepHeaders, readHeaders, secretsOf } from './given-headers.ts';
import { change, changed, type SubscriptionMeans } from './means.ts';
import { withOddities } from './noted.ts';
import { mayExist } from './look-for-ours.ts';
import { declaredBy, reachOf } from './offer.ts';
import { planned } from './plan-check.ts';
import { readWritten, withWritten } from './read-answer.ts';
import { hashSecret, newSecret } from './secret.ts';
import { renewSubscription } from './renew-subscription.ts';
import { waitForHandshake } from './wait-for-handshake.ts';

type Input = CommandParsed<'subscriptions.create'>;

/** Where notifications are to be sent, and whether that is our receiver's own address. */
interface Endpoint {
  endpoint: string;
  followsReceiver: boolean;
}

/**
 * POSTs a Subscription and waits a moment for its handshake. The record is written first, so that a handshake that comes before the answer
 * finds it. A refusal leaves nothing behind; where no answer came the record stays, because the partner may have made it.
 */
export async function createAt(
  means: SubscriptionMeans,
  partner: Partner,
  input: Input,
  signal: AbortSignal,
): Promise<Reply<SubscriptionRecord>> {
  const { kit } = means;
  const topic = input.topic ?? taskTopic;
  const filters = input.filters.length > 0 ? input.filters : ourFilter(means, partner);
  const broken = checkFilters(topic, filters).find(({ severity }) => severity === 'error');
  if (broken)
    return fail('invalid-input', broken.message, broken.next ?? 'Correct it.', {
      details: [`filters: ${broken.message}`],
    });
  const given = await readHeaders(kit, input.headers);
  if (!given.ok) return given;
  const lost = lostBefore(means, partner, { ...input, topic, filters });
  const id = lost?.id ?? randomBytes(12).toString('hex');
  const where = await endpointFor(means, partner, input, id);
  if (!where.ok) return where;
  const declared = await declaredBy(means, partner);
  const kept = await keepHeaders(kit, id, given.value);
  if (!kept.ok) return kept;
  const blank = blankRecord(means, partner, { ...input, topic, filters }, given.value);
  if (lost) return askAgain(means, partner, blank, lost.id, signal);
  const secret = newSecret();
  const record = planned({
    ...blank,
    id,
    ...where.value,
    secretHash: hashSecret(secret),
    ...(declared.offers ? { offers: declared.offers } : {}),
    oddities: topicOddity(topic, declared.topics),
  });
  kit.store.write(() => kit.store.subscriptions.put(record));
  if (!partner.connectionId) means.partners.set(id, partner);
  if (input.atClose === 'end') means.forNow.add(id);
  const sent = await post(means, partner, record, [{ name: secretHeader, value: secret }, ...given.value], signal);
  if (!sent.ok) return sent;
  const standing = sent.value.status === 'requested' ? await waitForHandshake(means, id, signal) : sent.value;
  if (standing?.status === 'active') await coverTasks(kit.store, standing);
  return changed(
    change(kit.store, id, (now) => ({
      record:
        now.status === 'requested' && !now.problem
          ? {
              ...now,
              problem: 'No handshake has come yet: the partner has not reached the endpoint. Tasks are polled.',
            }
          : now,
    })),
    id,
  );
}

/** The one that was asked for before in the same way and never answered, which the partner may have. */
function lostBefore(
  { kit }: SubscriptionMeans,
  { baseUrl, connectionId }: Partner,
  { topic, filters, endpoint }: Pick<Input, 'topic' | 'filters' | 'endpoint'>,
): SubscriptionRecord | undefined {
  return kit.store.subscriptions.list().find(
    (one) =>
      one.unanswered !== undefined &&
      one.subscriptionId === undefined &&
      one.status === 'requested' &&
      // One for a run that is over is removed at the partner by itself.
      one.left === undefined &&
      one.baseUrl === baseUrl &&
      one.connectionId === connectionId &&
      one.topic === topic &&
      one.filters.join() === filters.join() &&
      (endpoint === undefined ? one.followsReceiver === true : one.endpoint === endpoint),
  );
}

/** Asks for that one with the wishes of now, where it is not found at the partner: see renewSubscription. */
function askAgain(
  means: SubscriptionMeans,
  partner: Partner,
  { filters, filterStyle, payload, headers, ...blank }: ReturnType<typeof blankRecord>,
  id: string,
  signal: AbortSignal,
): Promise<Reply<SubscriptionRecord>> {
  const { heartbeatSeconds, timeoutSeconds, maxCount, endsInMinutes, atClose } = blank;
  change(means.kit.store, id, (known) => ({
    record: {
      ...known,
      filters,
      filterStyle,
      payload,
      headers,
      ...(heartbeatSeconds ? { heartbeatSeconds } : {}),
      ...(timeoutSeconds ? { timeoutSeconds } : {}),
      ...(maxCount ? { maxCount } : {}),
      ...(endsInMinutes ? { endsInMinutes } : {}),
    },
  }));
  if (!partner.connectionId) means.partners.set(id, partner);
  if (atClose === 'end') means.forNow.add(id);
  return renewSubscription(means, id, signal, atClose);
}

/** Where a topic is declared, one that is not among them will hardly be taken; where none is, it may be (CONF-067, CONF-069). */
const topicOddity = (topic: string, topics: readonly string[]): string[] =>
  topics.length > 0 && !topics.some((one) => one.split('|')[0] === topic.split('|')[0])
    ? [`The partner declares other topics than ${topic}.`]
    : [];

/** By whom the last thousand Tasks were asked for that we sent over a connection, where it was always the same. */
function ourFilter({ kit }: SubscriptionMeans, { connectionId, baseUrl }: Partner): string[] {
  if (!connectionId) return [];
  const sent = kit.store.tasks
    .list({ limit: 1_000, side: 'sent', baseUrl })
    .filter((task) => task.connectionId === connectionId);
  const [requester, ...others] = new Set(sent.map((task) => task.requester));
  return requester?.includes('|') && others.length === 0 ? [`requester:identifier=${requester}`] : [];
}

function blankRecord(
  { kit: { ports } }: SubscriptionMeans,
  partner: Partner,
  input: Input & { topic: string },
  headers: readonly GivenHeader[],
): Omit<SubscriptionRecord, 'id' | 'endpoint' | 'secretHash'> {
  const now = ports.clock.now();
  const { topic, filters, filterStyle, payload, heartbeatSeconds, timeoutSeconds, maxCount, endsInMinutes, atClose } =
    input;
  return {
    ...(partner.connectionId ? { connectionId: partner.connectionId } : {}),
    partner: partner.name,
    baseUrl: partner.baseUrl,
    topic,
    filters,
    filterStyle,
    payload,
    headers: [secretHeader, ...headers.map(({ name }) => name)],
    ...(heartbeatSeconds ? { heartbeatSeconds } : {}),
    ...(timeoutSeconds ? { timeoutSeconds } : {}),
    ...(maxCount ? { maxCount } : {}),
    ...(endsInMinutes ? { endsInMinutes, end: new Date(now + endsInMinutes * 60_000).toISOString() } : {}),
    atClose,
    status: 'requested',
    createdAt: new Date(now).toISOString(),
    lastEvent: 0,
    eventCount: 0,
    duplicateCount: 0,
    gaps: [],
    oddities: [],
    recent: [],
  };
}

/** The endpoint a person gave as it is; else our receiver's, started where it is not running. */
async function endpointFor(
  means: SubscriptionMeans,
  partner: Partner,
  input: Input,
  id: string,
): Promise<Reply<Endpoint>> {
  if (input.endpoint) return ok({ endpoint: input.endpoint, followsReceiver: false });
  const { receiver, store } = means.kit;
  const reach = reachOf(means, partner);
  if (reach.reachable === 'unlikely' && !input.sendAnyway)
    return fail('invalid-input', reach.says, reach.next, {
      requirement: 'CONF-064',
      details: ['endpoint: an address the partner can reach is needed, or sendAnyway'],
    });
  const started = await receiver.start({});
  const held = store.roles.get('receiver');
  const url = started.ok ? started.value.receiver?.notificationUrl : held?.running && held.receiver?.notificationUrl;
  if (url) return ok({ endpoint: `${url}/${id}`, followsReceiver: true });
  return started.ok ? fail('not-running', 'The receiver has no address.', 'Start it again.') : started;
}

async function post(
  means: SubscriptionMeans,
  partner: Partner,
  record: SubscriptionRecord,
  headers: readonly GivenHeader[],
  signal: AbortSignal,
): Promise<Reply<SubscriptionRecord>> {
  const { store, door } = means.kit;
  const { id } = record;
  const subscription = buildSubscription({ ...record, headers });
  const reply = await createSubscription(door, partner, subscription, { secrets: secretsOf(headers), signal });
  if (!reply.ok) {
    if (mayExist(reply.error)) {
      const problem = `No answer came to the request: ${reply.error.message} A handshake would show that it was made.`;
      const unanswered = record.createdAt;
      change(store, id, (now) => ({ record: now.handshakeAt ? now : { ...now, problem, unanswered } }));
    } else {
      store.write(() => store.subscriptions.remove(id));
      store.write(() => store.subscriptionEvents.remove(id));
      means.partners.delete(id);
      await forgetHeaders(means.kit, id);
    }
    return reply;
  }
  const written = readWritten(reply.value, subscription);
  return changed(
    change(store, id, (now) => ({ record: withOddities(withWritten(now, written), written.oddities) })),
    id,
  );
}
