import { useMemo, useState } from 'react';
import { JsonView } from '../../../renderer/ui/json-view.tsx';
import { Pane } from '../../../renderer/ui/pane.tsx';
import { SplitPane } from '../../../renderer/ui/split-pane.tsx';
import type { Column } from '../../../renderer/ui/grid-column.ts';
import { VirtualGrid } from '../../../renderer/ui/virtual-grid.tsx';

interface Row {
  id: string;
  name: string;
}

const count = 100_000;
const columns: Column<Row>[] = [
  { id: 'id', title: '#', width: '80px', align: 'end', cell: ({ id }) => id },
  { id: 'name', title: 'Name', width: 'minmax(0, 1fr)', cell: ({ name }) => name },
];

const bundle = {
  resourceType: 'Bundle',
  total: 400,
  entry: Array.from({ length: 400 }, (_, index) => ({
    fullUrl: `http://127.0.0.1:8701/fhir/DocumentReference/doc-${index}`,
    resource: {
      resourceType: 'DocumentReference',
      id: `doc-${index}`,
      subject: { reference: 'Patient/1' },
      content: [
        {
          attachment: {
            contentType: 'application/pdf',
            data: { $base64: { bytes: 900 + index, pointer: `/entry/${index}` } },
          },
        },
      ],
    },
  })),
};

/** The two parts that hold very much: a list of 100,000 rows with groups, and a Bundle of 400 entries. */
export function Lists() {
  const [selected, setSelected] = useState<string>();
  const [opened, setOpened] = useState('');
  const [extra, setExtra] = useState(0);
  const rows = useMemo(
    () => ({ at: (index: number) => ({ id: `r${index - extra}`, name: `row ${index - extra}` }) }),
    [extra],
  );
  return (
    <div style={{ display: 'flex', minHeight: 420 }}>
      <SplitPane name="kit" label="list" start={500}>
        <Pane label="List">
          <button type="button" onClick={() => setExtra((now) => now + 5)}>
            Add five above
          </button>
          <VirtualGrid
            label="Rows"
            primary
            columns={columns}
            count={count + extra}
            rowAt={rows.at}
            keyAt={(index) => rows.at(index).id}
            selectedKey={selected}
            onSelect={setSelected}
            onOpen={(key) => setOpened(key)}
            groupAt={(index) => ((index - extra) % 50_000 === 0 ? `Group ${(index - extra) / 50_000}` : undefined)}
          />
          <output data-testid="selected">{selected}</output>
          <output data-testid="opened">{opened}</output>
        </Pane>
        <Pane label="JSON">
          <JsonView label="Bundle" value={bundle} onOpen={(chip) => setOpened(chip.pointer)} onReference={setOpened} />
        </Pane>
      </SplitPane>
    </div>
  );
}
