import type { Reference, Task, TaskInput } from '@medplum/fhirtypes';
import { parseIdentifier } from '../../fhir/identifier.ts';
import { profiles, systems } from '../codes.ts';
import { authorizationId, buildAuthorization } from './authorization.ts';
import type { BuildContext, UnfinishedDataRequest } from './context.ts';
import {
  actorOf,
  commonInputs,
  documentConcept,
  identifierOf,
  metaOf,
  providerIdentifier,
  questionnaireInput,
  referenceTo,
  restrictionOf,
  subjectOf,
  trimmed,
  typed,
} from './parts.ts';

/** Claim or coverage. FILL marks an id the payer gave, PLAC one the provider gave (CDex Task Data Request, reasonReference). */
function reasonReference(request: UnfinishedDataRequest): Reference | undefined {
  const identifier = identifierOf(request.claim);
  const reference = trimmed(request.reasonReference);
  if (!identifier && !reference) return undefined;
  const type = typed(systems.identifierType, request.claimAssignedBy === 'provider' ? 'PLAC' : 'FILL');
  return {
    ...(reference && { reference }),
    ...(request.reasonType && { type: request.reasonType }),
    ...(identifier && { identifier: { type, ...identifier } }),
  };
}

/** The one thing asked for; none while the form has nothing in it. */
function askedInputs(request: UnfinishedDataRequest): TaskInput[] {
  if (request.kind === 'data-request-code') {
    const code = trimmed(request.code);
    const text = trimmed(request.text);
    if (!code && !text) return [];
    const valueCodeableConcept = code ? documentConcept(code, text, 'code') : { text };
    return [{ type: typed(systems.hrex, 'data-code'), valueCodeableConcept }];
  }
  if (request.kind === 'data-request-questionnaire') {
    const url = trimmed(request.questionnaire);
    return url ? [questionnaireInput(typed(systems.sdc, 'questionnaire'), url, request.title)] : [];
  }
  const query = trimmed(request.query);
  return query ? [{ type: typed(systems.hrex, 'data-query'), valueString: query }] : [];
}

/** The data request a form describes. Source: CDex Task Data Request; only the member id's type differs between the versions. */
export function buildDataRequest(request: UnfinishedDataRequest, context: BuildContext): Task {
  const patient = subjectOf(request, context.cdexVersion);
  const requester = referenceTo(actorOf(request.requester, context.requester), parseIdentifier);
  const owner = referenceTo(actorOf(request.owner, context.owner), providerIdentifier);
  const identifier = identifierOf(request.identifier);
  const authorization =
    request.authorization?.place === 'contained'
      ? { ...buildAuthorization(request.authorization, request, context), id: authorizationId }
      : undefined;
  const named = trimmed(request.basedOn);
  const basedOn = [...(named ? [named] : []), ...(authorization ? [`#${authorizationId}`] : [])];
  const reason = trimmed(request.reason);
  const because = reasonReference(request);
  const input = [...askedInputs(request), ...commonInputs(request)];
  return {
    resourceType: 'Task',
    meta: metaOf(profiles.dataRequest, request.workQueue),
    ...(authorization && { contained: [authorization] }),
    ...(identifier && { identifier: [identifier] }),
    ...(basedOn.length > 0 && { basedOn: basedOn.map((reference) => ({ reference })) }),
    status: 'requested',
    intent: 'order',
    code: typed(systems.cdex, request.kind ?? 'data-request-query'),
    ...(patient && { for: patient }),
    authoredOn: context.now,
    ...(requester && { requester }),
    ...(owner && { owner }),
    ...(reason && { reasonCode: { text: reason } }),
    ...(because && { reasonReference: because }),
    ...restrictionOf(request.due),
    ...(input.length > 0 && { input }),
  };
}
