import type { AllergyIntolerance, Condition, Immunization } from '@medplum/fhirtypes';
import { type ConditionCode, conditionConcept } from '../codes/conditions.ts';
import { CVX, concept, hl7System, SNOMED, usCore } from '../codes/systems.ts';
import { VACCINES, type VaccineCode } from '../codes/vaccines.ts';
import { dateTime } from '../days.ts';
import { toClinician } from '../world/staff.ts';
import { attest } from './attest.ts';
import { type Chart, dayOf, nameId, put, refer } from './chart.ts';
import type { Visit } from './visits.ts';

const CATEGORY = hl7System('condition-category');

/** What a story says about a diagnosis. */
export interface Diagnosis {
  /** Written date it began. */
  onset: string;
  /** Written date it ended; without it the condition is active. */
  abated?: string;
  /** remission where it is quiet but not gone; resolved is assumed once it ended. */
  status?: 'active' | 'remission' | 'recurrence';
  /** The visit it was made at turns it into an encounter diagnosis; without one it stands on the problem list. */
  visit?: Visit;
  note?: string;
}

/** Writes a diagnosis and who made it. */
export function diagnose(chart: Chart, code: ConditionCode, plan: Diagnosis): Condition {
  const onset = dayOf(chart, plan.onset);
  const status = plan.abated !== undefined ? 'resolved' : (plan.status ?? 'active');
  const by = plan.visit?.by ?? chart.physician;
  const recorded = plan.visit?.at ?? dateTime(onset, '10:00');
  const category = plan.visit
    ? concept(CATEGORY, 'encounter-diagnosis', 'Encounter Diagnosis')
    : concept(CATEGORY, 'problem-list-item', 'Problem List Item');
  const condition = put<Condition>(chart, {
    resourceType: 'Condition',
    id: nameId(chart, code.key),
    meta: usCore(plan.visit ? 'condition-encounter-diagnosis' : 'condition-problems-health-concerns'),
    clinicalStatus: concept(hl7System('condition-clinical'), status),
    verificationStatus: concept(hl7System('condition-ver-status'), 'confirmed', 'Confirmed'),
    category: [category],
    code: conditionConcept(code),
    subject: chart.patient,
    ...(plan.visit && { encounter: refer(plan.visit.encounter) }),
    onsetDateTime: onset,
    ...(plan.abated !== undefined && { abatementDateTime: dayOf(chart, plan.abated) }),
    recordedDate: recorded,
    recorder: toClinician(by),
    asserter: toClinician(by),
    ...(plan.note !== undefined && { note: [{ text: plan.note }] }),
  });
  attest(chart, [condition], by, recorded);
  return condition;
}

/** Substances people react to. */
const ALLERGIES = {
  penicillin: ['penicillin', '91936005', 'Allergy to penicillin', 'medication'],
  sulfonamide: ['sulfonamide', '91939003', 'Allergy to sulfonamide', 'medication'],
  peanut: ['peanut', '91935009', 'Allergy to peanut', 'food'],
  latex: ['latex', '1003755004', 'Allergy to Hevea brasiliensis latex protein', 'environment'],
} as const;

type Reaction = 'hives' | 'rash' | 'anaphylaxis';

/** Reactions, by SNOMED CT. */
const REACTIONS: Record<Reaction, [code: string, display: string]> = {
  hives: ['126485001', 'Urticaria'],
  rash: ['271807003', 'Eruption of skin'],
  anaphylaxis: ['39579001', 'Anaphylaxis'],
};

/** Writes an allergy, or that none is known. */
export function allergy(
  chart: Chart,
  substance: keyof typeof ALLERGIES | 'none',
  written: string,
  reaction: Reaction = 'rash',
): AllergyIntolerance {
  const [key, code, text, category] = substance === 'none' ? NO_ALLERGY : ALLERGIES[substance];
  return put<AllergyIntolerance>(chart, {
    resourceType: 'AllergyIntolerance',
    id: nameId(chart, `allergy-${key}`),
    meta: usCore('allergyintolerance'),
    clinicalStatus: concept(hl7System('allergyintolerance-clinical'), 'active', 'Active'),
    verificationStatus: concept(hl7System('allergyintolerance-verification'), 'confirmed', 'Confirmed'),
    ...(category !== undefined && { type: 'allergy' as const, category: [category] }),
    code: concept(SNOMED, code, text),
    patient: chart.patient,
    recordedDate: dayOf(chart, written),
    recorder: toClinician(chart.physician),
    ...(category !== undefined && { reaction: [{ manifestation: [concept(SNOMED, ...REACTIONS[reaction])] }] }),
  });
}

const NO_ALLERGY = ['none', '716186003', 'No known allergy', undefined] as const;

/** Writes one vaccination at a visit. */
export function immunize(chart: Chart, at: Visit, vaccine: VaccineCode): Immunization {
  return put<Immunization>(chart, {
    resourceType: 'Immunization',
    id: nameId(chart, vaccine.key, at.day),
    meta: usCore('immunization'),
    status: 'completed',
    vaccineCode: concept(CVX, vaccine.cvx, vaccine.text),
    patient: chart.patient,
    encounter: refer(at.encounter),
    occurrenceDateTime: at.day,
    primarySource: true,
    lotNumber: `LOT${chart.random.digits(5)}`,
    performer: [{ actor: toClinician(at.by) }],
  });
}

/** Writes the autumn influenza vaccination of the visit's year. */
export function fluShot(chart: Chart, at: Visit): Immunization {
  return immunize(chart, at, VACCINES.influenza);
}
