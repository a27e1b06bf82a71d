import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { focusFilter } from './focus-query.ts';
import { hasPage } from './query-state.ts';
import { type StartingPoint, startingPoints } from './starting-points.ts';
import type { DirectQuery } from './use-direct-query.ts';

interface Doings {
  start: (point: StartingPoint) => void;
  add: () => void;
}

/** Everything on the screen that has a name and a key. */
export function useQueryActions(query: DirectQuery, doings: Doings): void {
  // The actions keep their identity; what they do is looked up when they are run.
  const now = useRef({ query, ...doings });
  useEffect(() => {
    now.current = { query, ...doings };
  });
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'query.send',
        title: 'Send the query',
        group: 'Run',
        keys: 'Mod+Enter',
        run: () => void now.current.query.send(),
      },
      {
        id: 'query.cancel',
        title: 'Stop waiting for the answer',
        group: 'Run',
        keys: 'Escape',
        when: () => now.current.query.operation !== undefined,
        run: () => now.current.query.cancel(),
      },
      { id: 'query.add', title: 'Add a parameter', group: 'Run', keys: 'a', run: () => now.current.add() },
      { id: 'list.filter', title: 'Edit the query as text', group: 'List', keys: '/', run: focusFilter },
      {
        id: 'query.next',
        title: 'Next page',
        group: 'List',
        keys: ']',
        when: () => hasPage(now.current.query.state, 'next'),
        run: () => void now.current.query.turn('next'),
      },
      {
        id: 'query.previous',
        title: 'Previous page',
        group: 'List',
        keys: '[',
        when: () => hasPage(now.current.query.state, 'previous'),
        run: () => void now.current.query.turn('previous'),
      },
      {
        id: 'query.back',
        title: 'Back, or close the resource',
        group: 'List',
        keys: 'b',
        when: () => (now.current.query.state?.opened.length ?? 0) > 0,
        run: () => now.current.query.back(),
      },
      ...startingPoints.map(
        (point, index): Action => ({
          id: `query.start.${point.id}`,
          title: `Start from: ${point.title}`,
          group: 'Run',
          keys: String(index + 1),
          words: `query search ${point.note}`,
          run: () => now.current.start(point),
        }),
      ),
    ],
    [],
  );
  useActions(actions);
}
