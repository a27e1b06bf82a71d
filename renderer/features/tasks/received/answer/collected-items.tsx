import { useState } from 'react';
import type { Collected } from '../../../../../shared/contract/work.ts';
import { ExchangeLink } from '../../../../parts/exchange-link.tsx';
import { Button } from '../../../../ui/button.tsx';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { formatNumberOf, formatSize } from '../../../../ui/format.ts';
import { Segmented } from '../../../../ui/segmented.tsx';
import type { Column } from '../../../../ui/grid-column.ts';
import { VirtualGrid } from '../../../../ui/virtual-grid.tsx';
import style from './answer.module.css';
import { type AnswerDraft, chosenOf, narrowedQuery } from './answer-draft.ts';
import type { Answering } from './use-answer.ts';

type Item = Collected['items'][number];

const rowHeight = 28;
/** Rows in sight before the list scrolls. */
const most = 6;

interface Props {
  collected: Collected;
  answering: Answering;
}

/** What the query brought, each to be chosen or left out, and how it is given. */
export function CollectedItems({ collected, answering: { draft, patch, collect } }: Props) {
  const { items, entries, bytes, exchangeIds } = collected;
  const { give, left } = draft;
  const chosen = chosenOf(draft).length;
  const [at, setAt] = useState<string>();
  const toggle = (reference: string) =>
    patch({ left: left.includes(reference) ? left.filter((one) => one !== reference) : [...left, reference] });
  const columns: Column<Item>[] = [
    {
      id: 'chosen',
      title: '',
      label: 'Chosen',
      width: '36px',
      cell: ({ reference }) => (
        <Checkbox
          label={`Give ${reference}`}
          isSelected={!left.includes(reference)}
          onChange={() => toggle(reference)}
        />
      ),
    },
    { id: 'what', title: 'What', width: 'minmax(0, 3fr)', cell: ({ title }) => <span title={title}>{title}</span> },
    {
      id: 'reference',
      title: 'Reference',
      width: 'minmax(0, 2fr)',
      cell: ({ reference }) => (
        <code className="mono" title={reference}>
          {reference}
        </code>
      ),
    },
  ];
  const narrowed = give === 'bundle' && chosen < items.length ? narrowedQuery(draft) : undefined;
  const narrow = () => {
    patch({ query: narrowed });
    collect(narrowed);
  };
  return (
    <div className={style.collected}>
      <div className={style.brought} role="status">
        <b>{formatNumberOf(entries, 'entry', 'entries')}</b>
        <span className="muted">{formatSize(bytes)}</span>
        <code className={style.ran} title={collected.query}>
          {collected.query}
        </code>
        {exchangeIds.map((id) => (
          <ExchangeLink key={id} id={id} />
        ))}
        {items.length > 0 && (
          <>
            <span className="muted">{formatNumberOf(chosen, 'chosen', 'chosen')}</span>
            <Button size="small" onPress={() => patch({ left: [] })}>
              All
            </Button>
            <Button size="small" onPress={() => patch({ left: items.map(({ reference }) => reference) })}>
              None
            </Button>
          </>
        )}
        {entries > items.length && <span className="muted">the first {items.length} are listed</span>}
      </div>
      {items.length > 0 && (
        <div className={style.items} style={{ height: 24 + rowHeight * Math.min(items.length, most) }}>
          <VirtualGrid
            label="What was collected"
            columns={columns}
            count={items.length}
            rowAt={(index) => items[index]}
            keyAt={(index) => items[index]?.reference ?? ''}
            rowHeight={rowHeight}
            selectedKey={at}
            onSelect={setAt}
            onOpen={toggle}
          />
        </div>
      )}
      <div className={style.how}>
        <span>
          Give
          <Segmented<AnswerDraft['give']>
            label="How it is given"
            size="small"
            value={give}
            onChange={(next) => patch({ give: next })}
            options={[
              { value: 'bundle', label: 'a Bundle of all' },
              { value: 'references', label: 'references to the chosen' },
              { value: 'nothing', label: 'nothing of it' },
            ]}
          />
        </span>
        {narrowed && (
          <Button size="small" icon="filter" onPress={narrow}>
            Narrow the query to the {chosen} chosen
          </Button>
        )}
      </div>
    </div>
  );
}
