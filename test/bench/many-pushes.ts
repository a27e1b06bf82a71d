import { createHash } from 'node:crypto';
import type { Push } from '../../shared/domain/push.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import { openStore, type Store } from '../../main/store/store.ts';

/** How many pushes the bench holds, and how many requests of ours they could answer. */
export const pushCount = 100_000;
export const requestCount = 2_000;

const start = Date.UTC(2026, 5, 1);
/** Pushes come every so many milliseconds: a hundred thousand spread over four months. */
const everyMs = 100_000;
const payer = 'https://payer.example/tracking';
const names = ['Progress note', 'Operation note', 'Radiology report', 'Discharge summary', 'Laboratory report'];
const codes = ['11506-3', '11504-8', '18748-4', '18842-5', '26436-6'];

/** The digest of the n-th push; every hundredth brings what the one before brought. */
const digestOf = (n: number) =>
  createHash('sha256')
    .update(String(n % 100 === 99 ? n - 1 : n))
    .digest('hex');

/** A submission with two attachments; every tenth push is a notification instead. */
export function pushOf(n: number): Omit<Push, 'id'> {
  const at = new Date(start + n * everyMs).toISOString();
  const common = { at, storedAt: at, answeredAt: at, answered: n % 50 === 49 ? 400 : 200, exchangeId: `${n + 1}` };
  if (n % 10 === 9 && n % 100 !== 99)
    return {
      ...common,
      kind: 'notification',
      title: `Notification, Task/${n}`,
      notification: 'event-notification',
      sender: 'clinic-gateway/2.1',
      match: { state: 'none', by: [], says: 'A notification tells of Tasks; it answers none.' },
      attachments: [],
      findings: [],
    };
  const same = n % 100 === 99 ? n - 1 : n;
  const taskId = same % 20 === 0 ? `${((same / 20) % requestCount) + 1}` : undefined;
  return {
    ...common,
    kind: 'submission',
    title: 'Submission',
    trackingId: `${payer}|T-${same}`,
    attachTo: 'claim',
    memberId: `https://payer.example/members|M-${same % 5_000}`,
    payerId: 'https://payer.example/ids|P1',
    organizationId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
    providerId: 'http://hl7.org/fhir/sid/us-npi|9941002013',
    serviceDate: '2026-05-12',
    sender: `practice-${same % 200}`,
    bytes: 10_000,
    digest: digestOf(n),
    ...(same === n ? {} : { duplicateOf: `${n}` }),
    match: taskId
      ? { state: 'matched', taskId, by: ['tracking-id'], says: 'The tracking id is the same.', at }
      : { state: 'held', by: [], says: `No request here has the tracking id T-${same}; it is held until one appears.` },
    answer: { how: 'accept' },
    attachments: [0, 1].map((index) => ({
      index,
      code: codes[(same + index) % codes.length] as string,
      title: names[(same + index) % names.length] as string,
      resourceType: 'DocumentReference',
      contentType: 'application/pdf',
      sniffedType: 'application/pdf',
      bytes: 26_300,
      sha256: digestOf(same * 2 + index),
      lineItems: ['1'],
      pointer: `/parameter/${5 + index}/part/2/resource/content/0/attachment/data`,
    })),
    findings: [],
  };
}

/** The n-th request of ours. */
export const requestOf = (n: number): Omit<TaskRecord, 'id'> => ({
  side: 'sent',
  partner: 'clinic',
  baseUrl: 'https://clinic.example/fhir',
  taskId: `t${n}`,
  code: 'attachment-request-code',
  asked: 'Progress note (11506-3)',
  member: `https://payer.example/members|M-${n % 5_000}`,
  claim: `https://payer.example/claims|C-${n}`,
  trackingId: `${payer}|T-${n * 20}`,
  status: 'requested',
  createdAt: new Date(start).toISOString(),
  updatedAt: new Date(start).toISOString(),
  versionCount: 0,
  pollCount: 0,
  profile: 'manual',
  outputs: [],
  createExchangeId: '1',
});

/** Fills a data folder with requests and pushes, as the receiver keeps them; answers it open. */
export function fillInbox(folder: string): Store {
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  store.write(() => {
    for (let n = 0; n < requestCount; n += 1) store.tasks.add(requestOf(n));
  });
  for (let from = 0; from < pushCount; from += 5_000)
    store.write(() => {
      for (let n = from; n < from + 5_000; n += 1) store.pushes.add(pushOf(n));
    });
  return store;
}
