import { Fragment } from 'react';
import { goTo } from '../../../stores/view.ts';
import { Elided } from '../../../ui/elided.tsx';
import { ResultFigure } from '../../../ui/figures.tsx';
import type { Chain, Hop } from './chain.ts';
import style from './chain-figure.module.css';

/** The letters of a note that stay: of a kind of request its last word. */
const endOf = ({ approach, note }: Hop): number => (approach === 'task' ? note.length - note.lastIndexOf('-') : 10);

/** What a box says first; that of a Task leads to it. */
function Value({ hop: { value, whole, taskId } }: { hop: Hop }) {
  if (taskId !== undefined) {
    return (
      <b className="mono" title={whole}>
        <button type="button" className={style.link} onClick={() => goTo('tasks', taskId)}>
          <span className="hidden">Task/</span>
          {value}
        </button>
      </b>
    );
  }
  return (
    <b className="mono" title={whole}>
      {whole ? <Elided text={value} tail={4} /> : value}
    </b>
  );
}

/** The correlation chain: boxes with an approach edge, joints that say how surely they belong together. */
export function ChainFigure({ chain }: { chain: Chain }) {
  return (
    <ol className={style.chain} aria-label="Correlation">
      {chain.hops.map((hop, index) => {
        const joint = chain.joints[index - 1];
        return (
          <Fragment key={hop.label}>
            {joint && (
              <li className={style.joint} data-st={joint.result === 'unchecked' ? 'idle' : joint.result}>
                <span>
                  <ResultFigure result={joint.result} size={14} silent />
                </span>
                <small>{joint.words}</small>
              </li>
            )}
            <li className={style.hop} data-approach={hop.approach} data-known={hop.known || undefined}>
              <small>{hop.label}</small>
              <Value hop={hop} />
              <span title={hop.note}>{hop.known ? <Elided text={hop.note} tail={endOf(hop)} /> : hop.note}</span>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
