import type { Provenance, Resource } from '@medplum/fhirtypes';
import { concept, hl7System, NPI, usCore } from '../codes/systems.ts';
import { CLINIC, HOSPITAL, toOrganization } from '../world/organizations.ts';
import { type Clinician, toClinician } from '../world/staff.ts';
import { type Chart, put, refer } from './chart.ts';

const HREX_PROVENANCE = 'http://hl7.org/fhir/us/davinci-hrex/StructureDefinition/hrex-provenance';
const PARTICIPANT = hl7System('provenance-participant-type');

/**
 * Writes who stands behind some resources. HRex asks for literal targets and the time it occurred; the author
 * carries the NPI so that a reader need not fetch the Practitioner.
 */
export function attest(chart: Chart, targets: [Resource, ...Resource[]], by: Clinician, when: string): Provenance {
  return put(chart, {
    resourceType: 'Provenance',
    id: `prov-${targets[0].id}`,
    meta: { profile: [...(usCore('provenance').profile ?? []), HREX_PROVENANCE] },
    target: targets.map((target) => refer(target)),
    occurredDateTime: when,
    recorded: when,
    agent: [
      {
        type: concept(PARTICIPANT, 'author', 'Author'),
        who: { ...toClinician(by), identifier: { system: NPI, value: by.npi } },
        onBehalfOf: toOrganization(by.hospital ? HOSPITAL : CLINIC),
      },
    ],
  });
}
