import type { Reply } from '../../shared/contract/errors.ts';
import { sameOrigin } from '../../shared/fhir/reference.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import type { Outgoing } from './outgoing.ts';
import type { Partner } from './partner.ts';
import type { StreamedBody } from './streamed-body.ts';

/** What a submission adds to its request. */
export type SubmitContext = Pick<Outgoing, 'note' | 'signal' | 'sending'>;

/**
 * POST of Parameters to $submit-attachment at its full URL (CDex). Any HTTP endpoint may host it, and an empty answer is a good one. Where
 * it is not at the partner's own origin it goes without the partner's credentials.
 */
export const submitAttachment = (
  door: Door,
  partner: Partner,
  url: string,
  body: StreamedBody,
  context: SubmitContext = {},
): Promise<Reply<Answer>> =>
  door.send(partner, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/fhir+json' },
    body,
    expects: 'resource-or-nothing',
    approach: 'push',
    note: 'submission',
    foreign: sameOrigin(url, partner.baseUrl) ? 'refuse' : 'without-credentials',
    ...context,
  });
