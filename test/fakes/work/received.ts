import type { TaskDetail } from '../../../shared/domain/task.ts';
import { codesOf } from '../../../shared/fhir/datatype.ts';
import { dig, type JsonObject, textOf } from '../../../shared/fhir/json.ts';
import { ago } from '../ago.ts';
import { taskDetail } from '../task-record.ts';

/** A received Task: the resource at its server, and what our record says of it. */
export interface Received {
  resource: JsonObject;
  detail: TaskDetail;
}

const patient = '06e1f0a2';
const hrex = 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp';

const input = (code: string, value: JsonObject, system = hrex): JsonObject => ({
  type: { coding: [{ system, code }] },
  ...value,
});

const asking = (code: string, inputs: JsonObject[], more: JsonObject = {}): JsonObject => ({
  resourceType: 'Task',
  meta: {
    profile: ['http://hl7.org/fhir/us/davinci-cdex/StructureDefinition/cdex-task-data-request'],
    tag: [{ system: 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-work-queue', code: 'claims-processing' }],
  },
  identifier: [{ system: 'http://payer.example/tasks', value: 'task-77' }],
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: hrex, code }] },
  for: { reference: `Patient/${patient}`, identifier: { system: 'http://payer.example/members', value: 'Member123' } },
  authoredOn: '2026-11-22T09:00:00Z',
  requester: { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1932102951' } },
  owner: { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9941339108' } },
  reasonCode: { text: 'Support prior authorization decision' },
  input: [
    ...inputs,
    input(
      'purpose-of-use',
      {
        valueCodeableConcept: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'COC' }],
        },
      },
      'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp',
    ),
  ],
  ...more,
});

const query = (text: string) => input('data-query', { valueString: text });
const documents = input('data-code', {
  valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3', display: 'Progress note' }] },
});

/** A record and its resource; the n-th of the queue. */
function received(n: number, asked: string, task: JsonObject, more: Partial<TaskDetail> = {}): Received {
  const [id, taskId, exchangeId] = [`w${n}`, String(3_000 + n), String(9_000 + n)];
  const at = ago(600 + n * 60);
  const status = String(task.status);
  const detail = taskDetail({
    id,
    side: 'received',
    connectionId: 'c1',
    partner: 'Sandbox provider',
    baseUrl: 'http://127.0.0.1:8701/fhir',
    taskId,
    code: codesOf(task.code)[0] ?? '',
    asked,
    member: 'http://payer.example/members|Member123',
    requester: `http://hl7.org/fhir/sid/us-npi|${textOf(dig(task, 'requester', 'identifier', 'value'))}`,
    due: ago(-172_800).slice(0, 10),
    purposes: ['COC'],
    workQueues: ['claims-processing'],
    status,
    createdAt: at,
    updatedAt: at,
    versions: [{ versionId: '1', status, at, seenAt: at, exchangeId }],
    polls: [],
    profile: 'manual',
    outputs: [],
    createExchangeId: exchangeId,
    ...more,
  });
  return { resource: { ...task, id: taskId, meta: { ...(task.meta as object), versionId: '1' } }, detail };
}

const active = `Condition?patient=Patient/${patient}&clinical-status=active`;
const attack = `Condition?patient=Patient/${patient}&_include=Condition:encounter`;
const strange = { url: 'http://payer.example/fhir/StructureDefinition/only-in-print', valueBoolean: true };

/** What partners sent to the sandbox's provider. */
export const receivedTasks = (): Received[] => [
  received(1, active, asking('data-request-query', [query(active)])),
  received(2, attack, asking('data-request-query', [query(attack)], { status: 'in-progress' })),
  received(3, active, asking('data-request-query', [query(active)], { modifierExtension: [strange] })),
  received(4, '11506-3 Progress note', asking('data-request-code', [documents], { status: 'in-progress' }), {
    workQueues: ['quality-metrics'],
    due: ago(86_400).slice(0, 10),
  }),
  received(
    5,
    active,
    asking('data-request-query', [query(active)], { status: 'rejected', statusReason: { text: 'Patient not found' } }),
    { statusReason: 'Patient not found' },
  ),
  received(6, 'HomeOxygenTherapy|2.1', asking('data-request-questionnaire', [], { status: 'on-hold' })),
];
