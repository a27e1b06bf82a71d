import type { IncomingHttpHeaders } from 'node:http';
import type { NotificationReading } from '../../shared/cdex/read-notification.ts';
import type { SubscriptionRecord } from '../../shared/domain/subscription.ts';
import type { Store } from '../store/store.ts';
import { incomingHeader, proves } from './subscriptions/secret.ts';

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
  flush(): Promise<void>;
}

/** Notes messages of one subscription, oldest first, and does what follows from them. */
export type NoteTogether = (subscriptionId: string, messages: readonly TakenNotification[]) => void;

/** What the entrance works with; what notes is loaded when the first message comes. */
export interface EntranceOptions {
  store: Pick<Store, 'subscriptions'>;
  load(): Promise<NoteTogether>;
  log(line: string): void;
}

/** How long a message may wait for company, in milliseconds: a flood is noted in few transactions. */
const companyMs = 20;

/** The entrance of one console. */
export function createNotifications({ store, load, log }: EntranceOptions): NotificationEntrance {
  let waiting: TakenNotification[] = [];
  let timer: NodeJS.Timeout | undefined;
  let loading: Promise<NoteTogether> | undefined;

  async function note(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    loading ??= load();
    const noteTogether = await loading.catch((error: Error) => log(`Notifications cannot be noted: ${error.message}`));
    if (!noteTogether) {
      loading = undefined; // the next message tries again
      return;
    }
    const taken = Map.groupBy(waiting, ({ subscriptionId }) => subscriptionId);
    waiting = [];
    for (const [id, messages] of taken)
      try {
        noteTogether(id, messages);
      } catch (error) {
        // Stored they are; what they said is found out by the numbers that are missing then.
        log(`Notifications could not be noted: ${(error as Error).message}`);
      }
  }

  return {
    admit: (path, headers) => admit(store, path, headers),
    take(one) {
      waiting.push(one);
      timer ??= setTimeout(() => void note(), companyMs);
    },
    flush: note,
  };
}

/** The id at the end of the address a partner was given. */
const addressed = /\/notifications\/([\w-]{1,80})\/?$/;

function admit(store: EntranceOptions['store'], path: string, headers: IncomingHttpHeaders): NotificationAdmission {
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
const secretValues = (record: SubscriptionRecord, headers: IncomingHttpHeaders, names: readonly string[]) =>
  Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && (names.includes(name) || proves(value, record))
      ? [value, value.replace(/^\w+ /, '')]
      : [],
  );
