import { buildSubscription } from '../../../shared/cdex/build-subscription.ts';
import { secretHeader } from '../../../shared/cdex/subscription-urls.ts';
import { fail, type Failure, type Reply } from '../../../shared/contract/errors.ts';
import type { Closing, SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { createSubscription, updateSubscription } from '../../exchange/subscriptions/write-subscription.ts';
import { coverTasks } from './cover-tasks.ts';
import { keptHeaders, secretsOf } from './given-headers.ts';
import { lookForOurs, mayExist, type Sought } from './look-for-ours.ts';
import { change, changed, findSubscription, partnerOf, type SubscriptionMeans } from './means.ts';
import { withOddities } from './noted.ts';
import { noteReopened } from './note-reopened.ts';
import { readWritten, withWritten } from './read-answer.ts';
import { formerHashes, hashSecret, newSecret } from './secret.ts';
import { waitForHandshake } from './wait-for-handshake.ts';

/**
 * PUTs a subscription again as requested, with a later end, a new secret and the receiver's address of now: renews a live one, revives one
 * in error. One the partner no longer has is POSTed anew, and so is one that was removed there when the console closed. The old secrets
 * are good until the partner uses the new one. One whose create was never answered is looked for first, and taken over where it is found.
 * `atClose` changes what the next close does.
 */
export async function renewSubscription(
  means: SubscriptionMeans,
  id: string,
  signal: AbortSignal,
  atClose?: Closing,
): Promise<Reply<SubscriptionRecord>> {
  const { store, door, ports } = means.kit;
  const found = findSubscription(means, id);
  if (!found.ok) return found;
  if (found.value.status === 'removed')
    return fail('not-found', 'The subscription was removed at the partner.', 'Make another one.');
  const partner = partnerOf(means, found.value);
  if (!partner.ok) return partner;
  const kept = await keptHeaders(means.kit, id);
  if (!kept.ok) return kept;
  const secret = newSecret();
  const before = found.value;
  open(means, before);
  const pending = change(store, id, ({ renewAfter: _tried, ...record }) => ({
    record: {
      ...record,
      ...(atClose ? { atClose } : {}),
      endpoint: endpointOf(means, record),
      secretHash: hashSecret(secret),
      formerSecretHashes: formerHashes(record),
      ...(record.endsInMinutes
        ? { end: new Date(ports.clock.now() + record.endsInMinutes * 60_000).toISOString() }
        : {}),
      // A handshake is awaited anew; what comes meanwhile is still taken.
      status: 'requested',
    },
  }));
  if (!pending) return changed(pending, id);
  const headers = [{ name: secretHeader, value: secret }, ...kept.value];
  const subscription = buildSubscription({ ...pending, headers });
  const context = { secrets: secretsOf(headers), signal };
  const sought =
    pending.unanswered && !pending.subscriptionId ? await lookForOurs(means, partner.value, before, signal) : undefined;
  const subscriptionId = pending.subscriptionId ?? sought?.found?.id;
  const put = subscriptionId
    ? await updateSubscription(door, partner.value, { ...subscription, id: subscriptionId }, context)
    : undefined;
  const isNew = !put || (!put.ok && (put.error.httpStatus === 404 || put.error.httpStatus === 410));
  const reply = isNew ? await createSubscription(door, partner.value, subscription, context) : put;
  if (!reply.ok && sought?.found && notOffered(reply.error)) return goOnWith(means, id, sought.found, sought.says);
  if (!reply.ok) {
    takeBack(means, before, reply.error, isNew);
    return reply;
  }
  const written = readWritten(reply.value, subscription);
  const answered = change(store, id, (record) => {
    const { subscriptionId: _old, ...rest } = record;
    const asked = isNew || !subscriptionId ? rest : { ...rest, subscriptionId };
    const says = sought ? [sought.says] : [];
    return { record: withOddities(withWritten(asked, written), [...says, ...written.oddities]) };
  });
  const standing = answered?.status === 'requested' ? await waitForHandshake(means, id, signal) : answered;
  if (standing?.status === 'active') await coverTasks(store, standing);
  await noteReopened(means, partner.value, before);
  return changed(store.subscriptions.get(id), id);
}

const notOffered = ({ httpStatus }: Failure) => httpStatus === 405 || httpStatus === 501;

/** One that was found at a partner that lets none be changed goes on as it is; the secret it was asked for with is still good. */
async function goOnWith(
  { kit: { store } }: SubscriptionMeans,
  id: string,
  { id: subscriptionId, status }: NonNullable<Sought['found']>,
  says: string,
): Promise<Reply<SubscriptionRecord>> {
  const standing = change(store, id, ({ problem: _old, unanswered: _found, ...record }) => ({
    record: withOddities({ ...record, subscriptionId, status }, [says]),
  }));
  if (standing?.status === 'active') await coverTasks(store, standing);
  return changed(standing, id);
}

/** A closed one is taken up: a new one at the partner begins to tell anew. */
function open({ kit: { store, ports } }: SubscriptionMeans, record: SubscriptionRecord): void {
  if (record.status !== 'closed') return;
  const createdAt = new Date(ports.clock.now()).toISOString();
  store.write(() => store.subscriptions.put({ ...record, status: 'requested', createdAt, recent: [] }));
}

/** Where our receiver is now, for one that follows it; a receiver that does not run leaves the address as it is. */
export function endpointOf(
  { kit: { store } }: Pick<SubscriptionMeans, 'kit'>,
  { id, endpoint, followsReceiver }: SubscriptionRecord,
): string {
  const role = store.roles.get('receiver');
  const url = role?.running ? role.receiver?.notificationUrl : undefined;
  return followsReceiver && url ? `${url}/${id}` : endpoint;
}

/** The partner keeps what it had, so do we; where it is not known what it did, the new secret and those before stay good. */
function takeBack({ kit }: SubscriptionMeans, before: SubscriptionRecord, failure: Failure, isNew: boolean): void {
  const lost = isNew && mayExist(failure);
  const unsure = failure.httpStatus === undefined && failure.code !== 'unreachable' && failure.code !== 'host-unknown';
  change(kit.store, before.id, (record) => {
    const { end: _later, ...rest } = record;
    const { secretHash, formerSecretHashes, createdAt } = before;
    return {
      record: {
        ...rest,
        createdAt,
        // Where one may have been made, it was made for the address of now.
        ...(lost ? { unanswered: new Date(kit.ports.clock.now()).toISOString() } : { endpoint: before.endpoint }),
        ...(before.renewAfter ? { renewAfter: before.renewAfter } : {}),
        ...(before.end ? { end: before.end } : {}),
        ...(unsure ? {} : { secretHash, formerSecretHashes: formerSecretHashes ?? [] }),
        status: record.status === 'requested' ? before.status : record.status,
        problem: `It could not be ${before.closed || before.unanswered ? 'asked for again' : 'renewed'}: ${failure.message}`,
      },
    };
  });
}
