import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatCount, formatSize } from '../../ui/format.ts';
import { MonoId } from '../../ui/mono-id.tsx';
import { sniffType } from '../../../shared/fhir/sniff.ts';
import { printable, useSha256 } from './bytes-view.tsx';
import type { ViewProps } from './view-props.ts';
import { hexOf } from './hex.ts';
import { Sheet } from './sheet.tsx';
import style from './viewer.module.css';

/** How many bytes are shown of what there is no picture for. */
const firstBytes = 64;

/** A document there is no picture for: what is known of it, its first bytes, and the way to save it. */
export function AboutView({ name, document: { bytes, declaredType }, head, onSave }: ViewProps) {
  const hash = useSha256(bytes);
  const type = sniffType(bytes);
  return (
    <Sheet label={`About ${name}`} lead={<span>Not shown</span>} head={head} shape="bare">
      <div className={style.about}>
        <p>
          <b>There is no picture for this kind of document.</b>
        </p>
        <Facts
          shape="list"
          facts={[
            ['Bytes say', <code key="says">{type}</code>],
            ['Declared', declaredType ? <code key="declared">{declaredType}</code> : 'nothing'],
            ['Size', `${formatSize(bytes.length)}, ${formatCount(bytes.length)} bytes`],
            [
              'First bytes',
              <pre key="first" className={style.firstBytes}>
                {firstRows(bytes.subarray(0, firstBytes))}
              </pre>,
            ],
            ['SHA-256', hash ? <MonoId key="hash" id={hash} head={12} tail={8} copy /> : 'being computed'],
          ]}
        />
        <p>
          <Button icon="download" onPress={onSave}>
            Save a copy
          </Button>
        </p>
      </div>
    </Sheet>
  );
}

/** Bytes sixteen a line, with the letters they would be. */
function firstRows(bytes: Uint8Array): string {
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) =>
    bytes.subarray(row * 16, row * 16 + 16),
  );
  return rows.map((row) => `${hexOf(row, ' ').padEnd(47)}  ${Array.from(row, printable).join('')}`).join('\n');
}
