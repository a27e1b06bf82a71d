import { CopyButton } from '../../ui/copy-button.tsx';
import { ResultFigure } from '../../ui/figures.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { formatMoment } from '../../ui/format.ts';
import { ExchangeLink } from '../exchange-link.tsx';
import style from './discovery-view.module.css';
import { type DocumentFact, foundWords, type ShownDocument } from './documents.ts';

/** One document: whether it is there, what it says, what is odd about it. */
export function DocumentView({ shown }: { shown: ShownDocument }) {
  const { title, path, brings, found, facts } = shown;
  const { result, words } = foundWords(found);
  const exchangeId = found.exchangeId;
  return (
    <li className={style.document}>
      <ResultFigure result={result} silent />
      <div>
        <p className={style.title}>
          <b>{title}</b> <span>{words}</span> <code>{path}</code> {exchangeId && <ExchangeLink id={exchangeId} />}
        </p>
        {found.state === 'absent' && <p className={style.brings}>It would bring {brings}.</p>}
        {facts.length > 0 && (
          <dl className={style.facts}>
            {facts.map((fact) => (
              <Fact key={fact[0]} fact={fact} />
            ))}
          </dl>
        )}
        <FindingList label={`What is odd about ${title}`}>
          {found.state === 'failed' && <Finding result="fail" message={found.message} next={found.next} />}
          {found.state === 'found' && found.stale && (
            <Finding
              result="warn"
              message={`Reading it again failed (${formatMoment(found.stale.at)}): ${found.stale.message} What stands here is from before.`}
              next={found.stale.next}
            />
          )}
          {found.state === 'found' &&
            found.problems.map((problem) => <Finding key={problem} result="warn" message={problem} />)}
        </FindingList>
      </div>
    </li>
  );
}

const isAddress = (value: string) => /^https?:/.test(value);

function Fact({ fact: [label, value] }: { fact: DocumentFact }) {
  const values = typeof value === 'string' ? [value] : (value ?? []);
  return (
    <div>
      <dt>{label}</dt>
      <dd data-single={typeof value === 'string' || undefined}>
        {values.map((one) => (one.includes(' ') ? <span key={one}>{one}</span> : <code key={one}>{one}</code>))}
        {typeof value === 'string' && isAddress(value) && (
          <CopyButton text={value} label={`Copy ${label}`} size="small" />
        )}
      </dd>
    </div>
  );
}
