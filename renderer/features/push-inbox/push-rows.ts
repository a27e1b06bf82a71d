import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Push } from '../../../shared/domain/push.ts';
import type { IconName } from '../../ui/icons.tsx';
import { formatDay, formatNumberOf } from '../../ui/format.ts';

/** A row of the inbox: a push, or the head of the day that follows. */
export type PushRow =
  | { kind: 'push'; id: string; push: Push }
  | { kind: 'day'; id: string; title: string; count: number };

/** The glyph of a push: what arrived, not how it ended. */
export const glyphs: Record<Push['kind'], IconName> = {
  submission: 'push',
  notification: 'bell',
  bundle: 'braces',
  resource: 'document',
  unexpected: 'unknown-status',
};

/** Whether a push asks for a person: a rule was broken by what was kept, or it was never answered. */
export const needsLook = (push: Push): boolean =>
  push.answered === null || (push.answered < 300 && push.findings.some(({ severity }) => severity === 'error'));

/** What a row says under its title, after the tracking id; of what was not expected, what was wrong with it. */
export function aboutPush({ attachTo, attachments, notification, kind, final, memberId, findings }: Push): string {
  if (kind === 'notification') return notification ?? '';
  if (kind === 'unexpected') return findings[0]?.message ?? '';
  const parts = [
    attachTo,
    attachments.length > 0 && formatNumberOf(attachments.length, 'attachment'),
    kind !== 'submission' && memberId && identifierValue(memberId),
    final === false && 'not Final',
  ];
  return parts.filter(Boolean).join(', ');
}

/** Whether every word of the filter is somewhere in the push. */
export function pushFilter(text: string): (push: Push) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (push) => {
    if (words.length === 0) return true;
    const { title, kind, trackingId, memberId, providerId, organizationId, attachTo, notification, attachments } = push;
    const inside = attachments.flatMap((one) => [one.title, one.code]);
    const all = [
      title,
      kind,
      trackingId,
      memberId,
      providerId,
      organizationId,
      attachTo,
      notification,
      String(push.answered),
      ...inside,
    ];
    const hay = all.filter(Boolean).join(' ').toLowerCase();
    return words.every((word) => hay.includes(word));
  };
}

/** Pushes newest first, each day under its head. `now` decides what is today (milliseconds since 1970). */
export function groupPushes(pushes: readonly Push[], filter: string, now: number): PushRow[] {
  const days = new Map<string, Push[]>();
  for (const push of pushes.filter(pushFilter(filter))) {
    const day = formatDay(push.at, now);
    days.set(day, [...(days.get(day) ?? []), push]);
  }
  return [...days].flatMap(([title, list]): PushRow[] => [
    { kind: 'day', id: `day-${title}`, title, count: list.length },
    ...list.map((push): PushRow => ({ kind: 'push', id: push.id, push })),
  ]);
}
