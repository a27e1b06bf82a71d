import { type ReactNode, useState } from 'react';
import { dig, textOf } from '../../../shared/fhir/json.ts';
import { Elided } from '../../ui/elided.tsx';
import { Empty } from '../../ui/empty.tsx';
import type { Base64Chip } from '../../ui/json-lines.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { FlatTable } from './flat-table.tsx';
import { NarrativeView } from './narrative.tsx';
import style from './resource-view.module.css';

/** Ways to look at a resource. */
export type ResourceShape = 'json' | 'table' | 'narrative';

interface Props {
  /** What it is: "Condition/7be0". */
  title: string;
  /** Where it stands: "Bundle.entry[3].resource". */
  path?: string;
  /** Parsed JSON, base64 elided as `queries.entry` does. */
  resource: unknown;
  /** Follows a FHIR reference. */
  onReference?: (reference: string) => void;
  /** Opens what a base64 chip stands for. */
  onOpen?: (chip: Base64Chip) => void;
  /** Shown first in the head, such as a way back. */
  lead?: ReactNode;
}

const shapes: { value: ResourceShape; label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'table', label: 'Table' },
  { value: 'narrative', label: 'Narrative' },
];

/** One resource to read: as JSON, as a table of its values, or as its narrative. */
export function ResourceView({ title, path, resource, onReference, onOpen, lead }: Props) {
  const [shape, setShape] = useState<ResourceShape>('json');
  const xhtml = textOf(dig(resource, 'text', 'div'));
  const head = (
    <>
      {lead}
      <b className={style.title} title={path && `${title}, ${path}`}>
        <Elided text={title} tail={8} quiet={path !== undefined} />
      </b>
      {path && (
        <code className={style.path}>
          <Elided text={path} tail={9} />
        </code>
      )}
      <Spring />
      <Segmented label="Show the resource as" size="small" value={shape} options={shapes} onChange={setShape} />
    </>
  );
  if (shape === 'json') {
    return <JsonView label={title} value={resource} onReference={onReference} onOpen={onOpen} head={head} />;
  }
  return (
    <>
      <PaneHead size="slim">{head}</PaneHead>
      {shape === 'table' && (
        <FlatTable label={`Values of ${title}`} resource={resource} onReference={onReference} onOpen={onOpen} />
      )}
      {shape === 'narrative' &&
        (xhtml ? (
          <NarrativeView xhtml={xhtml} />
        ) : (
          <Empty icon="document" title="It has no narrative">
            text.div is absent; JSON and Table show all it says.
          </Empty>
        ))}
    </>
  );
}
