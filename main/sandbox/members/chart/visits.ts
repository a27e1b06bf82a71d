import type { Condition, Encounter } from '@medplum/fhirtypes';
import { ACT_CODE, CPT, coding, concept, hl7System, SNOMED, usCore } from '../codes/systems.ts';
import { dateTime, moveDay, moveTime } from '../days.ts';
import { CLINIC, CLINIC_PLACE, HOSPITAL, HOSPITAL_PLACE, toOrganization } from '../world/organizations.ts';
import { type Clinician, toClinician } from '../world/staff.ts';
import { type Chart, dayOf, nameId, put, refer } from './chart.ts';

/** A visit while the story tells it: the Encounter, its day and hour, and who was seen. */
export interface Visit {
  encounter: Encounter;
  /** FHIR date of the first day. */
  day: string;
  /** FHIR dateTime of the beginning. */
  at: string;
  /** FHIR dateTime of the end. */
  until: string;
  by: Clinician;
}

/** How a kind of visit is coded: class, clinical type, visit code for billing where clinics use one. */
const KINDS = {
  office: ['AMB', 'ambulatory', '390906007', 'Follow-up encounter', '99213'],
  wellness: ['AMB', 'ambulatory', '162673000', 'General examination of patient', '99396'],
  child: ['AMB', 'ambulatory', '410620009', 'Well child visit', '99393'],
  prenatal: ['AMB', 'ambulatory', '424619006', 'Prenatal visit', undefined],
  outpatient: ['AMB', 'ambulatory', '371883000', 'Outpatient procedure', undefined],
  emergency: ['EMER', 'emergency', '50849002', 'Emergency room admission', '99284'],
  stay: ['IMP', 'inpatient encounter', '32485007', 'Hospital admission', undefined],
} as const;

/** What a story says about a visit. */
export interface VisitPlan {
  kind?: keyof typeof KINDS;
  by?: Clinician;
  reason?: Condition[];
  /** Nights in hospital; a visit without nights lasts half an hour. */
  nights?: number;
  /** How the stay ended, for stays. */
  disposition?: [code: string, display: string];
}

/** Writes a visit on a written date. */
export function visit(chart: Chart, written: string, plan: VisitPlan = {}): Visit {
  const [actCode, actName, typeCode, typeName, billing] = KINDS[plan.kind ?? 'office'];
  const by = plan.by ?? chart.physician;
  const day = dayOf(chart, written);
  const start = `${String(chart.random.int(8, 15)).padStart(2, '0')}:${chart.random.pick(['00', '15', '30', '45'])}`;
  const inHospital = plan.kind === 'stay' || plan.kind === 'emergency' || by.hospital;
  const until = plan.nights ? dateTime(moveDay(day, plan.nights), '11:00') : dateTime(day, moveTime(start, 30));
  const at = dateTime(day, start);
  const place = inHospital ? HOSPITAL_PLACE : CLINIC_PLACE;
  const id = nameId(chart, plan.kind === 'stay' ? 'stay' : 'visit', day);
  const encounter: Encounter = {
    resourceType: 'Encounter',
    id,
    meta: usCore('encounter'),
    identifier: [{ system: 'https://lakeside.example/encounters', value: id }],
    status: 'finished',
    class: coding(ACT_CODE, actCode, actName),
    type: [
      {
        coding: [coding(SNOMED, typeCode, typeName), ...(billing === undefined ? [] : [coding(CPT, billing)])],
        text: typeName,
      },
    ],
    subject: chart.patient,
    participant: [
      {
        type: [concept(hl7System('v3-ParticipationType'), 'PPRF', 'primary performer')],
        period: { start: at, end: until },
        individual: toClinician(by),
      },
    ],
    period: { start: at, end: until },
    ...(plan.reason && { reasonReference: plan.reason.map((reason) => refer(reason, reason.code?.text)) }),
    ...(plan.disposition && {
      hospitalization: { dischargeDisposition: concept(hl7System('discharge-disposition'), ...plan.disposition) },
    }),
    location: [{ location: { reference: `Location/${place.id}`, display: place.name } }],
    serviceProvider: toOrganization(inHospital ? HOSPITAL : CLINIC),
  };
  return { encounter: put(chart, encounter), day, at, until, by };
}
