import type { Snapshot } from '../../shared/contract/host.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Exchange } from '../../shared/domain/exchange.ts';
import type { Push } from '../../shared/domain/push.ts';
import type { Role } from '../../shared/domain/role.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import type { TaskDetail, TaskRecord } from '../../shared/domain/task.ts';
import { accesses } from './access/accesses.ts';
import { checkUps } from './access/check-ups.ts';
import { ways } from './access/connections.ts';
import { discoveries } from './access/discoveries.ts';
import { keys } from './access/keys.ts';
import { ago } from './ago.ts';
import { recordOnly, taskDetail } from './task-record.ts';

export { ago };

const connection = (
  id: string,
  name: string,
  baseUrl: string,
  role: Connection['role'],
  more: Partial<Connection> = {},
): Connection => ({
  id,
  name,
  baseUrl,
  role,
  cdexVersion: '2.1',
  timeoutMs: 30_000,
  origin: 'user',
  auth: { method: 'none' },
  line: {},
  policy: { signatures: 'not-required', purposeOfUse: 'optional', polling: 'cdex', quirks: [] },
  secrets: [],
  createdAt: ago(864_000),
  ...ways[id],
  ...more,
});

export const connections: Connection[] = [
  connection('c1', 'Sandbox provider', 'http://127.0.0.1:8701/fhir', 'payer', { origin: 'sandbox-provider' }),
  connection('c2', 'Sandbox payer', 'http://127.0.0.1:8702/fhir', 'provider', { origin: 'sandbox-payer' }),
  connection('c3', 'Lakeside Clinic', 'https://fhir.lakeside.example/r4', 'payer'),
  connection('c4', 'Mesa Orthopedics', 'https://fhir.mesa.example/r4', 'payer', {
    cdexVersion: '2.0',
    timeoutMs: 8_000,
  }),
  connection('c5', 'Cedar Valley DME', 'https://fhir.cedar.example/r4', 'payer'),
  connection('c6', 'St Brendan Hospital', 'https://fhir.brendan.example/r4', 'payer'),
];

type Line = [
  direction: 'out' | 'in',
  method: string,
  path: string,
  status: number | null,
  approach: Exchange['approach'],
  connectionId: string,
  bytes: number,
  ms: number,
  note?: string,
];

const lines: Line[] = [
  ['out', 'GET', '/metadata', 200, 'none', 'c1', 48_211, 61, 'capabilities'],
  [
    'out',
    'GET',
    '/Condition?patient=06e1f0a2-5f8e-4b0e-9d50-7a2e7bd31d31&clinical-status=active',
    200,
    'direct-query',
    'c1',
    14_912,
    48,
  ],
  [
    'out',
    'GET',
    '/Observation?patient=06e1f0a2-5f8e-4b0e-9d50-7a2e7bd31d31&code=4548-4&date=ge2024',
    200,
    'direct-query',
    'c1',
    22_540,
    72,
  ],
  ['out', 'POST', '/Task', 201, 'task', 'c1', 3_180, 33, 'data-request-query'],
  ['out', 'GET', '/Task/1012', 200, 'task', 'c1', 3_240, 12, 'poll, accepted'],
  ['out', 'GET', '/Task/1012', 304, 'task', 'c1', 0, 8, 'poll, not modified'],
  ['out', 'GET', '/Task/1012', 200, 'task', 'c1', 3_410, 11, 'poll, completed'],
  ['out', 'GET', '/Bundle/2f0c8d1e', 200, 'task', 'c1', 58_600, 402, 'output 1 of 1'],
  ['in', 'POST', '/$submit-attachment', 200, 'push', 'c1', 154_200, 9, 'tracking id trackingid123'],
  ['in', 'POST', '/$submit-attachment', 413, 'push', 'c4', 134_217_728, 4, '128 MB declared, limit 100 MB'],
  ['out', 'GET', '/Patient?identifier=Member881', 401, 'direct-query', 'c4', 412, 96],
  ['out', 'GET', '/Observation?patient=Patient/1&_count=500', null, 'direct-query', 'c4', 0, 8_000],
];

const problems: Record<string, string> = {
  '401': 'Mesa Orthopedics refused: 401, no token was sent.',
  '413': 'The submission was larger than the limit and was not kept.',
  none: 'Mesa Orthopedics did not answer within 8 seconds.',
};

