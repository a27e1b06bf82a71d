import type { EventGap, SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import type { Result } from '../../../ui/figures.tsx';

/** How a subscription stands: its figure, the word for it, and what is to be said beside. */
export interface Standing {
  result: Result;
  word: string;
  says?: string;
}

const second = 1_000;

/** When the next message is due at the latest, in milliseconds since 1970; undefined where no heartbeat was asked for. */
export function heartbeatDue({
  heartbeatSeconds,
  lastHeardAt,
  handshakeAt,
  createdAt,
}: SubscriptionRecord): number | undefined {
  if (!heartbeatSeconds) return undefined;
  return Date.parse(lastHeardAt ?? handshakeAt ?? createdAt) + heartbeatSeconds * second;
}

/** Gaps that nothing made up for. */
export const openGaps = ({ gaps }: Pick<SubscriptionRecord, 'gaps'>): EventGap[] =>
  gaps.filter(({ filled }) => filled === 'no' || filled === 'given-up');

/** How many events are missing in these gaps. */
export const missingIn = (gaps: readonly EventGap[]): number =>
  gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** How a subscription stands at `now` (milliseconds since 1970). */
export function standingOf(record: SubscriptionRecord, now: number): Standing {
  const { status, problem, end } = record;
  if (status === 'closed')
    return {
      result: 'unchecked',
      word: 'closed',
      says: problem ?? 'removed when the console closed; asked for again as soon as the receiver runs',
    };
  if (status === 'removed') return { result: 'unchecked', word: 'removed' };
  if (status === 'error') return { result: 'fail', word: 'error', says: problem ?? 'the partner does not say why' };
  if (status === 'off') return { result: 'unchecked', word: 'off', says: problem };
  if (status === 'requested') return { result: 'unchecked', word: 'requested', says: problem ?? 'no handshake yet' };
  if (status !== 'active') return { result: 'warn', word: status, says: problem };
  if (end && Date.parse(end) < now) return { result: 'warn', word: 'active', says: 'its end has passed' };
  const due = heartbeatDue(record);
  if (due !== undefined && due < now) return { result: 'warn', word: 'active', says: 'heartbeat missed' };
  const missing = missingIn(openGaps(record));
  if (missing > 0)
    return { result: 'warn', word: 'active', says: missing === 1 ? '1 event missing' : `${missing} events missing` };
  return { result: problem ? 'warn' : 'ok', word: 'active', says: problem };
}
