import { useMemo } from 'react';
import { placeOfSubmission } from '../../../parts/push-view/places.ts';
import { composeSubmission } from '../../../parts/submission-composer/compose.ts';
import { recordsOf, useRecords, useTable } from '../../../stores/records.ts';
import { select, useFilter } from '../../../stores/view.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Pane, PaneHead } from '../../../ui/pane.tsx';
import { FilterField } from '../../../ui/text-field.tsx';
import { VirtualGrid } from '../../../ui/virtual-grid.tsx';
import { PlaceSwitch } from '../place-switch.tsx';
import { sentColumns } from './sent-columns.tsx';
import { sentFilter } from './sent-words.ts';

/** What we sent or began to send, newest first. */
export function SentList({ selected }: { selected: string | undefined }) {
  const table = useTable('submission');
  const status = useRecords((state) => state.status);
  const [filter, setFilter] = useFilter('push-sent');
  const rows = useMemo(
    () => recordsOf({ ...useRecords.getState(), submission: table }, 'submission').filter(sentFilter(filter)),
    [table, filter],
  );
  return (
    <Pane label="Sent">
      <PaneHead title="Push inbox">
        <FilterField label="Filter what was sent" placeholder="id, member" value={filter} onChange={setFilter} />
        <IconButton icon="plus" keys="n" label="New submission" onPress={() => composeSubmission()} />
      </PaneHead>
      <PaneHead size="slim">
        <PlaceSwitch place="sent" />
      </PaneHead>
      <VirtualGrid
        label="Sent"
        primary
        headless
        columns={sentColumns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        keyAt={(index) => rows[index]?.id ?? ''}
        rowHeight={46}
        selectedKey={selected}
        onSelect={(id) => select('push-inbox', placeOfSubmission(id))}
        marksOf={() => ({ approach: 'push' })}
        empty={<NothingHere status={status} isFiltered={table.ids.length > 0} />}
      />
    </Pane>
  );
}

function NothingHere({ status, isFiltered }: { status: string; isFiltered: boolean }) {
  if (status === 'loading') return <Empty title="Reading what was sent" />;
  if (isFiltered) return <Empty title="Nothing fits the filter" />;
  return (
    <Empty
      icon="send"
      title="Nothing was sent yet"
      actions={
        <Button kind="main" icon="plus" onPress={() => composeSubmission()}>
          New submission
        </Button>
      }
    >
      Attachments sent to a payer, asked for or not, are listed here with the answers they got. The sandbox’s payer
      takes them, too.
    </Empty>
  );
}
