import type { Finding } from '../../../shared/domain/finding.ts';
import { readParameters } from '../../../shared/fhir/parameters.ts';
import type { FieldName } from './lacks.ts';
import type { CardForm } from './submission-form.ts';

const byParameter: Record<string, FieldName> = {
  trackingid: 'trackingId',
  adminrefnumber: 'adminRef',
  attachto: 'attachTo',
  payerid: 'payerId',
  organizationid: 'organizationId',
  providerid: 'providerId',
  memberid: 'memberId',
  servicedate: 'serviceDate',
  final: 'final',
};

/** Fields by rule, where the place alone does not tell. */
const byRule: Record<string, FieldName> = {
  'CONF-012': 'serviceDate',
  'organization-or-provider': 'providerId',
  'admin-ref-number': 'adminRef',
  'attach-to': 'attachTo',
  'tracking-id-system': 'trackingId',
  'member-system': 'memberId',
  'service-date': 'serviceDate',
  'multiple-submits': 'final',
  'cdex-version': 'adminRef',
  'CONF-056': 'attachTo',
  'CONF-088': 'to',
};

const cardAt = (cards: readonly CardForm[], index: number): FieldName => {
  const card = cards[index];
  return card ? `card-${card.key}` : 'attachments';
};

/** The field a finding is about, by its place in the Parameters or in the request; undefined where the form has none. */
export function fieldOf(finding: Finding, parameters: unknown, cards: readonly CardForm[]): FieldName | undefined {
  const { rule, path, message } = finding;
  if (rule === 'attachment-content') {
    const card = cards[Number(/\[(\d+)\]/.exec(path)?.[1])];
    return card ? `content-${card.key}` : 'attachments';
  }
  const asked = /^(?:request\.)?attachments?\[(\d+)\]/i.exec(path)?.[1];
  if (asked !== undefined) return cardAt(cards, Number(asked));
  const stated = /^(?:request\.)?(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (byParameter[stated]) return byParameter[stated];
  const at = /^Parameters\.parameter\[(\d+)\]/.exec(path)?.[1];
  if (at !== undefined) {
    const list = readParameters(parameters) ?? [];
    const name = list[Number(at)]?.name.toLowerCase();
    if (name === 'attachment') {
      return cardAt(cards, list.slice(0, Number(at)).filter((one) => one.name.toLowerCase() === name).length);
    }
    if (name !== undefined && byParameter[name]) return byParameter[name];
  }
  const first = /^(\w+)/.exec(message)?.[1]?.toLowerCase() ?? '';
  return byRule[rule] ?? byParameter[first] ?? (first.startsWith('attachment') ? 'attachments' : undefined);
}
