import { hasSignature } from '../../../shared/cdex/find-signature.ts';
import type { OperationOutcomeError } from '@medplum/core';
import { problem } from '../fhir/problems.ts';
import type { Associated } from './associate.ts';
import { unknownLines } from './associate.ts';

import type { PayerWays } from './payer-rules.ts';
import type { ReceivedSubmission } from './read-submission.ts';
import type { ThreadState } from './threads.ts';

/** A submission that is well-formed and that a rule of the payer refuses all the same. */
export interface BusinessRefusal {
  reason: string;
  error: OperationOutcomeError;
}

const refusal = (status: 400 | 422, reason: string, diagnostics: string): BusinessRefusal => ({
  reason,
  error: problem(status, reason, { code: 'business-rule', diagnostics }),
});

/** What a payer knows when it decides. */
export interface Situation {
  submission: ReceivedSubmission;
  knowsMember: boolean;
  thread: ThreadState;
  associated: Associated;
}

/** Why the payer refuses a submission, by its rules and by the faults that are set; undefined when it takes it. */
export function refuse({ rules, faults }: PayerWays, situation: Situation): BusinessRefusal | undefined {
  const { submission, knowsMember, thread, associated } = situation;
  const set = faults();
  if (set.includes('payer-reject')) {
    const reason = 'Attachments to claims that are paid already are not accepted.';
    return refusal(400, reason, 'Send an appeal in place of an attachment.');
  }
  if (set.includes('payer-signature') && !submission.attachments.every(({ content }) => hasSignature(content))) {
    const reason = 'This payer takes signed attachments alone, and one of these has no signature.';
    return refusal(400, reason, 'Sign the attachments and submit them again.');
  }
  const { unknownMember, afterFinal } = rules();
  if (!knowsMember && unknownMember === 'refuse')
    return refusal(422, `This payer has no member ${submission.memberId.value}.`, 'Check MemberId and its system.');
  if (thread === 'final' && afterFinal === 'reject') {
    const reason = `The last submission for the tracking id ${submission.trackingId.value} has been here already.`;
    return refusal(422, reason, 'Submit under a tracking id of its own, or wait for a new request.');
  }
  const claim = 'found' in associated ? associated.found.claim : undefined;
  const strange = unknownLines(claim, submission.lineItems);
  if (claim && strange.length > 0) {
    const lines = claim.item?.map(({ sequence }) => sequence).join(', ');
    const reason = `Claim/${claim.id} has no line ${strange.join(', ')}.`;
    return refusal(422, reason, `Its lines are ${lines}; without LineItem the attachment is for the whole claim.`);
  }
  return undefined;
}
