import { goTo } from '../../../stores/view.ts';
import type { EventStrip, StripCell } from './event-strip.ts';
import style from './subscription-detail.module.css';

const states: Record<StripCell['state'], string> = {
  arrived: 'arrived',
  missing: 'missing',
  'given-up': 'given up',
  events: 'fetched by $events',
  search: 'made up for by a search',
};

const wordsOf = ({ number, state, again }: StripCell): string =>
  `Event ${number} ${states[state]}${again === 0 ? '' : again === 1 ? ', once more' : `, ${again} times more`}`;

function Cell({ cell }: { cell: StripCell }) {
  const { state, again, exchangeId } = cell;
  const words = wordsOf(cell);
  const marks = { className: style.cell, 'data-state': state, 'data-again': again > 0 || undefined, title: words };
  return exchangeId ? (
    <button
      type="button"
      tabIndex={-1}
      {...marks}
      aria-label={`${words}, exchange ${exchangeId}`}
      onClick={() => goTo('exchanges', exchangeId)}
    />
  ) : (
    <i {...marks} />
  );
}

/** In a sentence, for those who do not see the strip. */
function stripWords({ cells, earlier }: EventStrip): string {
  const odd = cells.filter(({ state, again }) => state !== 'arrived' || again > 0).map(wordsOf);
  const last = cells.at(-1)?.number ?? earlier;
  return `Events up to ${last}. ${odd.length === 0 ? 'All of these arrived once.' : `${odd.join('; ')}.`}`;
}

/** The event numbers as a strip: one cell each, gaps hollow, repeated ones with a mark under them. */
export function StripFigure({ strip }: { strip: EventStrip }) {
  const { cells, earlier } = strip;
  const [first] = cells;
  const last = cells.at(-1);
  const kinds = new Set(cells.map(({ state }) => state));
  return (
    <figure className={style.strip}>
      <div {...{ role: 'group', 'aria-label': stripWords(strip) }} className={style.cells}>
        {earlier > 0 && <span className={style.edge}>{earlier} earlier</span>}
        {cells.map((cell) => (
          <Cell key={cell.number} cell={cell} />
        ))}
      </div>
      <figcaption>
        <span className="mono">
          {first?.number} to {last?.number}
        </span>
        {(['arrived', 'missing', 'given-up', 'events', 'search'] as const)
          .filter((state) => kinds.has(state))
          .map((state) => (
            <span key={state}>
              <i className={style.cell} data-state={state} /> {states[state]}
            </span>
          ))}
        {cells.some(({ again }) => again > 0) && (
          <span>
            <i className={style.cell} data-state="arrived" data-again /> came again
          </span>
        )}
      </figcaption>
    </figure>
  );
}
