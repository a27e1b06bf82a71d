import type { CodeableConcept, Condition, MedicationRequest, Procedure, ServiceRequest } from '@medplum/fhirtypes';
import { type MedicationCode, medicationConcept } from '../codes/medications.ts';
import { type ServiceCode, serviceConcept } from '../codes/services.ts';
import { concept, hl7System, SNOMED, usCore } from '../codes/systems.ts';
import { toClinician } from '../world/staff.ts';
import { attest } from './attest.ts';
import { type Chart, dayOf, nameId, put, refer } from './chart.ts';
import type { Visit } from './visits.ts';

/** What a story says about a prescription. */
export interface Prescription {
  /** How to take it, in words. */
  take: string;
  reason?: Condition;
  /** Written date it was stopped; why, if anyone said. */
  stopped?: [written: string, why: string];
  /** A course that has run its length. */
  finished?: boolean;
  refills?: number;
}

/** Writes a prescription made at a visit. */
export function prescribe(chart: Chart, at: Visit, code: MedicationCode, plan: Prescription): MedicationRequest {
  const status = plan.stopped ? 'stopped' : plan.finished ? 'completed' : 'active';
  const end = plan.stopped && dayOf(chart, plan.stopped[0]);
  const request = put<MedicationRequest>(chart, {
    resourceType: 'MedicationRequest',
    id: nameId(chart, code.key, at.day),
    meta: usCore('medicationrequest'),
    status,
    ...(plan.stopped && { statusReason: { text: plan.stopped[1] } }),
    intent: 'order',
    category: [concept(hl7System('medicationrequest-category'), 'community', 'Community')],
    reportedBoolean: false,
    medicationCodeableConcept: medicationConcept(code),
    subject: chart.patient,
    encounter: refer(at.encounter),
    authoredOn: at.at,
    requester: toClinician(at.by),
    ...(plan.reason && { reasonReference: [refer(plan.reason, plan.reason.code?.text)] }),
    dosageInstruction: [{ text: plan.take }],
    dispenseRequest: {
      numberOfRepeatsAllowed: plan.refills ?? 3,
      validityPeriod: { start: at.day, ...(end && { end }) },
    },
  });
  attest(chart, [request], at.by, at.at);
  return request;
}

/** What a story says about something done or ordered. */
export interface ServicePlan {
  reason?: Condition;
  note?: string;
  /** Side or site, by SNOMED CT. */
  site?: [code: string, display: string];
  outcome?: string;
}

/** Writes a procedure done at a visit. */
export function perform(chart: Chart, at: Visit, code: ServiceCode, plan: ServicePlan = {}): Procedure {
  const procedure = put<Procedure>(chart, {
    resourceType: 'Procedure',
    id: nameId(chart, code.key, at.day),
    meta: usCore('procedure'),
    status: 'completed',
    code: serviceConcept(code),
    subject: chart.patient,
    encounter: refer(at.encounter),
    performedPeriod: { start: at.at, end: at.until },
    performer: [{ actor: toClinician(at.by) }],
    ...(plan.reason && { reasonReference: [refer(plan.reason, plan.reason.code?.text)] }),
    ...(plan.site && { bodySite: [concept(SNOMED, ...plan.site)] }),
    ...(plan.outcome !== undefined && { outcome: { text: plan.outcome } }),
    ...(plan.note !== undefined && { note: [{ text: plan.note }] }),
  });
  attest(chart, [procedure], at.by, at.until);
  return procedure;
}

/** Writes an order made at a visit. */
export function order(
  chart: Chart,
  at: Visit,
  code: ServiceCode,
  plan: ServicePlan & { status?: 'active' | 'completed' } = {},
): ServiceRequest {
  return put<ServiceRequest>(chart, {
    resourceType: 'ServiceRequest',
    id: nameId(chart, `${code.key}-order`, at.day),
    meta: usCore('servicerequest'),
    status: plan.status ?? 'completed',
    intent: 'order',
    category: [categoryOf(code)],
    code: serviceConcept(code),
    subject: chart.patient,
    encounter: refer(at.encounter),
    occurrenceDateTime: at.day,
    authoredOn: at.at,
    requester: toClinician(at.by),
    ...(plan.reason && { reasonReference: [refer(plan.reason, plan.reason.code?.text)] }),
    ...(plan.note !== undefined && { note: [{ text: plan.note }] }),
  });
}

function categoryOf(code: ServiceCode): CodeableConcept {
  if (code.hcpcs !== undefined) return { text: 'Durable medical equipment or drug' };
  if (code.cpt?.startsWith('7') === true) return concept(SNOMED, '363679005', 'Imaging');
  if (code.cpt?.startsWith('9') === true) return concept(SNOMED, '103693007', 'Diagnostic procedure');
  return concept(SNOMED, '387713003', 'Surgical procedure');
}
