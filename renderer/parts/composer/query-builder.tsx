import { useMemo, useState } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import { useAbilities } from '../../stores/abilities.ts';
import { draftOf, queryOf, type SearchDraft, withText } from '../search-builder/draft.ts';
import { useKnownPeople } from '../search-builder/people.ts';
import { SearchBuilder } from '../search-builder/search-builder.tsx';

interface Props {
  query: string;
  /** Whose server is to run it. */
  server: Connection | undefined;
  onChange: (query: string) => void;
}

/** The query put together from what the server says it understands; the line above it stays the truth. */
export function QueryBuilder({ query, server, onChange }: Props) {
  const [{ value: abilities }] = useAbilities(server?.id);
  const people = useKnownPeople(server);
  const [kept, setKept] = useState<SearchDraft>(() => draftOf(query));
  const [active, setActive] = useState<string>();
  const draft = useMemo(() => (queryOf(kept) === query ? kept : withText(kept, query)), [kept, query]);
  const change = (next: SearchDraft) => {
    setKept(next);
    onChange(queryOf(next));
  };
  return (
    <SearchBuilder
      draft={draft}
      onChange={change}
      abilities={abilities}
      people={people}
      active={active}
      onActive={setActive}
    />
  );
}
