import type { CommunicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import type { Authorization } from '../../domain/task-request.ts';
import { parseIdentifier } from '../../fhir/identifier.ts';
import type { BuildContext, UnfinishedDataRequest } from './context.ts';
import { actorOf, documentConcept, providerIdentifier, referenceTo, subjectOf, trimmed } from './parts.ts';

/** The id of an authorization that is contained in its Task. */
export const authorizationId = 'authorization';

/**
 * What authorises a data request, as a resource of its own: to be contained in the Task, or POSTed before it, which then names it in
 * basedOn. The patient and both parties are those of the request. Source: CDex, formal authorization; FHIR R4 CommunicationRequest and
 * ServiceRequest.
 */
export function buildAuthorization(
  authorization: Authorization,
  request: UnfinishedDataRequest,
  context: BuildContext,
): CommunicationRequest | ServiceRequest {
  const subject = subjectOf(request, context.cdexVersion);
  const asks = referenceTo(actorOf(request.requester, context.requester), parseIdentifier);
  const asked = referenceTo(actorOf(request.owner, context.owner), providerIdentifier);
  const code = trimmed(authorization.code);
  const text = trimmed(authorization.text);
  const authoredOn = trimmed(authorization.authoredOn);
  if (authorization.resourceType === 'CommunicationRequest') {
    return {
      resourceType: 'CommunicationRequest',
      status: 'active',
      ...(code && { category: [documentConcept(code, undefined, 'code')] }),
      ...(subject && { subject }),
      ...(text && { payload: [{ contentString: text }] }),
      ...(authoredOn && { authoredOn }),
      ...(asks && { requester: asks as CommunicationRequest['requester'] }),
      ...(asks && { recipient: [asks as NonNullable<CommunicationRequest['recipient']>[number]] }),
      ...(asked && { sender: asked as CommunicationRequest['sender'] }),
    };
  }
  const concept = code ? documentConcept(code, text, 'code') : text ? { text } : undefined;
  const order: Omit<ServiceRequest, 'subject'> & Partial<Pick<ServiceRequest, 'subject'>> = {
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    ...(concept && { code: concept }),
    ...(subject && { subject }),
    ...(authoredOn && { authoredOn }),
    ...(asks && { requester: asks as ServiceRequest['requester'] }),
    ...(asked && { performer: [asked as NonNullable<ServiceRequest['performer']>[number]] }),
  };
  // While nobody is named the subject is missing; the Task it belongs to is told so by its own rules.
  return order as ServiceRequest;
}
