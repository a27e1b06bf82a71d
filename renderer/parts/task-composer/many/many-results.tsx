import { useMemo } from 'react';
import type { ManyReceipts } from '../../../../shared/contract/tasks.ts';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import { goTo } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { ResultFigure } from '../../../ui/figures.tsx';
import { formatNumberOf } from '../../../ui/format.ts';
import type { Column } from '../../../ui/grid-column.ts';
import { VirtualGrid } from '../../../ui/virtual-grid.tsx';
import style from './many.module.css';
import type { ManyLine } from './many-lines.ts';

type One = ManyReceipts[number];
interface Row {
  line: ManyLine;
  one: One;
}

const resultOf = (one: One) =>
  'failure' in one
    ? one.failure.code === 'cancelled'
      ? 'unchecked'
      : 'fail'
    : one.receipt.oddities.length > 0
      ? 'warn'
      : 'ok';

const says = (one: One): string =>
  'failure' in one ? one.failure.message : [`${one.receipt.httpStatus}`, ...one.receipt.oddities].join(', ');

const columns: Column<Row>[] = [
  {
    id: 'result',
    title: '',
    label: 'Result',
    width: '44px',
    cell: ({ one }) => <ResultFigure result={resultOf(one)} />,
  },
  {
    id: 'member',
    title: 'Member',
    width: 'minmax(120px, 2fr)',
    cell: ({ line }) => (
      <>
        {line.name ?? line.patientId ?? identifierValue(line.member ?? '')}
        <small className="mono">{identifierValue(line.member ?? line.patientId ?? '')}</small>
      </>
    ),
  },
  {
    id: 'task',
    title: 'Task',
    width: 'minmax(80px, 1fr)',
    cell: ({ one }) => ('receipt' in one ? <code>{one.receipt.taskId}</code> : <em>not sent</em>),
  },
  {
    id: 'says',
    title: 'Answer',
    width: 'minmax(180px, 4fr)',
    cell: ({ one }) => (
      <>
        <span title={says(one)}>{says(one)}</span>
        {'failure' in one && <small title={one.failure.next}>{one.failure.next}</small>}
      </>
    ),
  },
];

interface Props {
  lines: readonly ManyLine[];
  receipts: ManyReceipts;
  onClose: () => void;
  /** Back to the list of members. */
  onAgain: () => void;
  /** Sends those that break rules all the same. */
  onAnyway: (lines: ManyLine[]) => void;
}

/** What came of each Task of many; Enter goes to one that was taken. */
export function ManyResults({ lines, receipts, onClose, onAgain, onAnyway }: Props) {
  const rows = useMemo(
    () => receipts.flatMap((one): Row[] => (lines[one.index] ? [{ line: lines[one.index] as ManyLine, one }] : [])),
    [lines, receipts],
  );
  const sent = rows.filter(({ one }) => 'receipt' in one).length;
  const broken = rows.filter(({ one }) => 'failure' in one && one.failure.code === 'rules-failed');
  const open = (row: Row | undefined) => {
    if (!row || !('receipt' in row.one)) return;
    onClose();
    goTo('tasks', row.one.receipt.id);
  };
  return (
    <div className={style.many}>
      <p className={style.says} role="status">
        {sent} of {formatNumberOf(rows.length, 'Task', 'Tasks')} taken.
      </p>
      <div className={style.grid} style={{ height: Math.min(8, rows.length) * 40 + 26 }}>
        <VirtualGrid
          label="What came of each"
          columns={columns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          keyAt={(index) => String(rows[index]?.one.index ?? '')}
          rowHeight={40}
          onOpen={(_key, index) => open(rows[index])}
        />
      </div>
      <div className={style.foot}>
        <Button onPress={onAgain}>Back to the list</Button>
        {broken.length > 0 && (
          <Button icon="send" onPress={() => onAnyway(broken.map(({ line }) => line))}>
            Send {broken.length} anyway
          </Button>
        )}
        <Button
          kind="main"
          autoFocus
          onPress={() => {
            onAgain();
            onClose();
            goTo('tasks', firstId(rows));
          }}
        >
          Show the Tasks
        </Button>
      </div>
    </div>
  );
}

const firstId = (rows: readonly Row[]): string | undefined =>
  rows.flatMap(({ one }) => ('receipt' in one ? [one.receipt.id] : []))[0];
