import { useMemo } from 'react';
import cda from '../document-viewer/cda.module.css';
import { numbered } from '../document-viewer/numbered.ts';
import { Sheet } from '../document-viewer/sheet.tsx';
import { formatNumberOf } from '../../ui/format.ts';
import { type DocumentSection, readFhirDocument } from './composition.ts';
import type { FhirViewProps } from './fhir-view-props.ts';
import style from './fhir-viewer.module.css';
import { NarrativeBlock } from './narrative-block.tsx';

interface SectionProps extends Pick<FhirViewProps, 'readText'> {
  section: DocumentSection;
  level: number;
}

function Section({ section, level, readText }: SectionProps) {
  const { title, code, narrative, emptyBecause, entries, sections } = section;
  const Heading = level === 0 ? 'h4' : 'h5';
  return (
    <section>
      <Heading>
        {title} {code && <code className={style.code}>{code}</code>}
      </Heading>
      {narrative && <NarrativeBlock narrative={narrative} readText={readText} />}
      {!narrative && entries.length === 0 && sections.length === 0 && (
        <p className={cda.off}>{emptyBecause ? `Empty: ${emptyBecause}` : 'No narrative'}</p>
      )}
      {entries.length > 0 && (
        <ul className={style.entries} aria-label={`Entries of ${title}`}>
          {numbered(entries).map(({ key, value: { reference, found } }) => (
            <li key={key}>
              {found ? (
                <>
                  <code>{found.type}</code> {found.title}
                </>
              ) : (
                <>
                  <code>{reference}</code> is not in the document
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {numbered(sections).map(({ key, value }) => (
        <Section key={key} section={value} level={level + 1} readText={readText} />
      ))}
    </section>
  );
}

/** A FHIR document on paper: its Composition's sections with their narrative, made safe, and what they point at. */
export function DocumentView({ name, resource, head, readText }: FhirViewProps) {
  const { title, facts, sections } = useMemo(() => readFhirDocument(resource), [resource]);
  return (
    <Sheet label={`Document ${name}`} lead={<span>{formatNumberOf(sections.length, 'section')}</span>} head={head}>
      <article className={cda.cda}>
        <h3>{title}</h3>
        <dl>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {numbered(sections).map(({ key, value }) => (
          <Section key={key} section={value} level={0} readText={readText} />
        ))}
        {sections.length === 0 && <p className={cda.off}>The Composition has no sections.</p>}
      </article>
    </Sheet>
  );
}
