import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { useNow } from '../../stores/now.ts';
import { useRecord } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { elideMiddle, formatCountdown, formatWhen } from '../../ui/format.ts';
import { paces } from './pace.ts';
import { placeOfSubscription } from './places.ts';
import style from './task-facts.module.css';

function Left({ until }: { until: number }) {
  const now = useNow(1_000);
  return <span className="mono">{until > now ? formatCountdown(until - now) : 'now'}</span>;
}

/** A Subscription that wakes a Task, and the way to it. */
function Notifier({ id }: { id: string }) {
  const subscription = useRecord('subscription', id);
  const name = subscription?.subscriptionId ?? id;
  return (
    <button
      type="button"
      className={style.link}
      onClick={() => goTo('tasks', placeOfSubscription(id))}
      aria-label={`Subscription ${name}`}
    >
      Subscription/{elideMiddle(name)}
    </button>
  );
}

/** What brings news of a Task, in words: the next poll and its pace, a subscription, a person, or nothing any more. */
export function TaskWake({ task }: { task: TaskRecord }) {
  const { status, goneAt, nextPollAt, subscriptionId, profile } = task;
  if (goneAt) return <>nothing: gone since {formatWhen(goneAt)}</>;
  if (isFinal(status)) return <>nothing: it ended</>;
  const pace = paces.find(({ value }) => value === profile)?.label ?? profile;
  return (
    <span>
      {nextPollAt && (
        <>
          poll in <Left until={Date.parse(nextPollAt)} /> ({pace})
        </>
      )}
      {nextPollAt && subscriptionId && ' or '}
      {subscriptionId && <Notifier id={subscriptionId} />}
      {!nextPollAt && !subscriptionId && 'nothing: poll it by hand'}
    </span>
  );
}
