import type { QueryReceipt } from '../../../shared/contract/queries.ts';
import { Empty } from '../../ui/empty.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { rowColumns } from './row-columns.tsx';
import type { RowWindows } from './row-windows.ts';

interface Props {
  receipt: QueryReceipt;
  windows: RowWindows;
  /** Index of the entry that is open. */
  open: number | undefined;
  onOpen: (index: number) => void;
  /** Enter: go on into the open resource. */
  onEnter: () => void;
}

/** The entries of a page. */
export function ResultRows({ receipt, windows, open, onOpen, onEnter }: Props) {
  return (
    <VirtualGrid
      // Another page begins at its top.
      key={receipt.exchangeId}
      label="Entries"
      primary
      columns={rowColumns}
      count={receipt.entries}
      rowAt={(index) => windows.rowAt(index)}
      keyAt={(index) => String(index)}
      selectedKey={open === undefined ? undefined : String(open)}
      onSelect={(_, index) => onOpen(index)}
      onOpen={onEnter}
      onRange={(first, last) => windows.look(first, last)}
      marksOf={() => ({ approach: 'direct-query' })}
      empty={
        <Empty icon="direct-query" title="Nothing matches">
          The answer is a Bundle without entries. Loosen a parameter, or look at what the server counted in Headers and
          Pages.
        </Empty>
      }
    />
  );
}
