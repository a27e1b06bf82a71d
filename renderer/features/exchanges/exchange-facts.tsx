import type { Exchange } from '../../../shared/domain/exchange.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatDuration, formatSize } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { PhaseBar } from '../../ui/phases.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import style from './exchanges.module.css';

const took = (ms: number | undefined, absent: string | false) => (ms === undefined ? absent : formatDuration(ms));

/** How long the connection took to make; none where one was kept open, or where it was never made. */
export function setUpWords({ dns, connect, tls }: Exchange['phases'], unanswered: boolean): string {
  if (connect !== undefined) return formatDuration((dns ?? 0) + connect + (tls ?? 0));
  return unanswered ? 'not made' : 'kept open';
}

/** Request line, waterfall, sizes; what went wrong, where something did. */
export function ExchangeFacts({ exchange }: { exchange: Exchange }) {
  const { method, url, phases, durationMs, wireBytes, decodedBytes, direction, partner, outcome, problem } = exchange;
  const received = direction === 'in';
  const unanswered = exchange.status === null && phases.wait === undefined;
  return (
    <section className={style.facts} aria-label="Times and sizes">
      <p className={style.line}>
        <span className={style.way}>
          <Icon name={direction} label={direction === 'out' ? 'sent by us' : 'received'} />
        </span>
        <b>{method}</b> {url}
      </p>
      <PhaseBar phases={phases} durationMs={durationMs} scale={durationMs} />
      <Facts
        facts={[
          // Of what came to us only the whole is ours to measure, unless the receiver says more.
          ['DNS, connect, TLS', !received && setUpWords(phases, unanswered)],
          ['Wait', took(phases.wait, !received && 'none')],
          ['Body', took(phases.body, !received && 'none')],
          ['In all', formatDuration(durationMs)],
          ['Wire', formatSize(wireBytes)],
          ['Decoded', formatSize(decodedBytes)],
          [direction === 'out' ? 'Partner' : 'From', partner],
        ]}
      />
      {outcome !== 'ok' && (
        <FindingList label="What went wrong">
          <Finding result="fail" message={problem ?? 'The partner refused.'} />
        </FindingList>
      )}
    </section>
  );
}
