import { requestKinds } from '../../shared/domain/task-request.ts';
import { type TaskRecord, taskStatuses } from '../../shared/domain/task.ts';
import { ago } from './ago.ts';
import { recordOnly, taskDetail } from './task-record.ts';

const partners = ['Lakeside Clinic', 'Mesa Orthopedics', 'Cedar Valley DME', 'St Brendan Hospital', 'Sandbox provider'];
const queues = ['claims-processing', 'quality-metrics', 'risk-adjustment'];
const purposes = ['COC', 'CLMATTCH', 'HQUALIMP'];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** A Task of a large board: the n-th, of every status, kind, partner and due date there is; most are open. */
export function manyTask(n: number, more: Partial<TaskRecord> = {}): TaskRecord {
  const status = n % 4 === 0 ? pick(taskStatuses, n / 4) : pick(['requested', 'accepted', 'in-progress'], n);
  const exchangeId = String((n % 48) + 1);
  const at = ago(60 + n * 7);
  const ended = ['rejected', 'failed', 'completed'].includes(status);
  return {
    ...recordOnly(
      taskDetail({
        id: `m${n}`,
        connectionId: `c${(n % partners.length) + 3}`,
        partner: pick(partners, n),
        baseUrl: 'https://fhir.lakeside.example/r4',
        taskId: String(20_000 + n),
        code: pick(requestKinds, n),
        asked: n % 2 ? `Observation?patient=${n}&code=4548-4` : '11506-3 Progress note',
        member: `http://payer.example/members|Member${n}`,
        claim: `http://payer.example/claims|Claim${n}`,
        owner: `http://hl7.org/fhir/sid/us-npi|99${n}`,
        purposes: [pick(purposes, n)],
        workQueues: [pick(queues, n)],
        ...(n % 3 ? { due: ago((4 - (n % 14)) * 86_400).slice(0, 10) } : {}),
        status,
        createdAt: at,
        updatedAt: at,
        versions: [{ versionId: '1', status, at, seenAt: at, exchangeId }],
        polls: [{ at, exchangeId, result: 'unchanged' }],
        profile: 'cdex',
        ...(ended ? {} : { nextPollAt: ago(-(n % 3_600) - 30) }),
        outputs: [],
        createExchangeId: exchangeId,
      }),
    ),
    ...more,
  };
}

/** So many of them. */
export const manyTasks = (count: number): TaskRecord[] => Array.from({ length: count }, (_, n) => manyTask(n));
