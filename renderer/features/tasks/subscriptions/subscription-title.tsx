import type { SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { useNow } from '../../../stores/now.ts';
import { ResultFigure } from '../../../ui/figures.tsx';
import { elideMiddle } from '../../../ui/format.ts';
import style from '../task-detail.module.css';
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
      {subscriptionId ? (
        <span className={`${style.id} mono`} title={`Subscription/${subscriptionId}`}>
          <span>Subscription/</span>
          {elideMiddle(subscriptionId)}
        </span>
      ) : (
        <span className="mono">Subscription</span>
      )}
    </>
  );
}
