import { type CheckUpStep, type CheckUpStepName, checkUpTitles } from '../../../shared/domain/check-up.ts';
import { ResultFigure } from '../../ui/figures.tsx';
import { elideMiddle, formatDuration } from '../../ui/format.ts';
import { RuleChip } from '../../ui/rule-chip.tsx';
import style from './steps.module.css';
import { looksAt, resultOf } from './words.ts';

/** How one earlier run went at a step; `status` is undefined where the run did not have the step. */
export interface Tick {
  at: string;
  status: CheckUpStep['status'] | undefined;
}

interface Props {
  id: string;
  name: CheckUpStepName;
  step: CheckUpStep | undefined;
  /** How it went before, oldest first. */
  history: readonly Tick[];
  isChosen: boolean;
  /** The stretch of cable at this step. */
  cable: 'whole' | 'cut' | 'dead';
  onChoose: () => void;
}

/** One step: its figure on the cable, what was found, smaller findings, time, and how earlier runs went. */
export function StepRow({ id, name, step, history, isChosen, cable, onChoose }: Props) {
  const result = step ? resultOf(step.status) : 'unchecked';
  const st = result === 'unchecked' ? 'idle' : result;
  const said = { role: 'option', 'aria-selected': isChosen, onClick: onChoose } as const;
  return (
    <div {...said} id={id} className={style.step} data-st={st} data-cable={step ? cable : 'dead'}>
      <span className={style.stop}>
        <ResultFigure result={result} />
      </span>
      <span className={style.what}>
        <b>{checkUpTitles[name]}</b>
        <span>{step?.detail ?? looksAt[name]}</span>
        {step && step.notes.length > 0 && <Notes notes={step.notes} isWhole={isChosen} />}
      </span>
      <span className={style.time}>{step?.durationMs !== undefined && formatDuration(step.durationMs)}</span>
      <History ticks={history} />
    </div>
  );
}

/** The findings under a step: all of the chosen one, of the others what is not well, and how many are. */
function Notes({ notes, isWhole }: { notes: CheckUpStep['notes']; isWhole: boolean }) {
  const shown = isWhole ? notes : notes.filter(({ result }) => result !== 'ok');
  const well = notes.length - shown.length;
  return (
    <span className={style.notes}>
      {shown.map(({ result, text, value, requirement }) => (
        <span key={`${text} ${value ?? ''}`}>
          <ResultFigure result={result} size={14} />
          <span>
            {requirement && (
              <>
                <RuleChip rule={requirement} />{' '}
              </>
            )}
            {isCode(text) ? <code>{text}</code> : text}
          </span>
          {value && <code title={value}>{value.includes(' ') ? value : elideMiddle(value, 16, 6)}</code>}
        </span>
      ))}
      {well > 0 && (
        <span>
          <ResultFigure result="ok" size={14} />
          <span className="muted">{well === 1 ? '1 thing is well' : `${well} things are well`}</span>
        </span>
      )}
    </span>
  );
}

/** Earlier runs as ticks: the worse, the taller. */
function History({ ticks }: { ticks: Props['history'] }) {
  const counts = { fail: 0, warn: 0 };
  for (const { status } of ticks) if (status === 'fail' || status === 'warn') counts[status] += 1;
  const words = `last ${ticks.length} runs: ${counts.fail} failed, ${counts.warn} with warnings`;
  return (
    <span className={style.history} title={ticks.length > 0 ? words : undefined}>
      <span className="hidden">{ticks.length > 0 && words}</span>
      {ticks.map(({ at, status }) => {
        const result = status ? resultOf(status) : 'unchecked';
        return <i key={at} data-st={result === 'unchecked' ? 'idle' : result} />;
      })}
    </span>
  );
}

/** A search or address stands alone without a space. */
const isCode = (text: string) => /^\S*[?/=$]\S*$/.test(text);
