import { isFinal, type TaskRecord, type TaskSide } from '../../../shared/domain/task.ts';
import { orders } from '../../stores/orders.ts';
import { changedIds, type Order, placeOf, type Table } from '../../stores/table.ts';

/** The coarse choice above a board. */
export type TaskScope = 'all' | 'open' | 'ended';

/** How Tasks are put into groups. */
export interface GroupPlan {
  /** Key of the group a Task belongs to. */
  keyOf: (task: TaskRecord) => string;
  /** Its title; `task` is one of the group, where it has any. */
  titleOf: (key: string, task: TaskRecord | undefined) => string;
  /** Keys in the order their groups are shown; keys that are none of these follow by title. */
  keys: readonly string[];
  /** Shows the groups of `keys` even where they are empty. */
  keepsEmpty?: boolean;
  /** Order inside a group; left out, the newest comes first. It must be total, so that a Task's place can be looked up. */
  order?: Order<TaskRecord>;
}

/** Which Tasks a board shows, and how. */
export interface BoardWish {
  side: TaskSide;
  scope: TaskScope;
  fits: (task: TaskRecord) => boolean;
  plan: GroupPlan;
}

/** Tasks that belong together, as ids in their order. */
export interface BoardGroup {
  key: string;
  title: string;
  ids: readonly string[];
}

/** A board: groups in order, and how many Tasks fit the filter, by scope. Replaced, never changed. */
export interface Board {
  groups: readonly BoardGroup[];
  counts: Readonly<Record<TaskScope, number>>;
}

/** What is remembered of a Task already placed. `key` is absent where it is not shown, `ended` where it does not fit. */
interface Placed {
  record: TaskRecord;
  key?: string;
  ended?: boolean;
}

/** From this many changes on it is quicker to begin anew. */
const manyChanges = 500;

/**
 * Keeps a board for a wish: the function answers the board of a table, and of every later table by moving only the Tasks whose
 * records changed: ten thousand Tasks are neither filtered nor sorted again for one that moved.
 */
export function createBoard({ side, scope, fits, plan }: BoardWish): (table: Table<TaskRecord>) => Board {
  const order = plan.order ?? orders.task;
  const placed = new Map<string, Placed>();
  const records = new Map<string, TaskRecord>();
  const groups = new Map<string, string[]>();
  let counts = { all: 0, open: 0, ended: 0 };
  let last: Table<TaskRecord> | undefined;
  let board: Board = { groups: [], counts };

  function stand(record: TaskRecord): Placed {
    if (record.side !== side || !fits(record)) return { record };
    const ended = isFinal(record.status);
    const shown = scope === 'all' || (scope === 'ended') === ended;
    return shown ? { record, ended, key: plan.keyOf(record) } : { record, ended };
  }

  function count(ended: boolean | undefined, by: 1 | -1): void {
    if (ended === undefined) return;
    counts.all += by;
    counts[ended ? 'ended' : 'open'] += by;
  }

  function remove(id: string, own: (key: string) => string[]): void {
    const before = placed.get(id);
    if (!before) return;
    count(before.ended, -1);
    if (before.key !== undefined) {
      const ids = own(before.key);
      const at = placeOf(ids, records, before.record, order) - 1;
      ids.splice(ids[at] === id ? at : ids.indexOf(id), 1);
    }
    placed.delete(id);
    records.delete(id);
  }

  function add(record: TaskRecord, own: (key: string) => string[]): void {
    const next = stand(record);
    count(next.ended, 1);
    records.set(record.id, record);
    if (next.key !== undefined) {
      const ids = own(next.key);
      ids.splice(placeOf(ids, records, record, order), 0, record.id);
    }
    placed.set(record.id, next);
  }

  function begin(table: Table<TaskRecord>): void {
    placed.clear();
    records.clear();
    groups.clear();
    for (const id of table.ids) {
      const record = table.byId.get(id);
      if (!record) continue;
      const next = stand(record);
      count(next.ended, 1);
      records.set(id, record);
      placed.set(id, next);
      if (next.key === undefined) continue;
      const ids = groups.get(next.key);
      if (ids) ids.push(id);
      else groups.set(next.key, [id]);
    }
    if (!plan.order) return; // the table has the order already
    for (const ids of groups.values())
      ids.sort((a, b) => order(records.get(a) as TaskRecord, records.get(b) as TaskRecord));
  }

  function follow({ byId }: Table<TaskRecord>, ids: readonly string[]): void {
    const own = ownCopies(groups);
    for (const id of ids) remove(id, own);
    for (const id of ids) {
      const record = byId.get(id);
      if (record) add(record, own);
    }
  }

  return (table) => {
    if (table === last) return board;
    const before = last;
    last = table;
    const ids = changedIds(before, table);
    if (before && ids.length === 0) return board;
    const afresh = ids.length > manyChanges;
    const counted = counts;
    counts = afresh ? { all: 0, open: 0, ended: 0 } : { ...counts };
    if (afresh) begin(table);
    else follow(table, ids);
    if (counted.open === counts.open && counted.ended === counts.ended) counts = counted;
    board = { groups: inOrder(groups, records, plan), counts };
    return board;
  };
}

/** The way to a group's ids that may be changed: a copy, made once, so that boards handed out before stay as they were. */
function ownCopies(groups: Map<string, string[]>): (key: string) => string[] {
  const own = new Set<string>();
  return (key) => {
    const known = groups.get(key);
    if (known && own.has(key)) return known;
    const copy = [...(known ?? [])];
    own.add(key);
    groups.set(key, copy);
    return copy;
  };
}

function inOrder(
  groups: ReadonlyMap<string, string[]>,
  records: ReadonlyMap<string, TaskRecord>,
  { keys, titleOf, keepsEmpty }: GroupPlan,
): BoardGroup[] {
  const groupOf = (key: string): BoardGroup => {
    const ids = groups.get(key) ?? [];
    return { key, ids, title: titleOf(key, records.get(ids[0] ?? '')) };
  };
  const others = [...groups.keys()]
    .filter((key) => !keys.includes(key))
    .map(groupOf)
    .sort((a, b) => a.title.localeCompare(b.title) || (a.key < b.key ? -1 : 1));
  return [...keys.map(groupOf), ...others].filter(
    ({ key, ids }) => ids.length > 0 || (keepsEmpty && keys.includes(key)),
  );
}
