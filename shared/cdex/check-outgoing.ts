import type { CdexVersion } from '../domain/connection.ts';
import type { Finding } from '../domain/finding.ts';
import type { SubmissionRequest } from '../domain/submission.ts';
import { isFinal } from '../domain/task.ts';
import { identifierSystem } from '../fhir/identifier.ts';
import { error, information, warning } from './findings.ts';

/** What else is known about a submission before it is sent. */
export interface OutgoingContext {
  version: CdexVersion;
  /** Absent where nobody asked for it. */
  asked?: { multipleSubmits: boolean } | undefined;
  /** ISO date of today. */
  today: string;
}

const place = 'Parameters.parameter';

function checkContents({ attachments }: SubmissionRequest): Finding[] {
  if (attachments.length === 0)
    return [error('parameters-missing', place, 'There is no attachment.', 'Add what is to be submitted.')];
  return attachments.flatMap(({ content, code, title }, index) => {
    if (content.from !== 'unchosen') return [];
    const message = `Nothing is chosen for ${title ?? code ?? `attachment ${index + 1}`}.`;
    return [error('attachment-content', `Attachment[${index}]`, message, 'Choose its content, or leave it out.')];
  });
}

function checkReference({ adminRef, attachTo }: SubmissionRequest, { version, asked }: OutgoingContext): Finding[] {
  if (!adminRef) return [];
  if (version !== 'ci') {
    const message = `The administrative reference number is left out: version ${version} has none.`;
    return [warning('cdex-version', place, message, 'Set the version of the connection to ci.')];
  }
  if (attachTo === 'claim' || asked) return [];
  const message = 'An administrative reference number is the payer’s, of a prior authorization it asked about.';
  return [warning('admin-ref-number', place, message, 'Leave it out where nobody asked.')];
}

/**
 * What the rules say about a submission that its Parameters no longer show, to be told beside what checkSubmission finds. Paths are those
 * of the Parameters, or `Attachment[i]` for a content. Source: CDex $submit-attachment.
 */
export function checkOutgoing(request: SubmissionRequest, context: OutgoingContext): Finding[] {
  const { asked, today } = context;
  const found = [...checkContents(request), ...checkReference(request, context)];
  if (!request.final && asked && !asked.multipleSubmits) {
    const message = 'More is announced (Final is false), and the request does not welcome several submissions.';
    found.push(warning('multiple-submits', place, message, 'Send everything at once, or agree on it with the payer.'));
  }
  if (request.attachTo === 'preauthorization' && !asked) {
    const message =
      'Where the prior authorization was asked for by X12 278 or PAS, the Da Vinci PAS guide is to be used.';
    found.push(information('CONF-056', place, message, 'Go on where it was asked for by fax, phone or portal.'));
  }
  if (request.memberId && !identifierSystem(request.memberId)) {
    const message = 'The member id has no system; a payer with several lines of business cannot tell whose it is.';
    found.push(information('member-system', place, message, 'Write it as SYSTEM|VALUE.'));
  }
  if (request.serviceDate && request.serviceDate > today) {
    const message = `The service date ${request.serviceDate} is in the future.`;
    found.push(warning('service-date', place, message, 'Correct it, unless the service is planned.'));
  }
  return found;
}

/**
 * A Task that has ended waits for nothing: what is submitted for it now comes a second time, or unasked, and is sent only when that is meant.
 * `status` is the Task's.
 */
export function checkAnswered(status: string): Finding[] {
  if (!isFinal(status)) return [];
  const message = `The Task is ${status} already; nobody waits for this.`;
  return [error('task-ended', 'Task.status', message, 'Ask the payer, or send it anyway where more was agreed.')];
}
