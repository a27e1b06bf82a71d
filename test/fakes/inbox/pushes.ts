import type { Finding } from '../../../shared/domain/finding.ts';
import type { Push, PushAttachment, PushStory } from '../../../shared/domain/push.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import { ago } from '../ago.ts';
import { contents, everything } from './contents.ts';

const base: Omit<Push, 'id' | 'at' | 'storedAt' | 'title' | 'exchangeId'> = {
  kind: 'submission',
  trackingId: 'http://payer.example/trackingid|trackingid123',
  attachTo: 'claim',
  memberId: 'http://payer.example/members|Member123',
  sender: 'Lakeside Clinic',
  answered: 200,
  attachments: [],
  findings: [],
};

/** A push so many seconds ago. */
export const pushOf = (id: string, seconds: number, title: string, more: Partial<Push> = {}): Push => ({
  ...base,
  id,
  at: ago(seconds),
  storedAt: ago(seconds),
  ...(more.answered === null ? {} : { answeredAt: ago(seconds) }),
  title,
  exchangeId: `x${id}`,
  ...more,
});

/** Where the resource of the n-th content stands. */
const resourceAt = (index: number) => `/parameter/${index + 4}/part/2/resource`;

const attachments: PushAttachment[] = contents.map(({ title, code, resource }, index) => {
  const type = (resource as { resourceType: string }).resourceType;
  const inside = `${resourceAt(index)}/content/0/attachment`;
  const attachment = getPointer(everything, inside) as { contentType: string; data?: string; url?: string } | undefined;
  const hasData = attachment?.data !== undefined;
  const isText = title === 'Not base64';
  return {
    index,
    code,
    title,
    resourceType: type,
    contentType: attachment?.contentType ?? 'application/fhir+json',
    ...(title === 'Scan' ? { sniffedType: 'application/octet-stream' } : {}),
    bytes: attachment ? (hasData && !isText ? Math.floor(((attachment.data?.length ?? 0) * 3) / 4) : 0) : 4_096,
    sha256: '5f6b3c9a1f'.padEnd(64, '8cdb'),
    lineItems: ['1'],
    pointer: hasData ? `${inside}/data` : resourceAt(index),
    ...(attachment?.url ? { url: attachment.url } : {}),
  };
});

const notBase64 = contents.findIndex(({ title }) => title === 'Not base64');

const findings: Finding[] = [
  {
    rule: 'attachment-content',
    severity: 'error',
    path: `Parameters.parameter[${notBase64 + 4}].part[2].resource.content[0].attachment.data`,
    message: 'The data of the attachment are not base64; they cannot be read.',
    next: 'Encode the document as base64.',
  },
  {
    rule: 'tracking-id-system',
    severity: 'information',
    path: 'Parameters.parameter[0].valueIdentifier.system',
    message: 'The tracking id has another system than the request.',
    next: 'Add the system of whoever assigned it.',
  },
];

/** Pushes of every kind and state, newest first; the first brings everything an attachment can be. */
export const inboxPushes = (): Push[] => [
  pushOf('109', 20, 'Submission', {
    trackingId: 'http://payer.example/trackingid|trackingid900',
    answered: null,
    // Longer than any test takes to come to it.
    waitsUntil: ago(-290),
    bytes: 118_400,
    match: {
      state: 'held',
      by: [],
      says: 'No request here has the tracking id trackingid900; it is held until one appears.',
    },
    answer: { how: 'ask', rule: 'Ask me about claims' },
  }),
  pushOf('108', 60, 'Submission', {
    attachments,
    findings,
    bytes: 154_200,
    repeats: 2,
    final: true,
    answer: { how: 'accept' },
    match: {
      state: 'matched',
      taskId: 't1',
      by: ['tracking-value', 'member'],
      says: 'Belongs to Task 1012: the tracking id has the same value under another system, and the member is the same.',
      at: ago(60),
    },
  }),
  pushOf('107', 300, 'Submission, more to follow', {
    final: false,
    match: { state: 'matched', taskId: 't1', by: ['tracking-id'], says: 'Belongs to Task 1012.', at: ago(300) },
  }),
  pushOf('106', 900, 'Submission', {
    trackingId: '11234657',
    sender: 'Mesa Orthopedics',
    match: {
      state: 'held',
      by: [],
      says: 'No request here has the tracking id 11234657; it is held until one appears.',
    },
    answer: { how: 'hold', rule: 'Hold what nobody asked for' },
  }),
  pushOf('105', 1_500, 'Submission', {
    trackingId: '21234657',
    answered: 400,
    answer: { how: 'reject', rule: 'Signatures required' },
    match: { state: 'held', by: [], says: 'No request here has the tracking id 21234657.' },
  }),
  pushOf('104', 1_800, 'Event 18, Task/1012', {
    kind: 'notification',
    notification: 'event-notification',
    trackingId: undefined,
    match: { state: 'none', by: [], says: 'A notification tells of Tasks; it answers none.' },
  }),
  pushOf('103', 2_400, 'document Bundle, 3 entries', {
    kind: 'bundle',
    trackingId: undefined,
    attachTo: undefined,
    memberId: undefined,
    match: { state: 'none', by: [], says: 'It does not say which request it answers.' },
  }),
];

/** A push of a large inbox: the n-th, newest first. */
export const manyPush = (n: number): Push =>
  pushOf(String(1_000_000 - n), 4_000 + n * 40, n % 7 === 0 ? 'Event, Task/1012' : 'Submission', {
    kind: n % 7 === 0 ? 'notification' : 'submission',
    trackingId: `http://payer.example/trackingid|many${n}`,
    memberId: `http://payer.example/members|Member${n % 900}`,
    match: {
      state: n % 3 === 0 ? 'held' : 'matched',
      taskId: 't1',
      by: ['tracking-id'],
      says: 'Belongs to Task 1012.',
    },
  });

/** What happened around the push that brings everything, and what belongs to every other one. */
export function storyOf(push: Push, all: readonly Push[]): PushStory {
  const thread = all
    .filter((one) => one.kind === 'submission' && one.trackingId === push.trackingId && !one.duplicateOf)
    .toReversed();
  const came = thread.flatMap((one): PushStory['timeline'] => [
    {
      at: one.at,
      kind: 'push',
      title: one.title,
      detail: `From ${one.sender}`,
      pushId: one.id,
      exchangeId: one.exchangeId,
    },
    ...(one.answered === null
      ? []
      : [
          {
            at: one.answeredAt ?? one.at,
            kind: 'answer' as const,
            title: `Answered ${one.answered}`,
            status: one.answered,
            pushId: one.id,
          },
        ]),
  ]);
  const asked: PushStory['timeline'] =
    push.match?.taskId === 't1'
      ? [
          { at: ago(760), kind: 'request', title: 'Task 1012 sent to Sandbox provider', taskId: 't1', exchangeId: '4' },
          { at: ago(470), kind: 'version', title: 'Task 1012 accepted', taskId: 't1', exchangeId: '5' },
        ]
      : [];
  return {
    push,
    ...(push.kind === 'submission' && push.trackingId
      ? {
          thread: {
            trackingId: push.trackingId,
            state: thread.at(-1)?.final === false ? 'open' : 'final',
            pushIds: thread.map(({ id }) => id),
          },
        }
      : {}),
    timeline: [...asked, ...came].toSorted((a, b) => a.at.localeCompare(b.at)),
    repeats: push.repeats ? [pushOf('108r', 30, push.title, { duplicateOf: push.id })] : [],
  };
}
