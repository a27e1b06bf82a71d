import type { Claim, ClaimItem, ClaimResponse, CodeableConcept, Condition, Coverage } from '@medplum/fhirtypes';
import { billingConcept, type ServiceCode } from '../codes/services.ts';
import { CLINIC_CLAIMS, coding, concept, hl7System, IDENTIFIER_TYPE, PAYER_AUTHORIZATIONS } from '../codes/systems.ts';
import { moveDay } from '../days.ts';
import { CLINIC, HOSPITAL, INSURER, SUPPLIER, toOrganization } from '../world/organizations.ts';
import { toClinician } from '../world/staff.ts';
import { type Chart, nameId, put, refer } from './chart.ts';
import type { Visit } from './visits.ts';

/** One billed line: what, US dollars each, how many. */
export type Line = [service: ServiceCode, price: number, quantity?: number];

const TYPES: Record<'professional' | 'institutional', [code: string, display: string]> = {
  professional: ['professional', 'Professional'],
  institutional: ['institutional', 'Institutional'],
};

/** Bills a visit. The claim's number is the provider's own. */
export function bill(chart: Chart, at: Visit, coverage: Coverage, diagnoses: Condition[], lines: Line[]): Claim {
  return put<Claim>(chart, {
    ...claimOf(chart, at, coverage, diagnoses, lines),
    id: nameId(chart, 'claim', at.day),
    identifier: [claimNumber(`CLM${chart.random.digits(8)}`)],
    use: 'claim',
    created: moveDay(at.day, 2),
  });
}

/** How a payer answered a request to authorize. */
export type Decision = 'approved' | 'pended';

/** Asks to authorize a service before it is done, and writes what the payer said. */
export function authorize(
  chart: Chart,
  at: Visit,
  coverage: Coverage,
  diagnoses: Condition[],
  lines: Line[],
  decision: Decision,
): { request: Claim; response: ClaimResponse } {
  const request = put<Claim>(chart, {
    ...claimOf(chart, at, coverage, diagnoses, lines),
    id: nameId(chart, 'prior-auth', at.day),
    identifier: [claimNumber(`PRE${chart.random.digits(8)}`)],
    use: 'preauthorization',
    created: at.day,
  });
  const number = `HMPA${chart.random.digits(7)}`;
  const decided = moveDay(at.day, decision === 'approved' ? 3 : 1);
  const response = put<ClaimResponse>(chart, {
    resourceType: 'ClaimResponse',
    id: `${request.id}-answer`,
    identifier: [{ system: PAYER_AUTHORIZATIONS, value: number }],
    status: 'active',
    type: request.type,
    use: 'preauthorization',
    patient: chart.patient,
    created: decided,
    insurer: toOrganization(INSURER),
    request: refer(request),
    outcome: decision === 'approved' ? 'complete' : 'queued',
    disposition:
      decision === 'approved' ? 'Authorized as requested.' : 'Pended: documentation of medical necessity is needed.',
    preAuthRef: number,
    ...(decision === 'approved' && { preAuthPeriod: { start: decided, end: moveDay(decided, 180) } }),
    item: lines.map((_, index) => ({ itemSequence: index + 1, adjudication: [reviewed(decision)] })),
  });
  return { request, response };
}

/** A money amount in US dollars. */
export function dollars(value: number) {
  return { value, currency: 'USD' as const };
}

function claimOf(chart: Chart, at: Visit, coverage: Coverage, diagnoses: Condition[], lines: Line[]) {
  const equipment = lines.some(([service]) => service.hcpcs?.startsWith('E') === true);
  const stay = at.encounter.class.code === 'IMP';
  const biller = equipment ? SUPPLIER : stay || at.by.hospital ? HOSPITAL : CLINIC;
  return {
    resourceType: 'Claim' as const,
    status: 'active' as const,
    type: concept(hl7System('claim-type'), ...TYPES[stay ? 'institutional' : 'professional']),
    patient: chart.patient,
    billablePeriod: { start: at.day, end: at.until.slice(0, 10) },
    insurer: toOrganization(INSURER),
    provider: toOrganization(biller),
    priority: concept(hl7System('processpriority'), 'normal', 'Normal'),
    careTeam: [{ sequence: 1, provider: toClinician(at.by), responsible: true }],
    diagnosis: diagnoses.map((diagnosis, index) => ({
      sequence: index + 1,
      diagnosisCodeableConcept: icd10Of(diagnosis),
    })),
    insurance: [{ sequence: 1, focal: true, coverage: refer(coverage) }],
    item: lines.map((line, index) => itemOf(at, line, index + 1, diagnoses.length)),
    total: dollars(lines.reduce((sum, [, price, quantity = 1]) => sum + price * quantity, 0)),
  };
}

function itemOf(at: Visit, [service, price, quantity = 1]: Line, sequence: number, diagnoses: number): ClaimItem {
  return {
    sequence,
    careTeamSequence: [1],
    ...(diagnoses > 0 && { diagnosisSequence: [1] }),
    productOrService: billingConcept(service),
    servicedDate: at.day,
    quantity: { value: quantity },
    unitPrice: dollars(price),
    net: dollars(price * quantity),
    encounter: [refer(at.encounter)],
  };
}

function icd10Of(diagnosis: Condition): CodeableConcept {
  const code = diagnosis.code?.coding?.find((entry) => entry.system === 'http://hl7.org/fhir/sid/icd-10-cm');
  return { ...(code && { coding: [code] }), text: diagnosis.code?.text };
}

function claimNumber(value: string) {
  return {
    type: { coding: [coding(IDENTIFIER_TYPE, 'PLAC', 'Placer Identifier')] },
    system: CLINIC_CLAIMS,
    value,
  };
}

function reviewed(decision: Decision) {
  const category = concept(hl7System('adjudication'), 'submitted', 'Submitted Amount');
  return { category, reason: { text: decision === 'approved' ? 'Certified in total' : 'Pended' } };
}
