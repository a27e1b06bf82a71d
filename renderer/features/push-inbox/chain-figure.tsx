import { Fragment } from 'react';
import { Elided } from '../../ui/elided.tsx';
import { ResultFigure } from '../../ui/figures.tsx';
import type { Chain } from './chain.ts';
import style from './chain-figure.module.css';

/** The correlation chain: boxes with an approach edge, joints that say how surely they belong together. */
export function ChainFigure({ chain }: { chain: Chain }) {
  return (
    <ol className={style.chain} aria-label="Correlation">
      {chain.hops.map(({ label, value, note, approach, whole, known }, index) => {
        const joint = chain.joints[index - 1];
        return (
          <Fragment key={label}>
            {joint && (
              <li className={style.joint} data-st={joint.result === 'unchecked' ? 'idle' : joint.result}>
                <span>
                  <ResultFigure result={joint.result} size={14} silent />
                </span>
                <small>{joint.words}</small>
              </li>
            )}
            <li className={style.hop} data-approach={approach} data-known={known || undefined}>
              <small>{label}</small>
              <b className="mono" title={whole}>
                {whole ? <Elided text={value} tail={4} /> : value}
              </b>
              <span title={note}>{known ? <Elided text={note} tail={10} /> : note}</span>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
