import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { Part } from '../../ui/pane.tsx';
import { clockPlan } from './clock-plan.ts';
import style from './clocks.module.css';

/** Our clock, the partner's, and the window of the assertion on one ruler. */
export function Clocks({ clock }: { clock: NonNullable<TokenExplanation['clock']> }) {
  const plan = clockPlan(clock);
  return (
    <Part title="Clocks" count={plan.verdict}>
      {plan.window ? (
        <div
          className={style.ruler}
          role="img"
          aria-label={`${plan.window.fromWords}, ${plan.nowWords}, ${plan.window.toWords}`}
        >
          <i className={style.window} style={{ left: `${plan.window.from}%`, right: `${100 - plan.window.to}%` }} />
          {plan.partner !== undefined && <i className={style.partner} style={{ left: `${plan.partner}%` }} />}
          <i className={style.now} data-st={plan.isOff ? 'warn' : 'ok'} style={{ left: `${plan.now}%` }} />
          <span
            className={style.above}
            style={plan.now < 60 ? { left: `${plan.now}%` } : { right: `${100 - plan.now}%` }}
          >
            {plan.nowWords}
          </span>
          <span style={{ left: `${plan.window.from}%` }}>{plan.window.fromWords}</span>
          <span style={{ right: `${100 - plan.window.to}%` }}>{plan.window.toWords}</span>
        </div>
      ) : (
        <p className={style.alone}>{plan.nowWords}</p>
      )}
    </Part>
  );
}
