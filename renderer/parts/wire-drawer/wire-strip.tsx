import { useRecords } from '../../stores/records.ts';
import { toggleWire } from '../../stores/view.ts';
import { Light } from '../../ui/figures.tsx';
import { elideMiddle, formatDuration, formatSize } from '../../ui/format.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { pathOf } from '../exchange-filter.ts';
import style from './wire-drawer.module.css';

/** The shut drawer: the newest exchange in one line. */
export function WireStrip() {
  const last = useRecords(({ exchange }) => exchange.byId.get(exchange.ids.at(-1) ?? ''));
  return (
    <section className={style.strip} aria-label="Wire" data-pane>
      <button type="button" onClick={() => void toggleWire()}>
        <b>Wire</b>
        {last ? (
          <>
            <Light on />
            <code>
              {last.method} {elideMiddle(pathOf(last.url), 48, 8)}
            </code>
            <code className={style.code} data-bad={last.outcome !== 'ok' || undefined}>
              {last.status ?? 'none'}
            </code>
            <span>{formatDuration(last.durationMs)}</span>
            <span className="muted">
              {formatSize(last.wireBytes)} wire, {formatSize(last.decodedBytes)} decoded
            </span>
          </>
        ) : (
          <span className="muted">quiet, nothing has been sent</span>
        )}
        <span className={style.open}>Open the wire</span>
        <KeyHint keys="Mod+J" />
      </button>
    </section>
  );
}
