import { attachmentCodes } from '../../../../shared/cdex/codes.ts';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import type {
  AttachmentWish,
  ContentSource,
  SubmissionAttempt,
  SubmissionRecord,
} from '../../../../shared/domain/submission.ts';
import { formatNumberOf } from '../../../ui/format.ts';
import type { Result } from '../../../ui/figures.tsx';
import type { IconName } from '../../../ui/icons.tsx';

/** How a state is drawn: never colour alone. */
export const lamps: Record<SubmissionRecord['state'], { icon: IconName; st: string; label: string }> = {
  draft: { icon: 'edit', st: 'idle', label: 'draft' },
  sending: { icon: 'in-progress', st: 'live', label: 'sending' },
  accepted: { icon: 'completed', st: 'ok', label: 'accepted' },
  held: { icon: 'on-hold', st: 'warn', label: 'held' },
  refused: { icon: 'rejected', st: 'fail', label: 'refused' },
  failed: { icon: 'failed', st: 'fail', label: 'failed' },
};

/** What a try came to, in a word or two. */
export const resultWords: Record<SubmissionAttempt['result'], string> = {
  accepted: 'accepted',
  held: 'accepted and held',
  refused: 'refused',
  'too-large': 'too large',
  'may-retry': 'not answered for good',
  cancelled: 'stopped here',
};

/** The figure of a try. */
export const resultFigures: Record<SubmissionAttempt['result'], Result> = {
  accepted: 'ok',
  held: 'warn',
  refused: 'fail',
  'too-large': 'fail',
  'may-retry': 'warn',
  cancelled: 'unchecked',
};

/** What its class of failure means for the next step (CDex $submit-attachment: 4xx, 413, 5xx; CONF-021, CONF-023). `splits`: it has several attachments. */
export function nextOf(
  { result, httpStatus }: SubmissionAttempt,
  splits = true,
): { rule?: string; next: string } | undefined {
  const said = httpStatus === null ? 'No answer' : String(httpStatus);
  switch (result) {
    case 'accepted':
      return undefined;
    case 'held':
      return {
        rule: 'CONF-021',
        next: 'Nothing more to send: it waits there for its claim. Ask the payer if it stays held.',
      };
    case 'refused':
      return { next: `${said}: do not resend it unchanged. Correct what the answer names, then send it.` };
    case 'too-large':
      return {
        rule: 'CONF-023',
        next: splits
          ? `${said}: split it, so that each attachment goes on its own.`
          : `${said}: its one attachment is too large by itself. Make it smaller, or give its URL where the payer may read it.`,
      };
    case 'may-retry':
      return { next: `${said}: it may be tried again unchanged.` };
    case 'cancelled':
      return { next: 'Whether the payer had it by then is not known; it may be sent again.' };
  }
}

/** Whether sending each attachment on its own could help. */
export const canSplit = ({ attempts, request, sent }: SubmissionRecord): boolean =>
  attempts.at(-1)?.result === 'too-large' && (sent ?? request.attachments).length > 1;

/** Whether the payer has it; then only another one can be sent. */
export const wasTaken = ({ state }: SubmissionRecord): boolean => state === 'accepted' || state === 'held';

/** What opening it in the composer means. */
export const correctWords = (record: SubmissionRecord): string =>
  record.state === 'draft' ? 'Go on with it' : wasTaken(record) ? 'Send another like it' : 'Correct and send';

/** What people call an attachment. */
export const nameOf = ({ title, code }: Pick<AttachmentWish, 'title' | 'code'>, index: number): string =>
  title || (attachmentCodes[code ?? ''] ?? code) || `Attachment ${index + 1}`;

/** Where its content came from, in a few words. */
export function contentWords(content: ContentSource): string {
  switch (content.from) {
    case 'file':
      return content.path;
    case 'upload':
      return 'a file';
    case 'reference':
      return content.reference;
    case 'query':
      return content.query;
    case 'document':
      return `a document of ${formatNumberOf(content.references.length, 'resource')}`;
    case 'form':
      return 'a questionnaire that was filled in';
    case 'resource':
      return `a ${typeof content.resource.resourceType === 'string' ? content.resource.resourceType : 'resource'} as JSON`;
    case 'unchosen':
      return 'nothing chosen';
  }
}

/** What a row says beside its tracking id. */
export function aboutSubmission({ request, partner }: SubmissionRecord): string {
  const { attachTo, attachments, final } = request;
  return [
    partner,
    attachTo === 'claim' ? 'claim' : 'prior authorization',
    formatNumberOf(attachments.length, 'attachment'),
    !final && 'more will follow',
  ]
    .filter(Boolean)
    .join(', ');
}

/** Whether every word of the filter is somewhere in the submission. */
export function sentFilter(text: string): (record: SubmissionRecord) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ title, partner, state, to, request }) => {
    if (words.length === 0) return true;
    const inside = request.attachments.flatMap((one) => [one.title, one.code]);
    const { trackingId, memberId, adminRef, attachTo } = request;
    const hay = [title, partner, state, to, trackingId, memberId, adminRef, attachTo, ...inside]
      .join(' ')
      .toLowerCase();
    return words.every((word) => hay.includes(word));
  };
}

/** The value of an identifier, without its system. */
export const short = (identifier: string | undefined): string => (identifier ? identifierValue(identifier) : '');