/** An exchange like those on the wire, for any number. */
export function exchangeOf(number: number): Exchange {
  const [direction, method, path, status, approach, connectionId, bytes, ms, note] = lines[
    (number - 1) % lines.length
  ] as Line;
  const partner = connections.find(({ id }) => id === connectionId) as Connection;
  const own = direction === 'in' ? 'http://127.0.0.1:8443' : partner.baseUrl;
  const problem = status === null ? problems.none : problems[String(status)];
  const fresh = number % 5 === 1;
  const setUp = fresh
    ? { dns: ms * 0.04, connect: ms * 0.08, tls: partner.baseUrl.startsWith('https') ? ms * 0.12 : undefined }
    : {};
  return {
    id: String(number),
    at: ago((48 - number) * 21),
    direction,
    method,
    url: `${own}${path}`,
    status,
    outcome: status === null ? 'transport' : problem ? 'refused' : 'ok',
    problem,
    approach,
    connectionId,
    partner: partner.name,
    wireBytes: Math.round(bytes / (bytes > 2000 ? 4.2 : 1)),
    decodedBytes: bytes,
    durationMs: ms,
    phases: status === null ? { wait: ms } : { ...setUp, wait: ms * 0.55, body: ms * 0.2 },
    note,
  };
}

export const exchanges: Exchange[] = Array.from({ length: 48 }, (_, index) => exchangeOf(index + 1));

const task = (id: string, taskId: string, status: string, more: Partial<TaskDetail> = {}): TaskDetail =>
  taskDetail({
    id,
    connectionId: 'c1',
    partner: 'Sandbox provider',
    baseUrl: 'http://127.0.0.1:8701/fhir',
    taskId,
    code: 'data-request-query',
    asked: 'Condition?patient=06e1f0a2&clinical-status=active',
    member: 'Member123',
    claim: 'Claim123',
    owner: '9941339108',
    status,
    createdAt: ago(760),
    updatedAt: ago(20),
    versions: [
      { versionId: '1', status: 'requested', at: ago(760), seenAt: ago(760), exchangeId: '4' },
      { versionId: '2', status: 'accepted', at: ago(482), seenAt: ago(470), exchangeId: '5' },
    ],
    polls: [
      { at: ago(700), exchangeId: '6', result: 'unchanged' },
      { at: ago(470), exchangeId: '5', result: 'new-version' },
    ],
    profile: 'cdex',
    outputs: [],
    createExchangeId: '4',
    etag: 'W/"2"',
    ...more,
  });

/** With their histories, which the record of a list leaves out. */
export const taskDetails: TaskDetail[] = [
  task('t1', '1012', 'completed', {
    due: ago(-172_800).slice(0, 10),
    versions: [
      { versionId: '1', status: 'requested', at: ago(760), seenAt: ago(760), exchangeId: '4' },
      { versionId: '2', status: 'accepted', at: ago(482), seenAt: ago(470), exchangeId: '5' },
      { versionId: '3', status: 'in-progress', at: ago(296), seenAt: ago(280), exchangeId: '6' },
      { versionId: '4', status: 'completed', at: ago(12), seenAt: ago(10), exchangeId: '7' },
    ],
    outputs: [
      {
        index: 0,
        type: 'data-value',
        reference: 'Bundle/2f0c8d1e',
        kind: 'relative',
        content: { exchangeId: '8', pointer: '' },
      },
    ],
  }),
  task('t2', '1013', 'requested', {
    nextPollAt: ago(-19),
    createdAt: ago(40),
    asked: 'Observation?patient=06e1f0a2&code=4548-4',
  }),
  task('t3', '7731', 'failed', {
    partner: 'Mesa Orthopedics',
    connectionId: 'c4',
    member: 'Member881',
    claim: 'Claim7731',
    statusReason: 'No matching results',
    due: ago(172_800).slice(0, 10),
    createdAt: ago(90_000),
  }),
  task('t4', '1014', 'on-hold', {
    nextPollAt: ago(-192),
    createdAt: ago(3_600),
    asked: 'DocumentReference?type=18842-5',
  }),
  task('t5', '1015', 'in-progress', {
    nextPollAt: ago(-2_467),
    createdAt: ago(7_200),
    asked: 'Encounter?date=ge2026-01',
  }),
  task('t6', '1016', 'rejected', { createdAt: ago(86_000), statusReason: 'Patient not found in this system' }),
];

