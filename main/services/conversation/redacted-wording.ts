import { createRedactor, type Redactor } from '../../../shared/fhir/redact.ts';
import type { SubmissionRecord } from '../../../shared/domain/submission.ts';
import { redactPush, redactTask } from '../inbox/export/redact-records.ts';
import type { Gathered } from './gathered.ts';
import type { Wording } from './message-words.ts';

/** Words without what names people: whatever the records name gives way to pseudonyms wherever it stands. */
export function redactedWording({ about }: Gathered): Wording {
  const redactor = createRedactor();
  // Made for what the redactor gets to know by it: values that stand in sentences elsewhere.
  for (const one of about) {
    if ('versions' in one) redactTask(one, redactor);
    else if ('attempts' in one) readSubmission(one, redactor);
    else redactPush(one, redactor);
  }
  const { url, sentence, replace } = redactor;
  return { url, sentence, name: (text) => replace(text, 'name'), refusal: (text) => replace(text, 'text') };
}

function readSubmission({ request, title, attempts }: SubmissionRecord, { identifier, replace }: Redactor): void {
  const { trackingId, adminRef, payerId, organizationId, providerId, memberId, serviceDate } = request;
  for (const id of [trackingId, adminRef, payerId, organizationId, providerId, memberId]) if (id) identifier(id);
  if (serviceDate) replace(serviceDate, 'date');
  // What a partner answered is in words of its own.
  for (const words of [title, ...attempts.map(({ says }) => says)]) replace(words, 'text');
}
