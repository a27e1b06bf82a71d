import type { SubmissionAttempt } from '../../../../shared/domain/submission.ts';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { ResultFigure } from '../../../ui/figures.tsx';
import { formatMoment } from '../../../ui/format.ts';
import { RuleChip } from '../../../ui/rule-chip.tsx';
import style from './sent.module.css';
import { nextOf, resultFigures, resultWords } from './sent-words.ts';

interface Props {
  attempts: readonly SubmissionAttempt[];
  /** What the console advises after the last one, where it knows more than the class of the failure. */
  advice: string | undefined;
  /** Whether it has several attachments, which could go one by one. */
  splits: boolean;
}

/** Each try: when, what was answered, and what its class of failure means for the next step. */
export function AttemptList({ attempts, advice, splits }: Props) {
  const isSplit = attempts.some(({ part }) => part !== undefined);
  return (
    <ol className={style.attempts} aria-label="Attempts">
      {attempts.map((attempt, index) => {
        const { at, exchangeId, httpStatus, result, says, part } = attempt;
        const step = nextOf(attempt, splits);
        return (
          <li key={`${at} ${part ?? ''} ${exchangeId ?? index}`}>
            <ResultFigure result={resultFigures[result]} silent />
            <div>
              <p>
                <b>{httpStatus ?? 'no answer'}</b> {resultWords[result]}
                {isSplit && <span>{part === undefined ? 'the whole' : `attachment ${part}`}</span>}
                <time dateTime={at}>{formatMoment(at)}</time>
                {exchangeId && <ExchangeLink id={exchangeId} />}
              </p>
              <p className={style.says}>{says}</p>
              {step && index === attempts.length - 1 && (
                <p className={style.next}>
                  <span>Next:</span> {step.next} {advice !== step.next && advice}{' '}
                  {step.rule && <RuleChip rule={step.rule} />}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
