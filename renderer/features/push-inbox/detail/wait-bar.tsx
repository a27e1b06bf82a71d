import type { Failure } from '../../../../shared/contract/errors.ts';
import type { AnswerWish, Push } from '../../../../shared/domain/push.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { Countdown } from '../../../parts/task-view/countdown.tsx';
import { useNow } from '../../../stores/now.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { isWaiting } from '../push-words.ts';
import style from './push-detail.module.css';

/** What can be done with a push whose sender waits. */
export interface AnswerDeeds {
  accept: () => void;
  hold: () => void;
  reject: () => void;
  other: () => void;
}

interface Props {
  push: Push;
  isBusy: boolean;
  failure: Failure | undefined;
  deeds: AnswerDeeds;
}

const wishWords: Record<AnswerWish['answer'], string> = {
  accept: 'accepted',
  hold: 'accepted and held',
  reject: 'rejected',
  status: 'answered as you chose',
};

/** The sender is kept waiting for a person: the ways to answer, and the time that is left. */
export function WaitBar({ push, isBusy, failure, deeds }: Props) {
  const now = useNow(1_000);
  const { answered, wish, waitsUntil, at } = push;
  if (answered !== null || waitsUntil === undefined) return null;
  if (wish) {
    return (
      <div className={style.wait} role="status">
        <Icon name="clock" />
        <p>You chose; it is being {wishWords[wish.answer]}.</p>
      </div>
    );
  }
  if (!isWaiting(push, now)) {
    return (
      <div className={style.wait} role="status">
        <Icon name="clock" />
        <p>The time to answer by hand is over.</p>
      </div>
    );
  }
  return (
    <>
      <div {...{ role: 'group', 'aria-label': 'Answer by hand' }} className={style.wait} data-st="live">
        <Icon name="clock" />
        <p>
          <b>The sender waits for your answer.</b> Without one it is answered by the rules of the guide.
        </p>
        <span className={style.left}>
          <Countdown until={Date.parse(waitsUntil)} since={Date.parse(at)} />
        </span>
        <Button kind="main" keys="y" isDisabled={isBusy} onPress={deeds.accept}>
          Accept
        </Button>
        <Button keys="h" isDisabled={isBusy} onPress={deeds.hold}>
          Hold
        </Button>
        <Button keys="r" isDisabled={isBusy} onPress={deeds.reject}>
          Reject
        </Button>
        <Button keys="o" isDisabled={isBusy} onPress={deeds.other}>
          Other status
        </Button>
      </div>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
