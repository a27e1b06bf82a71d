import { fail, ok } from '../../../shared/contract/errors.ts';
import type { Progress } from '../../../shared/contract/events.ts';
import type { AuditAction, AuditEntry } from '../../../shared/domain/audit.ts';
import type { Overrides } from '../bridge.ts';
import { ago } from '../ago.ts';

/** How many entries the trail of the fake console has. */
export const trailLength = 1_204;

const base = 'https://fhir.lakeside.example/r4';

/** What happens in turn, oldest first. */
const events: readonly Pick<AuditEntry, 'action' | 'outcome' | 'request' | 'peer'>[] = [
  { action: 'exchange', peer: 'Lakeside Clinic', request: `GET ${base}/Condition?patient=06e1f0a2`, outcome: '200 ok' },
  {
    action: 'credential',
    peer: 'Mesa Orthopedics',
    request: 'ask for a token with the key harbor-uat',
    outcome: 'refused',
  },
  {
    action: 'exchange',
    peer: 'Mesa Orthopedics',
    request: 'POST https://fhir.mesa.example/r4/token',
    outcome: '401 refused',
  },
  {
    action: 'configuration',
    peer: 'Mesa Orthopedics',
    request: 'change connection Mesa Orthopedics: auth',
    outcome: 'done',
  },
  {
    action: 'exchange',
    peer: 'Lakeside Clinic',
    request: 'received POST /$submit-attachment',
    outcome: 'stored, answered 200',
  },
  { action: 'configuration', request: 'generate key harbor-uat (RS384, kid 9f31) as current', outcome: 'done' },
  { action: 'export', request: 'export the public keys to /home/pat/harbor-jwks.json', outcome: '2 keys' },
  { action: 'exchange', peer: 'Lakeside Clinic', request: `POST ${base}/Task`, outcome: '201 ok' },
  { action: 'start', request: 'start receiver in process 4711', outcome: 'started' },
];

const digest = (seed: number) => (seed * 2_654_435_761).toString(16).slice(-8).padStart(8, '0').repeat(8);

/** An entry of the fake trail; its hashes only look like some. */
export function auditEntry(seq: number): AuditEntry {
  const event = events[Math.abs(trailLength - seq) % events.length] as (typeof events)[number];
  return {
    seq,
    at: ago((trailLength - seq) * 97),
    actor: { user: 'pat', host: seq % 5 === 0 ? 'cli' : 'loopback', process: 4711 },
    ...event,
    ...(event.action === 'exchange' ? { exchangeId: String(1 + (seq % 48)) } : {}),
    requestDigest: digest(seq + 7),
    salt: digest(seq + 3).slice(0, 36),
    previous: seq === 1 ? '0'.repeat(64) : digest(seq - 1),
    hash: digest(seq),
  };
}

const trail = (length: number): AuditEntry[] => Array.from({ length }, (_, index) => auditEntry(index + 1));

/** The audit trail of the fake console: whole, until a file with "changed" in it is verified. */
export function auditAnswers(progress: (progress: Progress) => void): Overrides {
  const entries = trail(trailLength);
  const add = (event: Partial<AuditEntry>) => {
    const seq = entries.length + 1;
    entries.push({ ...auditEntry(seq), at: new Date().toISOString(), exchangeId: undefined, ...event });
  };
  return {
    'audit.list': ({
      limit = 200,
      before = Infinity,
      action,
    }: {
      limit?: number;
      before?: number;
      action?: AuditAction;
    }) =>
      ok(
        entries
          .filter((entry) => entry.seq < before && (action === undefined || entry.action === action))
          .toReversed()
          .slice(0, limit),
      ),
    'audit.verify': async ({ operationId, export: file }: { operationId?: string; export?: { value: string } }) => {
      for (const share of [0.25, 0.75]) {
        const told = { label: 'Verify the audit trail', entries: Math.round(entries.length * share), done: false };
        if (operationId) progress({ operationId, ...told });
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      if (!file) return ok({ ok: true, entries: entries.length });
      const count = file.value.trim().split('\n').length;
      return file.value.includes('changed')
        ? ok({ ok: false, entries: 1, brokenAt: 2, reason: 'Entry 2 was changed.' })
        : ok({ ok: true, entries: count, ofThisFolder: true });
    },
    'audit.download': ({
      from = 1,
      until,
      limit = 500,
      raw,
    }: {
      from?: number;
      until?: number;
      limit?: number;
      raw?: boolean;
    }) => {
      if (from > entries.length) return fail('invalid-input', 'There is no such entry.', 'Begin at 1.');
      const end = until ?? entries.length;
      const found = entries.slice(from - 1, from - 1 + limit).filter(({ seq }) => seq <= end);
      if (until === undefined)
        add({ action: 'export', peer: undefined, request: 'export the audit trail', outcome: `${end} entries` });
      return ok({ entries: raw ? found : found.map(({ request: _, salt: __, ...rest }) => rest), until: end });
    },
  };
}
