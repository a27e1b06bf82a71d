import { useMemo, useState } from 'react';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { checkSearch } from '../../../../shared/fhir/check-search.ts';
import { useAbilities } from '../../../stores/abilities.ts';
import { Button } from '../../../ui/button.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { findingResult } from '../../finding-result.ts';
import { draftOf, queryOf, type SearchDraft, withText } from '../../search-builder/draft.ts';
import { useKnownPeople } from '../../search-builder/people.ts';
import { SearchBuilder } from '../../search-builder/search-builder.tsx';
import { exampleQueries } from '../../task-composer/queries.ts';
import { usePatientId } from './about-patient.ts';
import type { ContentProps } from './content-props.ts';
import style from './content.module.css';

/** Every match of a search in the record, as one Bundle: written, or put together. */
export function QueryContent({ card: { query }, set, source, name }: ContentProps) {
  const [isBuilding, setBuilding] = useState(false);
  const patientId = usePatientId(source);
  const [{ value: abilities }] = useAbilities(source?.id);
  const findings = useMemo(() => (query.trim() ? checkSearch(query, abilities) : []), [query, abilities]);
  return (
    <div className={style.whole}>
      <div className={style.line}>
        <TextField
          quiet
          mono
          label={`Query of ${name}`}
          value={query}
          placeholder="Observation?patient=…&category=laboratory"
          onChange={(next) => set({ query: next })}
        />
        <Button size="small" onPress={() => setBuilding(!isBuilding)}>
          {isBuilding ? 'Write it' : 'Build it'}
        </Button>
      </div>
      {query === '' && (
        <p className={style.examples}>
          {exampleQueries(patientId).map(({ name: what, query: text }) => (
            <Button key={what} size="small" kind="bare" onPress={() => set({ query: text })}>
              {what}
            </Button>
          ))}
        </p>
      )}
      {isBuilding && <Builder query={query} source={source} onChange={(next) => set({ query: next })} />}
      {!isBuilding && findings.length > 0 && (
        <FindingList label={`Findings on the query of ${name}`}>
          {findings.map(({ rule, severity, path, message, next }) => (
            <Finding
              key={`${rule} ${path} ${message}`}
              result={findingResult(severity)}
              rule={rule}
              message={message}
              path={path}
              next={next}
            />
          ))}
        </FindingList>
      )}
    </div>
  );
}

interface BuilderProps {
  query: string;
  source: Connection | undefined;
  onChange: (query: string) => void;
}

/** The query put together from what the server says it understands; the line above it stays the truth. */
function Builder({ query, source, onChange }: BuilderProps) {
  const [{ value: abilities }] = useAbilities(source?.id);
  const people = useKnownPeople(source);
  const [kept, setKept] = useState<SearchDraft>(() => draftOf(query));
  const [active, setActive] = useState<string>();
  const draft = useMemo(() => (queryOf(kept) === query ? kept : withText(kept, query)), [kept, query]);
  const change = (next: SearchDraft) => {
    setKept(next);
    onChange(queryOf(next));
  };
  return (
    <div className={style.builder}>
      <SearchBuilder
        draft={draft}
        onChange={change}
        abilities={abilities}
        people={people}
        active={active}
        onActive={setActive}
      />
    </div>
  );
}
