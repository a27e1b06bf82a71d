import { useState } from 'react';
import { type ApproachAdvice, type ApproachAnswers, chooseApproach } from '../../../shared/cdex/choose-approach.ts';
import { goTo } from '../../stores/view.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { composeKind } from '../task-composer/compose.ts';
import { kindNames } from '../task-composer/kind-words.ts';
import { closeApproach, useApproachAsked } from './approach-store.ts';
import style from './choose-approach.module.css';
import { openWords, questions } from './questions.ts';

/** "Which approach?": HRex's questions, and the road that fits what is known so far. Stands in the frame; `openApproach` shows it. */
export function ChooseApproach() {
  const isOpen = useApproachAsked((asked) => asked.isOpen);
  return (
    <Dialog title="Which approach?" size="wide" isOpen={isOpen} onClose={closeApproach}>
      <Questions />
    </Dialog>
  );
}

function Questions() {
  const [answers, setAnswers] = useState<ApproachAnswers>({});
  const advice = chooseApproach(answers);
  return (
    <div className={style.questions}>
      <ul>
        {questions.map(({ name, asks, answers: choices }) => (
          <li key={name}>
            <span>{asks}</span>
            <Segmented
              label={asks}
              value={answers[name] ?? ''}
              options={choices}
              onChange={(value) => setAnswers((before) => ({ ...before, [name]: value }))}
            />
          </li>
        ))}
      </ul>
      <section
        {...{ 'aria-live': 'polite' }}
        className={style.advice}
        data-approach={advice.approach}
        aria-label="What fits"
      >
        <header>
          <Badge approach={advice.approach} />
          {advice.kind && (
            <span>
              {kindNames[advice.kind]} <code>{advice.kind}</code>
            </span>
          )}
        </header>
        {advice.why.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        <p className={style.next}>
          <span>Next:</span> {advice.start}
        </p>
        {advice.open.length > 0 && (
          <p className={style.open}>Not known yet, and it could change this: {openWords(advice.open)}.</p>
        )}
        <Leading advice={advice} />
      </section>
    </div>
  );
}

/** The way to begin, where the console has one. */
function Leading({ advice: { approach, kind } }: { advice: ApproachAdvice }) {
  const lead = (go: () => void) => () => {
    closeApproach();
    go();
  };
  if (approach === 'direct-query') {
    return (
      <Button kind="main" icon="direct-query" onPress={lead(() => goTo('direct-query'))}>
        Go to Direct query
      </Button>
    );
  }
  if (approach === 'push') {
    return (
      <Button kind="main" icon="push" onPress={lead(() => goTo('push-inbox'))}>
        Go to the Push inbox
      </Button>
    );
  }
  if (approach === 'bulk') {
    return (
      <>
        <p className={style.open}>
          Exports are not run from here. For a few hundred members the same Task can be sent for each of a list.
        </p>
        <Button icon="task" onPress={lead(() => composeKind('data-request-query'))}>
          Compose a Task for many
        </Button>
      </>
    );
  }
  return (
    <Button kind="main" icon="task" onPress={lead(() => composeKind(kind ?? 'data-request-query'))}>
      Compose the Task
    </Button>
  );
}
