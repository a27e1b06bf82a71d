import type { Coverage } from '@medplum/fhirtypes';
import { ACT_CODE, concept, hl7System, usCore } from '../codes/systems.ts';
import { INSURER, toOrganization } from '../world/organizations.ts';
import { memberIdentifier } from '../world/people.ts';
import { type Chart, dayOf, nameId, put } from './chart.ts';

/** Writes the insurance of a member from a written date on. */
export function cover(chart: Chart, from: string, relationship: 'self' | 'child' = 'self'): Coverage {
  return put<Coverage>(chart, {
    resourceType: 'Coverage',
    id: nameId(chart, 'coverage'),
    meta: usCore('coverage'),
    identifier: [memberIdentifier(chart.particulars)],
    status: 'active',
    type: concept(ACT_CODE, 'HIP', 'health insurance plan policy'),
    subscriberId: chart.particulars.memberId,
    beneficiary: chart.patient,
    relationship: concept(
      hl7System('subscriber-relationship'),
      relationship,
      relationship === 'self' ? 'Self' : 'Child',
    ),
    // Cover of someone who died ends that day; all other cover runs on.
    period: { start: dayOf(chart, from), ...(chart.died !== undefined && { end: chart.died }) },
    payor: [toOrganization(INSURER)],
    class: [
      { type: concept(hl7System('coverage-class'), 'group', 'Group'), value: 'LAKE-40', name: 'Lake County employers' },
      { type: concept(hl7System('coverage-class'), 'plan', 'Plan'), value: 'HARBOR-PPO', name: 'Harbor Choice PPO' },
    ],
  });
}
