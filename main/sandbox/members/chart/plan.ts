import type { CarePlan, CareTeam, Condition, Goal } from '@medplum/fhirtypes';
import { coding, concept, hl7System, LOINC, SNOMED, UCUM, usCore } from '../codes/systems.ts';
import { type Clinician, toClinician } from '../world/staff.ts';
import { attest } from './attest.ts';
import { type Chart, nameId, put, refer } from './chart.ts';
import type { Visit } from './visits.ts';

/** Writes team, goal and plan around diabetes, made at a visit. */
export function planDiabetes(chart: Chart, at: Visit, diabetes: Condition, others: Clinician[]): CarePlan {
  const team = put<CareTeam>(chart, {
    resourceType: 'CareTeam',
    id: nameId(chart, 'care-team'),
    meta: usCore('careteam'),
    status: 'active',
    name: 'Diabetes team',
    subject: chart.patient,
    participant: [
      { role: [concept(SNOMED, '116154003', 'Patient')], member: chart.patient },
      { role: [concept(SNOMED, '446050000', 'Primary care physician')], member: toClinician(at.by) },
      ...others.map((other) => ({ role: [{ text: other.specialty[1] }], member: toClinician(other) })),
    ],
  });
  const goal = put<Goal>(chart, {
    resourceType: 'Goal',
    id: nameId(chart, 'goal-hba1c'),
    meta: usCore('goal'),
    lifecycleStatus: 'active',
    achievementStatus: concept(hl7System('goal-achievement'), 'achieved', 'Achieved'),
    description: { text: 'HbA1c below 7.5 %' },
    subject: chart.patient,
    startDate: at.day,
    target: [
      {
        measure: concept(LOINC, '4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood'),
        detailQuantity: { value: 7.5, comparator: '<', unit: '%', system: UCUM, code: '%' },
        dueDate: '2026-12-31',
      },
    ],
    addresses: [refer(diabetes, diabetes.code?.text)],
  });
  const plan = put<CarePlan>(chart, {
    resourceType: 'CarePlan',
    id: nameId(chart, 'care-plan'),
    meta: usCore('careplan'),
    text: {
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>HbA1c every four months, feet and kidneys once a year, 150 minutes of walking a week.</p></div>',
    },
    status: 'active',
    intent: 'plan',
    category: [{ coding: [coding('http://hl7.org/fhir/us/core/CodeSystem/careplan-category', 'assess-plan')] }],
    title: 'Living with diabetes',
    subject: chart.patient,
    period: { start: at.day },
    created: at.at,
    author: toClinician(at.by),
    careTeam: [refer(team)],
    addresses: [refer(diabetes, diabetes.code?.text)],
    goal: [refer(goal)],
    activity: [
      { detail: { status: 'in-progress', description: 'HbA1c every four months' } },
      { detail: { status: 'in-progress', description: 'Foot examination once a year' } },
      { detail: { status: 'in-progress', description: 'Walk 150 minutes a week' } },
    ],
  });
  attest(chart, [plan, goal, team], at.by, at.until);
  return plan;
}
