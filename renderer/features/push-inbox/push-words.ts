import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { type MatchReason, type Push, statusOf } from '../../../shared/domain/push.ts';
import { formatNumberOf, formatSize } from '../../ui/format.ts';
import type { IconName } from '../../ui/icons.tsx';

/** The glyph of a push: what arrived, not how it ended. */
export const glyphs: Record<Push['kind'], IconName> = {
  submission: 'push',
  notification: 'bell',
  bundle: 'braces',
  resource: 'document',
  unexpected: 'unknown-status',
};

/** Whether its sender is kept waiting for a person's answer at `now` (milliseconds since 1970). */
export const isWaiting = ({ waitsUntil, wish, answered }: Push, now: number): boolean =>
  answered === null && wish === undefined && waitsUntil !== undefined && Date.parse(waitsUntil) > now;

/** Whether a push asks for a person: a rule was broken by what was kept, it waits for an answer, or it never got one. */
export function needsLook(push: Push): boolean {
  const status = statusOf(push);
  if (status === undefined) return !push.answer?.dropped;
  return status < 300 && push.findings.some(({ severity }) => severity === 'error');
}

/** How a push stands, for its lamp in the list. */
export type Standing = 'waiting' | 'refused' | 'unanswered' | 'held' | 'matched' | 'plain';

/** How it stands; what a person must do comes before what it belongs to. */
export function standingOf(push: Push): Standing {
  const { answer, match, waitsUntil } = push;
  const status = statusOf(push);
  if (status === undefined && waitsUntil !== undefined && !answer?.dropped) return 'waiting';
  if (status === undefined) return 'unanswered';
  if (status >= 400) return 'refused';
  if (match?.state === 'held') return 'held';
  return match?.state === 'matched' ? 'matched' : 'plain';
}

/** What was answered, in a word or two. */
export function answeredWords(push: Push): string {
  const { answered, promised, answer, wish } = push;
  if (answered === null && promised !== undefined) return `promised ${promised}`;
  if (answered === null) return answer?.dropped ? 'dropped' : wish ? 'answering' : 'no answer';
  return standingOf(push) === 'held' ? `${answered} held` : String(answered);
}

/** What a row says under its title, after the tracking id; of what was not expected, what was wrong with it. */
export function aboutPush(push: Push): string {
  const { attachTo, attachments, notification, kind, memberId, findings, sender, bytes } = push;
  if (kind === 'unexpected') return [findings[0]?.message, sender].filter(Boolean).join(', ');
  const parts = [
    kind === 'notification' && notification,
    attachTo === 'preauthorization' ? 'prior authorization' : attachTo,
    attachments.length > 0 && formatNumberOf(attachments.length, 'attachment'),
    memberId && identifierValue(memberId),
    sender && `from ${sender}`,
    bytes !== undefined && formatSize(bytes),
  ];
  return parts.filter(Boolean).join(', ');
}

/** Why a push belongs to a request, in a word or two on the joint between them. */
export const reasonWords: Record<MatchReason, string> = {
  hand: 'by hand',
  'tracking-id': 'exact',
  'admin-ref': 'reference number',
  'tracking-value': 'value only',
  claim: 'by claim',
  subscription: 'by subscription',
  member: 'by member',
};
