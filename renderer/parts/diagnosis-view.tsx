import type { ReactNode } from 'react';
import type { Diagnosis } from '../../shared/domain/diagnosis.ts';
import { RuleChip } from '../ui/rule-chip.tsx';
import { compareValues, type Piece } from './compare-values.ts';
import style from './diagnosis-view.module.css';
import { ExchangeLink } from './exchange-link.tsx';

interface Props {
  diagnosis: Diagnosis;
  /** The exchange that shows it. */
  exchangeId?: string;
  /** Buttons that do what comes next. */
  children?: ReactNode;
}

/** What, where, why, next: always in this order. */
export function DiagnosisView({ diagnosis, exchangeId, children }: Props) {
  const { message, where, why, next, requirement, compare } = diagnosis;
  return (
    <dl className={style.diagnosis} data-st="fail">
      <div>
        <dt>What</dt>
        <dd>
          {message} {exchangeId && <ExchangeLink id={exchangeId} />}
        </dd>
      </div>
      {(where || compare) && (
        <div>
          <dt>Where</dt>
          <dd>
            {where}
            {compare && <Versus {...compare} />}
          </dd>
        </div>
      )}
      {(why || requirement) && (
        <div>
          <dt>Why</dt>
          <dd>
            {why} {requirement && <RuleChip rule={requirement} />}
          </dd>
        </div>
      )}
      <div>
        <dt>Next</dt>
        <dd>
          {next}
          {children && <p className={style.actions}>{children}</p>}
        </dd>
      </div>
    </dl>
  );
}

/** Two values under each other, the parts that differ marked. */
function Versus({ sent, wanted, from }: { sent: string; wanted: string; from: string }) {
  const pieces = compareValues(sent, wanted);
  return (
    <table className={style.versus}>
      <tbody>
        <tr>
          <th scope="row">sent</th>
          <td>
            <Pieces pieces={pieces.sent} />
          </td>
          <td>by us</td>
        </tr>
        <tr>
          <th scope="row">want</th>
          <td>
            <Pieces pieces={pieces.wanted} />
          </td>
          <td>{from}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  let start = 0;
  return pieces.map(({ text, differs }) => {
    const key = start;
    start += text.length;
    return differs ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
  });
}
