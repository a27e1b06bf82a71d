import { memo, type ReactNode } from 'react';
import type { Column } from './grid-column.ts';
import style from './virtual-grid.module.css';

interface Props<Row> {
  id: string;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  height: number;
  columns: readonly Column<Row>[];
  /** Undefined while its data is still on the way. */
  row: Row | undefined;
  group: ReactNode | undefined;
  marksOf?: (row: Row) => { approach?: string; st?: string };
  isSelected: boolean;
  /** Where the keys are. */
  isCursor: boolean;
  onTake: (index: number) => void;
  onOpen: (index: number) => void;
}

/** One row of a VirtualGrid, placed where its index says. */
export function GridRow<Row>(props: Props<Row>) {
  const { id, index, top, height, columns, row, group, isSelected } = props;
  const place = { transform: `translateY(${top}px)`, height };
  if (group !== undefined) {
    return (
      <div {...{ role: 'row', 'aria-rowindex': index + 2 }} id={id} className={style.group} style={place}>
        <div {...{ role: 'gridcell', 'aria-colspan': columns.length }}>{group}</div>
      </div>
    );
  }
  const marks = row === undefined ? undefined : props.marksOf?.(row);
  const said = {
    role: 'row',
    'aria-rowindex': index + 2,
    'aria-selected': isSelected,
    onClick: () => props.onTake(index),
    onDoubleClick: () => props.onOpen(index),
  };
  return (
    <div
      {...said}
      id={id}
      className={`${style.row} ${style.cells}`}
      style={place}
      data-approach={marks?.approach}
      data-st={marks?.st}
      data-cursor={props.isCursor || undefined}
    >
      <Cells columns={columns} row={row} index={index} />
    </div>
  );
}

interface CellsProps<Row> {
  columns: readonly Column<Row>[];
  row: Row | undefined;
  index: number;
}

// Drawn again only for another record or other columns: in a long list something changes all the time, rarely in this row.
const Cells = memo(function Cells<Row>({ columns, row, index }: CellsProps<Row>) {
  return columns.map((column) => (
    <div {...{ role: 'gridcell' }} key={column.id} data-align={column.align} data-column={column.id}>
      {row !== undefined && column.cell(row, index)}
    </div>
  ));
}) as <Row>(props: CellsProps<Row>) => ReactNode;
