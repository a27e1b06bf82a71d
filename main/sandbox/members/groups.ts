import type { Group, Patient, Reference } from '@medplum/fhirtypes';
import { concept, SNOMED } from './codes/systems.ts';
import { INSURER, toOrganization } from './world/organizations.ts';

/** The two cohorts both sides know: everybody insured, and the people with diabetes. */
export function makeGroups(members: Reference<Patient>[], diabetics: Reference<Patient>[]): Group[] {
  return [
    cohort('harbor-mutual-members', 'Harbor Mutual members at Lakeside Clinic', members),
    {
      ...cohort('harbor-mutual-diabetics', 'Harbor Mutual members with diabetes', diabetics),
      characteristic: [
        {
          code: { text: 'Diagnosis' },
          valueCodeableConcept: concept(SNOMED, '44054006', 'Diabetes mellitus type 2'),
          exclude: false,
        },
      ],
    },
  ];
}

function cohort(id: string, name: string, members: Reference<Patient>[]): Group {
  return {
    resourceType: 'Group',
    id,
    identifier: [{ system: 'https://harbor-mutual.example/groups', value: id }],
    active: true,
    type: 'person',
    actual: true,
    name,
    quantity: members.length,
    managingEntity: toOrganization(INSURER),
    member: members.map((entity) => ({ entity })),
  };
}
