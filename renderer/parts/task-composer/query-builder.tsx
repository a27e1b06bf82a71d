import { useMemo, useState } from 'react';
import { useAbilities } from '../../stores/abilities.ts';
import { draftOf, queryOf, type SearchDraft, withText } from '../search-builder/draft.ts';
import { useKnownPeople } from '../search-builder/people.ts';
import { SearchBuilder } from '../search-builder/search-builder.tsx';
import type { FieldsProps } from './slot.tsx';

/** The query put together from what the partner's server says it understands; the line above it stays the truth. */
export function QueryBuilder({ form, set, partner }: FieldsProps) {
  const [{ value: abilities }] = useAbilities(partner.id);
  const people = useKnownPeople(partner);
  const [kept, setKept] = useState<SearchDraft>(() => draftOf(form.query));
  const [active, setActive] = useState<string>();
  const draft = useMemo(() => (queryOf(kept) === form.query ? kept : withText(kept, form.query)), [kept, form.query]);
  const change = (next: SearchDraft) => {
    setKept(next);
    set({ query: queryOf(next) });
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
