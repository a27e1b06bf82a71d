import type { Patient } from '@medplum/fhirtypes';
import { problem } from '../fhir/problems.ts';
import type { Rights } from '../fhir/rights.ts';

/**
 * What the answer to a Task is made from, whoever sent it: the record of the Task's member alone (CONF-015), what names the member by
 * identifier instead of by reference included.
 */
export const memberRights = ({ id, identifier = [] }: Patient & { id: string }): Rights => ({
  memberId: id,
  regions: () => [{ memberId: id, identifiers: identifier, filters: [] }],
  refusal: (_permission, type) => problem(403, `A Task for one member does not reach ${type}.`),
  challenge: '',
});
