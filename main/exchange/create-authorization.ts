import type { CommunicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import { answered, type Context, fhirClient } from './fhir-client.ts';
import type { Partner } from './partner.ts';

/** POST of what authorises a data request, so that Task.basedOn can name it (CDex Task Data Request, formal authorization). */
export const createAuthorization = (
  door: Door,
  partner: Partner,
  resource: CommunicationRequest | ServiceRequest,
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, {
      approach: 'task',
      note: 'authorization',
      expects: 'resource-or-nothing',
      ...context,
    }).create({
      resourceType: resource.resourceType,
      body: resource as never,
      options: { headers: { 'content-type': 'application/fhir+json' } },
    }),
  );
