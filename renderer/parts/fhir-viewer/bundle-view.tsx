import { useMemo, useState } from 'react';
import { dig, listOf } from '../../../shared/fhir/json.ts';
import { rowOf } from '../../../shared/fhir/summary.ts';
import { attachmentsIn } from '../document-viewer/inner-document.ts';
import { entryColumns } from '../document-viewer/entry-columns.tsx';
import viewer from '../document-viewer/viewer.module.css';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import { chipOf } from '../../ui/json-lines.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Spring } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import type { FhirViewProps } from './fhir-view-props.ts';

/** Size of a resource as it came, its replaced base64 counted in. */
const sizeOf = (resource: unknown): number => {
  let bytes = 0;
  const text = JSON.stringify(resource ?? null, (_key, value: unknown) => {
    const chip = chipOf(value);
    if (chip) bytes += Math.ceil(chip.bytes / 3) * 4;
    return chip ? '' : value;
  });
  return bytes + text.length;
};

/** The entries of a Bundle as rows, and one of them as JSON; what it carries as base64 opens. */
export function BundleView({ name, resource: bundle, head, onOpen }: FhirViewProps) {
  const rows = useMemo(
    () => listOf(dig(bundle, 'entry')).map((entry, index) => rowOf(entry, index, sizeOf(dig(entry, 'resource')))),
    [bundle],
  );
  const [selected, setSelected] = useState('0');
  const resource = dig(bundle, 'entry', Number(selected), 'resource');
  const attachments = useMemo(() => attachmentsIn(resource), [resource]);
  const row = rows[Number(selected)];
  return (
    <div className={viewer.sheet}>
      <div className={viewer.bar}>
        <span>
          {formatNumberOf(rows.length, 'entry', 'entries')}
          {typeof dig(bundle, 'type') === 'string' && `, ${String(dig(bundle, 'type'))}`}
        </span>
        <Spring />
        {head}
      </div>
      {rows.length === 0 ? (
        <Empty icon="document" title="The Bundle is empty">
          {dig(bundle, 'type') === 'searchset'
            ? 'The query was run and matched nothing; that is an answer, too.'
            : 'Nothing is in it.'}
        </Empty>
      ) : (
        <SplitPane name="entries" label="list of entries" between="row" start={220} min={100} minRest={140}>
          <VirtualGrid
            label={`Entries of ${name}`}
            columns={entryColumns}
            count={rows.length}
            rowAt={(index) => rows[index]}
            keyAt={String}
            selectedKey={selected}
            onSelect={setSelected}
            onOpen={() => attachments[0] && onOpen(attachments[0].pointer, attachments[0].title)}
          />
          <JsonView
            label={row ? `${row.resourceType} ${row.id}` : 'Entry'}
            value={resource ?? null}
            onOpen={({ pointer }) =>
              onOpen(pointer, attachments.find((one) => one.pointer === pointer)?.title ?? 'Attachment')
            }
            head={
              <>
                <b className={`${viewer.name} mono`}>{row && `${row.resourceType}/${row.id}`}</b>
                {attachments.map(({ pointer, title }) => (
                  <Button key={pointer} size="small" icon="document" onPress={() => onOpen(pointer, title)}>
                    Open {title}
                  </Button>
                ))}
              </>
            }
          />
        </SplitPane>
      )}
    </div>
  );
}
