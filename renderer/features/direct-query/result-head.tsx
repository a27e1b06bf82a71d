import { ExchangeLink } from '../../parts/exchange-link.tsx';
import { IconButton } from '../../ui/button.tsx';
import { formatDuration, formatSize } from '../../ui/format.ts';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { hasPage, type QueryState } from './query-state.ts';
import type { QueryReceipt } from '../../../shared/contract/queries.ts';
import type { BundleRow } from '../../../shared/fhir/summary.ts';
import { countWords, totalWords } from './result-words.ts';
import style from './result.module.css';

/** Ways to look at an answer. */
export type ResultView = 'rows' | 'pages' | 'headers';

interface Props {
  state: QueryState;
  receipt: QueryReceipt;
  /** All rows of the page, where they are at hand. */
  rows: readonly BundleRow[] | undefined;
  view: ResultView;
  onView: (view: ResultView) => void;
  onTurn: (relation: 'next' | 'previous') => void;
}

/** The status line of an answer: status, what it holds, sizes, time; its pages and other sides. */
export function ResultHead({ state, receipt, rows, view, onView, onTurn }: Props) {
  const isPaged = hasPage(state, 'next') || hasPage(state, 'previous');
  return (
    <PaneHead size="slim">
      <h2 className="hidden">Answer</h2>
      <b className="mono" role="status">
        {receipt.httpStatus}
      </b>
      <span className={style.holds}>{countWords(receipt, rows)}</span>
      <em className={style.total}>{totalWords(receipt)}</em>
      <Spring />
      <em className={style.sizes}>
        <span>{formatSize(receipt.wireBytes)} wire</span>
        <span>{formatSize(receipt.decodedBytes)} decoded</span>
        <span>{formatDuration(receipt.durationMs)}</span>
      </em>
      <ExchangeLink id={receipt.exchangeId} />
      {isPaged && (
        <span className={style.turn}>
          <IconButton
            size="small"
            icon="chevron-up"
            label="Previous page"
            keys="["
            isDisabled={!hasPage(state, 'previous')}
            onPress={() => onTurn('previous')}
          />
          <span>page {state.at + 1}</span>
          <IconButton
            size="small"
            icon="chevron-down"
            label="Next page"
            keys="]"
            isDisabled={!hasPage(state, 'next')}
            onPress={() => onTurn('next')}
          />
        </span>
      )}
      <Segmented
        label="Show the answer as"
        size="small"
        value={view}
        onChange={onView}
        options={[
          { value: 'rows', label: 'Rows' },
          { value: 'pages', label: 'Pages', count: state.pages.length },
          { value: 'headers', label: 'Headers' },
        ]}
      />
    </PaneHead>
  );
}
