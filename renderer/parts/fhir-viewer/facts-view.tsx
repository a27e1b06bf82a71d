import { useMemo } from 'react';
import { dig, typeOfResource } from '../../../shared/fhir/json.ts';
import { summarise } from '../../../shared/fhir/summary.ts';
import { numbered } from '../document-viewer/numbered.ts';
import { Sheet } from '../document-viewer/sheet.tsx';
import { formatSize } from '../../ui/format.ts';
import { narrativeIn } from './composition.ts';
import { type Fact, type FactValue, factsOf } from './facts-of.ts';
import type { FhirViewProps } from './fhir-view-props.ts';
import style from './fhir-viewer.module.css';
import { NarrativeBlock } from './narrative-block.tsx';

type Open = FhirViewProps['onOpen'];

function Value({ value, onOpen }: { value: FactValue; onOpen: Open }) {
  if ('facts' in value) return <FactList facts={value.facts} onOpen={onOpen} />;
  if ('document' in value) {
    const { pointer, name, bytes } = value.document;
    return (
      <>
        <button type="button" className={style.link} onClick={() => onOpen(pointer, name)}>
          {name}
        </button>
        , {formatSize(bytes)}
      </>
    );
  }
  return (
    <>
      {value.words} {value.code !== undefined && <code>{value.code}</code>}
    </>
  );
}

function FactList({ facts, onOpen }: { facts: readonly Fact[]; onOpen: Open }) {
  return (
    <dl className={style.facts}>
      {numbered(facts).map(({ key, value: { label, values } }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>
            {numbered(values).map((one) => (
              <div key={one.key}>
                <Value value={one.value} onOpen={onOpen} />
              </div>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A resource to read: what it says in one line, its narrative, and every member in words. */
export function FactsView({ name, resource, head, onOpen, readText }: FhirViewProps) {
  const facts = useMemo(() => factsOf(resource), [resource]);
  const { title } = summarise(resource);
  const narrative = narrativeIn(resource);
  const type = typeOfResource(resource) ?? 'Resource';
  const id = dig(resource, 'id');
  return (
    <Sheet label={`Facts of ${name}`} lead={<code>{typeof id === 'string' ? `${type}/${id}` : type}</code>} head={head}>
      <article className={style.sheet}>
        <h3>{title || type}</h3>
        <FactList facts={facts} onOpen={onOpen} />
        {narrative && (
          <section aria-label="Narrative" className={style.narrative}>
            <h4>Narrative</h4>
            <NarrativeBlock narrative={narrative} readText={readText} />
          </section>
        )}
      </article>
    </Sheet>
  );
}
