import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { RequestKind } from '../../../shared/domain/task-request.ts';
import { asksForAttachments } from './task-form.ts';

/** What happens with each kind, in a sentence. */
export const kindSays: Record<RequestKind, string> = {
  'data-request-query': 'The partner runs a search on its own server and names the result in the Task.',
  'data-request-code': 'Somebody at the partner looks for documents of a kind and names them in the Task.',
  'data-request-questionnaire': 'The partner fills in a form, as a rule with DTR, and names it in the Task.',
  'attachment-request-code': 'The provider pushes documents for a claim or prior authorization to the payer.',
  'attachment-request-questionnaire': 'The provider fills in forms for a claim or prior authorization and pushes them.',
};

/** In short, for lists. */
export const kindNames: Record<RequestKind, string> = {
  'data-request-query': 'Query',
  'data-request-code': 'Documents by code',
  'data-request-questionnaire': 'Questionnaire',
  'attachment-request-code': 'Attachments',
  'attachment-request-questionnaire': 'Attached questionnaires',
};

/** What the partner's version of the guide makes of this kind, where it differs from the published 2.1. */
export function versionNote(kind: RequestKind, version: CdexVersion): string | undefined {
  if (version === '2.0' && asksForAttachments(kind)) {
    return 'CDex 2.0 writes it in codes of its own, types the member id as UMB and counts line items from 1 as service lines.';
  }
  if (version === '2.0' && kind === 'data-request-questionnaire')
    return 'A draft in CDex 2.0; ask whether it is taken.';
  if (version === '2.0') return 'CDex 2.0 types the member id as UMB.';
  if (version === 'ci' && asksForAttachments(kind)) {
    return 'The continuous build adds an administrative reference number to prior authorizations.';
  }
  return undefined;
}
