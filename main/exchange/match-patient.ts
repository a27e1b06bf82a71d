import type { Patient } from '@medplum/fhirtypes';
import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import { answered, type Context, fhirClient } from './fhir-client.ts';
import type { Partner } from './partner.ts';

/** What a match is asked for. */
export interface MatchWish {
  patient: Patient;
  onlyCertain?: boolean | undefined;
  count?: number | undefined;
}

/** POST [base]/Patient/$match: a searchset with a grade and a score in each entry (FHIR R4 Patient-match; CONF-006). */
export const matchPatient = (
  door: Door,
  partner: Partner,
  { patient, onlyCertain, count }: MatchWish,
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, { approach: 'direct-query', note: '$match', ...context }).operation({
      resourceType: 'Patient',
      name: '$match',
      method: 'POST',
      input: {
        resourceType: 'Parameters',
        parameter: [
          { name: 'resource', resource: patient },
          ...(onlyCertain === undefined ? [] : [{ name: 'onlyCertainMatches', valueBoolean: onlyCertain }]),
          ...(count === undefined ? [] : [{ name: 'count', valueInteger: count }]),
        ],
      } as never,
      options: { headers: { 'content-type': 'application/fhir+json' } },
    }),
  );