export const tasks: TaskRecord[] = taskDetails.map(recordOnly);

const push = (id: string, seconds: number, title: string, more: Partial<Push> = {}): Push => ({
  id,
  at: ago(seconds),
  kind: 'submission',
  trackingId: 'http://payer.example/tracking|trackingid123',
  attachTo: 'claim',
  memberId: 'http://payer.example/members|Member123',
  providerId: 'http://hl7.org/fhir/sid/us-npi|9941339108',
  serviceDate: '2026-11-16',
  final: true,
  title,
  answered: 200,
  storedAt: ago(seconds),
  answeredAt: ago(seconds),
  exchangeId: '9',
  attachments: [
    {
      index: 0,
      code: '11506-3',
      title: 'Progress note',
      resourceType: 'DocumentReference',
      contentType: 'application/pdf',
      sniffedType: 'application/pdf',
      bytes: 26_927,
      sha256: '5f6b3c9a1f'.padEnd(64, '8cdb'),
      declaredBytes: 26_927,
      lineItems: ['1'],
      pointer: '/parameter/4/part/1/resource/content/0/attachment/data',
    },
  ],
  findings: [],
  ...more,
});

export const pushes: Push[] = [
  push('p1', 95, 'Submission, claim, 1 attachment'),
  push('p2', 1_300, 'Submission, unsolicited', {
    trackingId: '11234657',
    findings: [
      {
        rule: 'CONF-012',
        severity: 'warning',
        path: 'parameter[0].valueIdentifier',
        message: 'TrackingId has no system.',
        next: 'Ask the sender for the system of its tracking ids.',
      },
    ],
  }),
  push('p3', 90_000, 'GET /$submit-attachment', {
    kind: 'unexpected',
    answered: 405,
    attachments: [],
    trackingId: undefined,
  }),
];

export const roles: Role[] = [
  {
    id: 'receiver',
    running: true,
    pid: 4711,
    since: ago(3_600),
    receiver: {
      submitAttachmentUrl: 'http://127.0.0.1:8443/$submit-attachment',
      notificationUrl: 'http://127.0.0.1:8443/hooks/task',
      metadataUrl: 'http://127.0.0.1:8443/metadata',
      jwksUrl: 'http://127.0.0.1:8443/.well-known/jwks.json',
    },
  },
  { id: 'scheduler', running: true, pid: 4711, since: ago(3_600) },
  {
    id: 'sandbox',
    running: true,
    pid: 4711,
    since: ago(3_600),
    locks: { requireAuth: false, tls: 'off' },
    sandbox: {
      provider: {
        fhirBaseUrl: 'http://127.0.0.1:8701/fhir',
        tokenUrl: 'http://127.0.0.1:8701/fhir/auth/token',
      },
      payer: {
        fhirBaseUrl: 'http://127.0.0.1:8702/fhir',
        submitAttachmentUrl: 'http://127.0.0.1:8702/fhir/$submit-attachment',
        tokenUrl: 'http://127.0.0.1:8702/fhir/auth/token',
      },
    },
  },
];

/** A console in use, or one just installed (`fresh`: the sandbox's connections and nothing else). */
export function snapshotOf(fresh: boolean): Snapshot {
  const none = { draft: [], subscription: [], queue: [], rule: [], form: [], receiver: [], answer: [], submission: [] };
  const common = { ...none, connection: connections, role: roles, key: keys, access: accesses };
  const seen = { discovery: discoveries, checkup: checkUps };
  return fresh
    ? {
        ...common,
        key: [],
        access: [],
        discovery: [],
        checkup: [],
        seq: 4,
        settings: { ...defaultSettings },
        connection: [],
        exchange: [],
        task: [],
        push: [],
      }
    : {
        ...common,
        ...seen,
        seq: 200,
        settings: { ...defaultSettings, welcomed: true, connectionId: 'c1', wireOpen: true },
        exchange: exchanges,
        task: tasks,
        push: pushes,
      };
}
