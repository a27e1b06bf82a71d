import { useDeferredValue, useMemo } from 'react';
import type { TaskRecord, TaskSide } from '../../../shared/domain/task.ts';
import { useNow } from '../../stores/now.ts';
import { useTable } from '../../stores/records.ts';
import { type Board, createBoard, type GroupPlan, type TaskScope } from './board.ts';
import { boardFilter, dependsOnTime } from './board-filter.ts';

const minute = 60_000;

interface Wish {
  side: TaskSide;
  scope: TaskScope;
  /** The filter as typed; a long list follows it when there is time. */
  text: string;
  /** Made anew with each minute where `isTimed`. */
  planAt: (now: number) => GroupPlan;
  /** Whether the plan depends on the time. `planAt` must keep its identity. */
  isTimed?: boolean;
  /** What else a Task must meet, such as a server. Must keep its identity. */
  only?: (task: TaskRecord) => boolean;
}

/** The board of Tasks a person asked for. It keeps its identity until something on it changes. */
export function useBoard({ side, scope, text, planAt, isTimed = false, only }: Wish): Board {
  const table = useTable('task');
  const asked = useDeferredValue(text);
  const now = useNow(isTimed || dependsOnTime(asked) ? minute : 0);
  const keep = useMemo(() => {
    const fits = boardFilter(asked, now);
    const fitsAll = only ? (task: TaskRecord) => only(task) && fits(task) : fits;
    return createBoard({ side, scope, fits: fitsAll, plan: planAt(now) });
  }, [side, scope, asked, now, planAt, only]);
  return useMemo(() => keep(table), [keep, table]);
}
