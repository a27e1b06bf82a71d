import type { Observation } from '@medplum/fhirtypes';
import { FINDINGS, type FindingCode } from '../codes/findings.ts';
import { coding, concept, hl7System, LOINC, SNOMED, UCUM, usCore } from '../codes/systems.ts';
import { round } from '../random.ts';
import { toClinician } from '../world/staff.ts';
import { type Chart, nameId, put, refer } from './chart.ts';
import type { Visit } from './visits.ts';

const CATEGORY = hl7System('observation-category');
const CATEGORY_NAMES = {
  'vital-signs': 'Vital Signs',
  survey: 'Survey',
  exam: 'Exam',
  procedure: 'Procedure',
  'social-history': 'Social History',
} as const;

/** What a nurse writes down at the beginning of a visit. */
export interface Vitals {
  /** Systolic and diastolic pressure in mm[Hg]. */
  pressure?: [systolic: number, diastolic: number];
  /** kg. The body mass index follows from it and the height. */
  weight?: number;
  /** cm; where not given the person's height counts for the index and is not written again. */
  height?: number;
  pulse?: number;
  breaths?: number;
  /** Percent, as the finger clip shows. */
  oxygen?: number;
  /** Degrees Celsius. */
  temperature?: number;
  /** Head circumference in cm. */
  head?: number;
}

/** Writes the vital signs of a visit. */
export function measure(chart: Chart, at: Visit, vitals: Vitals): void {
  if (vitals.pressure) pressure(chart, at, vitals.pressure);
  for (const key of ['pulse', 'breaths', 'oxygen', 'temperature', 'height', 'head'] as const) {
    const value = vitals[key];
    if (value !== undefined) find(chart, at, FINDINGS[key], value);
  }
  if (vitals.weight === undefined) return;
  const weight = find(chart, at, FINDINGS.weight, vitals.weight);
  const meters = (vitals.height ?? chart.person.heightCm) / 100;
  find(chart, at, FINDINGS.bmi, (weight.valueQuantity?.value ?? vitals.weight) / (meters * meters));
}

/** Writes one measured finding and returns it with the value the seed gave it. */
export function find(chart: Chart, at: Visit, code: FindingCode, value: number): Observation {
  const measured = chart.random.near(value, code.share, code.decimals);
  const codings = [coding(LOINC, code.loinc, code.display)];
  // US Core asks pulse oximetry to carry the general oxygen saturation code as well.
  if (code.key === 'spo2') codings.push(coding(LOINC, '2708-6', 'Oxygen saturation in Arterial blood'));
  return put<Observation>(chart, {
    ...observed(chart, at, code.key, code.category, code.profile),
    code: { coding: codings, text: code.display },
    valueQuantity: { value: measured, unit: code.unit, system: UCUM, code: code.ucum },
  });
}

type Smoking = 'never' | 'former' | 'daily';

/** Smoking, by SNOMED CT. */
const SMOKING: Record<Smoking, [code: string, display: string]> = {
  never: ['266919005', 'Never smoked tobacco'],
  former: ['8517006', 'Ex-smoker'],
  daily: ['449868002', 'Smokes tobacco daily'],
};

/** Writes the smoking status. */
export function smoking(chart: Chart, at: Visit, status: Smoking): Observation {
  return put<Observation>(chart, {
    ...observed(chart, at, 'smoking', 'social-history', 'smokingstatus'),
    code: concept(LOINC, '72166-2', 'Tobacco smoking status'),
    valueCodeableConcept: concept(SNOMED, ...SMOKING[status]),
  });
}

/** Writes that a visit found a pregnancy, or none. */
export function pregnancyStatus(chart: Chart, at: Visit, pregnant: boolean): Observation {
  const value = pregnant ? concept(SNOMED, '77386006', 'Pregnancy') : concept(SNOMED, '60001007', 'Not pregnant');
  return put<Observation>(chart, {
    ...observed(chart, at, 'pregnancy-status', 'social-history', 'observation-pregnancystatus'),
    code: concept(LOINC, '82810-3', 'Pregnancy status'),
    valueCodeableConcept: value,
  });
}

function pressure(chart: Chart, at: Visit, [systolic, diastolic]: [number, number]): void {
  const part = (loinc: string, display: string, value: number) => ({
    code: concept(LOINC, loinc, display),
    valueQuantity: {
      value: round(value + chart.random.int(-3, 3), 0),
      unit: 'mmHg',
      system: UCUM,
      code: 'mm[Hg]',
    },
  });
  put<Observation>(chart, {
    ...observed(chart, at, 'bp', 'vital-signs', 'blood-pressure'),
    code: concept(LOINC, '85354-9', 'Blood pressure panel with all children optional'),
    component: [
      part('8480-6', 'Systolic blood pressure', systolic),
      part('8462-4', 'Diastolic blood pressure', diastolic),
    ],
  });
}

function observed(chart: Chart, at: Visit, key: string, category: keyof typeof CATEGORY_NAMES, profile: string) {
  return {
    resourceType: 'Observation' as const,
    id: nameId(chart, key, at.day),
    meta: usCore(profile),
    status: 'final' as const,
    category: [{ coding: [coding(CATEGORY, category, CATEGORY_NAMES[category])] }],
    subject: chart.patient,
    encounter: refer(at.encounter),
    effectiveDateTime: at.at,
    performer: [toClinician(at.by)],
  };
}
