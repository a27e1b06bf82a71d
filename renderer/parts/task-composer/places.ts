import { codesOf } from '../../../shared/fhir/datatype.ts';
import { dig } from '../../../shared/fhir/json.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { FieldName } from './lacks.ts';
import { asksForAttachments, type TaskForm } from './task-form.ts';

/** Fields by the type code of a Task's input. */
const byInput: Record<string, FieldName> = {
  'data-query': 'query',
  'data-code': 'code',
  questionnaire: 'questionnaire',
  'signature-flag': 'signature',
  'purpose-of-use': 'purposes',
  'attachments-needed': 'attachments',
  'questionnaire-context': 'attachments',
  'payer-url': 'payerUrl',
  'service-date': 'serviceDate',
  'multiple-submits-flag': 'multipleSubmits',
};

/** Fields by rule, where the place alone does not tell. */
const byRule: Record<string, FieldName> = {
  'cdex-1': 'serviceDate',
  'cdex-2': 'serviceDate',
  'cdex-3': 'npi',
  'CONF-012': 'serviceDate',
  'CONF-017': 'purposes',
  'CONF-018': 'purposes',
  'CONF-083': 'purposes',
  'admin-ref-number': 'adminRef',
  'signature-agreed': 'signature',
};

const byPath: readonly [start: string, data: FieldName, attachment?: FieldName][] = [
  ['Task.for', 'member'],
  ['Task.requester', 'requester'],
  ['Task.owner', 'owner', 'npi'],
  ['Task.reasonCode', 'reason', 'use'],
  ['Task.reasonReference', 'claim'],
  ['Task.restriction', 'due'],
  ['Task.identifier', 'identifier', 'trackingId'],
  ['Task.basedOn', 'basedOn'],
  ['Task.meta.tag', 'queues'],
  ['Task.contained.ofType(Patient).name', 'name'],
  ['Task.contained.ofType(Patient).birthDate', 'birthDate'],
  ['Task.contained.ofType(Patient)', 'member'],
  ['Task.contained.ofType(PractitionerRole)', 'npi'],
];

function what(kind: TaskForm['kind']): FieldName {
  if (kind === 'data-request-query') return 'query';
  if (kind === 'data-request-code') return 'code';
  return kind === 'data-request-questionnaire' ? 'questionnaire' : 'attachments';
}

/** The field a finding is about; undefined where the form has none and only the JSON shows it. */
export function fieldOf({ rule, path }: Finding, task: unknown, kind: TaskForm['kind']): FieldName | undefined {
  const known = byRule[rule];
  if (known) return known;
  const attachments = asksForAttachments(kind);
  const index = /^Task\.input\[(\d+)\]/.exec(path)?.[1];
  if (index !== undefined) {
    const codes = codesOf(dig(task, 'input', Number(index), 'type'));
    const field = codes.map((code) => byInput[code]).find(Boolean);
    return field ?? (attachments || codes.length > 0 ? what(kind) : undefined);
  }
  if (path === 'Task.input') return attachments && rule === 'CONF-088' ? 'payerUrl' : what(kind);
  const place = byPath.find(([start]) => path.startsWith(start));
  return place && (attachments ? (place[2] ?? place[1]) : place[1]);
}
