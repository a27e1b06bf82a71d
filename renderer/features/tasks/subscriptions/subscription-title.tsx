import type { SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { useNow } from '../../../stores/now.ts';
import { ResultFigure } from '../../../ui/figures.tsx';
import { elideMiddle } from '../../../ui/format.ts';
import { standingOf } from './standing.ts';

/** Its figure and its id at the partner. */
export function SubscriptionTitle({ record }: { record: SubscriptionRecord }) {
  const now = useNow(record.status === 'active' ? 5_000 : 0);
  const { result, word } = standingOf(record, now);
  const { subscriptionId } = record;
  return (
    <>
      <ResultFigure result={result} silent />
      <span className="hidden">{word}</span>
      <span className="mono">{subscriptionId ? `Subscription/${elideMiddle(subscriptionId)}` : 'Subscription'}</span>
    </>
  );
}
