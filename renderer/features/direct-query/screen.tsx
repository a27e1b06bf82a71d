import { useState } from 'react';
import { knownPeople, useKnownPeople } from '../../parts/search-builder/people.ts';
import { AnswerTerm } from '../../parts/search-builder/answer-part.tsx';
import { focusRow } from '../../parts/search-builder/focus-row.ts';
import { SearchBuilder, addParameter } from '../../parts/search-builder/search-builder.tsx';
import { useAbilities } from '../../stores/abilities.ts';
import type { Screen } from '../../parts/screen.ts';
import { Pane, PaneBody, PaneHead } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { AbilitiesNote } from './abilities-note.tsx';
import style from './direct-query.module.css';
import type { QueryDraft } from '../../parts/query-draft.ts';
import { RequestLine } from './request-line.tsx';
import { ResultPane } from './result-pane.tsx';
import { StartFrom } from './start-from.tsx';
import { draftFrom, fillingsFor, type StartingPoint } from './starting-points.ts';
import { useDirectQuery } from './use-direct-query.ts';
import { useQueryActions } from './use-query-actions.ts';

/** Asking a partner's FHIR server directly: the search left, what came back right. */
function DirectQueryScreen() {
  const query = useDirectQuery();
  const { connection, draft, setDraft, setSearch } = query;
  const [known, readAbilities] = useAbilities(connection?.id);
  const people = useKnownPeople(connection);
  const [active, setActive] = useState<string>();
  const abilities = known.value && known.value.types.length > 0 ? known.value : undefined;

  const start = async (point: StartingPoint) => {
    const search = draftFrom(point, fillingsFor(draft.search, await knownPeople(connection), new Date()));
    setSearch(search);
    const open = search.params.find(({ fresh }) => fresh);
    if (open) focusRow(open.key, 'value');
  };
  useQueryActions(query, { start: (point) => void start(point), add: () => addParameter(draft.search, setSearch) });

  const keys = {
    // Escape in a field is the field's own; once it has let it through, it stops what is under way.
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Escape' && query.operation) query.cancel();
    },
  };
  return (
    <div className={style.screen} {...keys}>
      <RequestLine query={query} active={active} onActive={setActive} />
      <SplitPane name="direct-query" label="builder" start={556} min={440} minRest={616}>
        <Pane label="Search">
          <PaneHead title="Direct query" />
          <PaneBody label="Search builder">
            <h2 className="hidden">The search</h2>
            <SearchBuilder
              draft={draft.search}
              onChange={setSearch}
              abilities={abilities}
              note={<AbilitiesNote known={known} connection={connection} onAgain={() => readAbilities(true)} />}
              people={people}
              active={active}
              onActive={setActive}
              addKeys="a"
              onAccepted={(search) => void query.send(search)}
              answer={
                <AnswerTerm name="Prefer">
                  <Segmented<QueryDraft['prefer'] | 'none'>
                    label="Prefer"
                    size="small"
                    value={draft.prefer || 'none'}
                    options={[
                      { value: 'none', label: 'not sent' },
                      { value: 'strict', label: 'strict' },
                      { value: 'lenient', label: 'lenient' },
                    ]}
                    onChange={(prefer) => setDraft((now) => ({ ...now, prefer: prefer === 'none' ? '' : prefer }))}
                  />
                  <span className="muted">{preferWords[draft.prefer]}</span>
                </AnswerTerm>
              }
            />
            <StartFrom onStart={(point) => void start(point)} />
          </PaneBody>
        </Pane>
        <ResultPane query={query} />
      </SplitPane>
    </div>
  );
}

const preferWords: Record<QueryDraft['prefer'], string> = {
  '': 'the source decides',
  strict: 'the unknown is refused',
  lenient: 'the unknown is left out',
};

/** The Direct query screen. */
export const directQueryScreen: Screen = {
  id: 'direct-query',
  title: 'Direct query',
  icon: 'direct-query',
  approach: 'direct-query',
  key: 'd',
  group: 'roads',
  Component: DirectQueryScreen,
};
