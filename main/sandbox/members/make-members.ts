import type { Claim, Resource } from '@medplum/fhirtypes';
import { type Chart, openChart } from './chart/chart.ts';
import { OXYGEN_FORM } from './chart/oxygen-form.ts';
import { CLINIC_CLAIMS, MEMBER_SYSTEM, MRN_SYSTEM } from './codes/systems.ts';
import { LUMBAR_FUSION_FORM } from './forms/lumbar-fusion.ts';
import { WEIGHT_SURGERY_FORM } from './forms/weight-surgery.ts';
import { makeGroups } from './groups.ts';
import { payerPatientId, payerRecord } from './payer.ts';
import { claimsOf } from './requests.ts';
import { STORIES } from './stories/stories.ts';
import type { Story } from './stories/story.ts';
import type { SandboxMember, SandboxSeed } from './types.ts';
import { CLINIC, CLINIC_PLACE, HOSPITAL, HOSPITAL_PLACE, INSURER, SUPPLIER } from './world/organizations.ts';
import { displayName } from './world/people.ts';
import { practitionerOf, roleOf, STAFF } from './world/staff.ts';

/**
 * Writes the two worlds of the sandbox. Pure: the same seed gives the same resources, another seed other numbers,
 * values and dates around the same stories. Organizations and clinicians stay as they are under every seed.
 */
export function makeMembers(seed: number): SandboxSeed {
  const records = STORIES.map((story) => ({ story, chart: write(seed, story) }));
  const groups = (idOf: (chart: Chart) => string) => {
    const references = (some: typeof records) =>
      some.map(({ chart }) => ({ reference: `Patient/${idOf(chart)}`, display: displayName(chart.person) }));
    return makeGroups(references(records), references(records.filter(({ story }) => story.diabetic === true)));
  };
  const staff = Object.values(STAFF);
  return {
    provider: [
      CLINIC,
      HOSPITAL,
      SUPPLIER,
      INSURER,
      CLINIC_PLACE,
      HOSPITAL_PLACE,
      ...staff.map(practitionerOf),
      ...staff.map(roleOf),
      OXYGEN_FORM,
      ...records.flatMap(({ chart }) => chart.resources),
      ...groups((chart) => chart.person.id),
    ],
    payer: [
      INSURER,
      CLINIC,
      HOSPITAL,
      SUPPLIER,
      OXYGEN_FORM,
      LUMBAR_FUSION_FORM,
      WEIGHT_SURGERY_FORM,
      ...records.flatMap(({ chart }) => payerRecord(seed, chart)),
      ...groups(payerPatientId),
    ],
    members: records.map(({ story, chart }) => memberOf(seed, story, chart)),
  };
}

function write(seed: number, story: Story): Chart {
  const chart = openChart(seed, story.person, story.physician);
  story.tell(chart);
  return chart;
}

function memberOf(seed: number, story: Story, chart: Chart): SandboxMember {
  const claim = chart.resources.filter(isClaim).at(-1);
  const number = claim?.identifier?.[0]?.value;
  return {
    patientId: chart.person.id,
    name: displayName(chart.person),
    birthDate: chart.born,
    memberId: { system: MEMBER_SYSTEM, value: chart.particulars.memberId },
    mrn: { system: MRN_SYSTEM, value: chart.particulars.mrn },
    ...(number !== undefined && { claimId: { system: CLINIC_CLAIMS, value: number } }),
    claims: claimsOf(seed, chart),
    storyline: story.storyline,
  };
}

function isClaim(resource: Resource): resource is Claim {
  return resource.resourceType === 'Claim' && resource.use === 'claim';
}
