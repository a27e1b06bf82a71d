import type { IncomingHttpHeaders } from 'node:http';
import type { NotificationReading } from '../../shared/cdex/read-notification.ts';
import type { SubscriptionRecord } from '../../shared/domain/subscription.ts';
import { coverTasks, uncoverTasks } from './subscriptions/cover-tasks.ts';
import { change, partnerOf, type SubscriptionMeans } from './subscriptions/means.ts';
import type { Noted } from './subscriptions/noted.ts';
import { noteNotification } from './subscriptions/note-notification.ts';
import { searchTasks } from './subscriptions/search-tasks.ts';
import { hashSecret, incomingHeader, proves } from './subscriptions/secret.ts';
import { wakeTasks } from './subscriptions/wake-tasks.ts';

/**
 * Whose message a request brings, as its head shows: `proven` by our secret; `unproven`, sent to a subscription's address without it;
 * `unknown`, to an address that belongs to none; `unaddressed`, to the entrance as such.
 */
export interface NotificationAdmission {
  verdict: 'proven' | 'unproven' | 'unknown' | 'unaddressed';
  /** Ours, of a proven one. */
  subscriptionId?: string;
  /** Whether the secret is the one before the last renewal. */
  former?: boolean;
  /** Headers whose values are secrets, in lower case, and the secrets among their values. */
  headerNames: string[];
  secrets: string[];
}

/** A message of a proven subscription, stored. */
export interface TakenNotification {
  subscriptionId: string;
  former: boolean;
  reading: NotificationReading;
  /** ISO instant it had arrived. */
  at: string;
  pushId: string;
  exchangeId: string;
}

/** The receiver's way to the subscriptions. */
export interface NotificationEntrance {
  admit(path: string, headers: IncomingHttpHeaders): NotificationAdmission;
  /** Takes what was stored and answered; it is noted soon, together with whatever else comes. */
  take(one: TakenNotification): void;
  /** Notes what still waits. */
  flush(): void;
}

/** How long a message may wait for company, in milliseconds: a flood is noted in few transactions. */
const companyMs = 20;
/** Tasks are searched for at most once in this many milliseconds, where events do not say what they are about. */
const searchEveryMs = 2_000;

/** The entrance of one console. */
export function createNotifications(means: SubscriptionMeans): NotificationEntrance {
  const { store, ports } = means.kit;
  let waiting: TakenNotification[] = [];
  let timer: NodeJS.Timeout | undefined;
  const searches = createSearches(means);

  function note(): void {
    clearTimeout(timer);
    timer = undefined;
    const taken = Map.groupBy(waiting, ({ subscriptionId }) => subscriptionId);
    waiting = [];
    for (const [id, messages] of taken)
      try {
        noteTogether(id, messages);
      } catch (error) {
        // Stored they are; what they said is found out by the numbers that are missing then.
        ports.log(`Notifications could not be noted: ${(error as Error).message}`);
      }
  }

  function noteTogether(id: string, messages: readonly TakenNotification[]): void {
    const followUp = { taskIds: new Set<string>(), since: undefined as string | undefined };
    let before: SubscriptionRecord | undefined;
    const after = change(store, id, (known) => {
      before = known;
      let record = known;
      const events: Noted['events'] = [];
      for (const { reading, at, pushId, exchangeId, former } of messages) {
        const { formerSecretHash: _used, ...present } = record;
        const since = record.lastEventAt ?? record.createdAt;
        const noted = noteNotification(former ? record : present, reading, { at, pushId, exchangeId });
        record = noted.record;
        for (const event of noted.events) events.push(event);
        for (const taskId of noted.taskIds) followUp.taskIds.add(taskId);
        if (noted.search) followUp.since ??= since;
      }
      return { record, events };
    });
    if (!after) return;
    if (followUp.taskIds.size > 0) quietly(wakeTasks(means, after, [...followUp.taskIds]));
    if (followUp.since) searches.ask(after, followUp.since);
    if (after.status === 'active' && before?.status !== 'active') quietly(coverTasks(store, after));
    if (after.status === 'off' && before?.status !== 'off') quietly(uncoverTasks(store, id));
  }

  const quietly = (work: Promise<unknown>) => {
    work.catch((error: Error) => ports.log(`What a notification asked for failed: ${error.message}`));
  };

  return {
    admit: (path, headers) => admit(means, path, headers),
    take(one) {
      waiting.push(one);
      timer ??= setTimeout(note, companyMs);
    },
    flush: note,
  };
}

/** The id at the end of the address a partner was given. */
const addressed = /\/notifications\/([\w-]{1,80})\/?$/;

function admit(
  { kit: { store } }: SubscriptionMeans,
  path: string,
  headers: IncomingHttpHeaders,
): NotificationAdmission {
  const given = headers[incomingHeader];
  const secret = typeof given === 'string' ? given : undefined;
  const [, id] = addressed.exec(path) ?? [];
  const record = id ? store.subscriptions.get(id) : recordOfSecret(store.subscriptions.list(), secret);
  const headerNames = [incomingHeader, ...(record?.headers ?? []).map((name) => name.toLowerCase())];
  const hidden = { headerNames, secrets: record ? secretValues(record, headers, headerNames) : [] };
  if (!record) return { verdict: id ? 'unknown' : 'unaddressed', ...hidden };
  if (record.status === 'removed') return { verdict: 'unknown', ...hidden };
  const proof = secret ? proves(secret, record) : undefined;
  return proof
    ? { verdict: 'proven', subscriptionId: record.id, former: proof === 'former', ...hidden }
    : { verdict: 'unproven', ...hidden };
}

/** Without an id in the address, only the secret says whose it is. */
const recordOfSecret = (records: readonly SubscriptionRecord[], secret: string | undefined) => {
  if (!secret) return undefined;
  const fitting = records.filter((record) => proves(secret, record));
  return fitting.length === 1 ? fitting[0] : undefined;
};

/** The secrets in a request: values of headers we asked for, and our own secret under whatever name it comes. */
const secretValues = ({ secretHash }: SubscriptionRecord, headers: IncomingHttpHeaders, names: readonly string[]) =>
  Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && (names.includes(name) || hashSecret(value) === secretHash)
      ? [value, value.replace(/^\w+ /, '')]
      : [],
  );

/** Searches for Tasks, where events do not say what they are about: one at a time a subscription, and not too often. */
function createSearches(means: SubscriptionMeans) {
  const { ports } = means.kit;
  const wanted = new Map<string, string>();
  const busy = new Set<string>();

  async function run(record: SubscriptionRecord): Promise<void> {
    const since = wanted.get(record.id);
    wanted.delete(record.id);
    const partner = partnerOf(means, record);
    if (!since || !partner.ok) return;
    const found = await searchTasks(means, partner.value, record, since);
    if (found.ok) await wakeTasks(means, record, found.value.taskIds);
  }

  function start(record: SubscriptionRecord): void {
    busy.add(record.id);
    run(record)
      .catch((error: Error) => ports.log(`A search after a notification failed: ${error.message}`))
      .finally(() =>
        ports.clock.after(searchEveryMs, () => {
          busy.delete(record.id);
          if (wanted.has(record.id)) start(record);
        }),
      );
  }

  return {
    /** Searches for what changed since an instant, now or soon. */
    ask(record: SubscriptionRecord, since: string): void {
      const earlier = wanted.get(record.id);
      wanted.set(record.id, earlier && earlier < since ? earlier : since);
      if (!busy.has(record.id)) start(record);
    },
  };
}
