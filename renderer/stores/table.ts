/** Records of one kind: by id, and their ids in the order lists use. Both are replaced, never changed, so identity tells of change. */
export interface Table<T> {
  byId: ReadonlyMap<string, T>;
  ids: readonly string[];
  /** Number of this state of the table; no two have the same. */
  state: number;
  /** Which records came, went or changed since the state numbered `since`: saves those who follow a table from comparing all of it. */
  news?: { since: number; ids: readonly string[] };
}

/** One step for a table: a record that is new or newer, or an id that is gone. */
export type Step<T> = { op: 'put'; id: string; record: T } | { op: 'delete'; id: string };

/** How a kind is ordered: negative when `a` comes first. */
export type Order<T> = (a: T, b: T) => number;

let states = 0;
const nextState = (): number => {
  states += 1;
  return states;
};

export const emptyTable = <T>(): Table<T> => ({ byId: new Map(), ids: [], state: nextState() });

/** A table of these records. */
export function tableOf<T extends { id: string }>(records: readonly T[], order: Order<T>): Table<T> {
  const sorted = [...records].sort(order);
  const byId = new Map(sorted.map((record) => [record.id, record]));
  return { byId, ids: sorted.map(({ id }) => id), state: nextState() };
}

/** Ids of the records that came, went or changed between two states of a table; without a state before, all of them. */
export function changedIds<T>(before: Table<T> | undefined, table: Table<T>): readonly string[] {
  if (!before) return table.ids;
  if (before.state === table.state) return [];
  if (table.news?.since === before.state) return table.news.ids;
  const changed: string[] = [];
  for (const [id, record] of table.byId) if (before.byId.get(id) !== record) changed.push(id);
  for (const id of before.byId.keys()) if (!table.byId.has(id)) changed.push(id);
  return changed;
}

/** Where `record` belongs among `ids` (behind those it is equal to); the last place is tried first, because most records are the newest. */
export function placeOf<T>(ids: readonly string[], byId: ReadonlyMap<string, T>, record: T, order: Order<T>): number {
  let low = 0;
  let high = ids.length;
  const last = byId.get(ids[high - 1] ?? '');
  if (last === undefined || order(last, record) <= 0) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = byId.get(ids[middle] ?? '');
    if (other !== undefined && order(other, record) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A table after some steps. Costs one copy for the whole batch, whatever its size; the list of ids keeps its identity when no record
 * came, went or moved.
 */
export function applySteps<T>(table: Table<T>, steps: readonly Step<T>[], order: Order<T>): Table<T> {
  if (steps.length === 0) return table;
  const byId = new Map(table.byId);
  let ids: string[] | undefined;
  const drop = (id: string) => {
    ids ??= [...table.ids];
    const at = ids.indexOf(id);
    if (at >= 0) ids.splice(at, 1);
  };
  for (const step of steps) {
    const before = byId.get(step.id);
    if (step.op === 'delete') {
      if (before === undefined) continue;
      drop(step.id);
      byId.delete(step.id);
      continue;
    }
    const stays = before !== undefined && order(before, step.record) === 0;
    if (!stays) {
      if (before !== undefined) drop(step.id);
      ids ??= [...table.ids];
      ids.splice(placeOf(ids, byId, step.record, order), 0, step.id);
    }
    byId.set(step.id, step.record);
  }
  const news = { since: table.state, ids: [...new Set(steps.map(({ id }) => id))] };
  return { byId, ids: ids ?? table.ids, state: nextState(), news };
}
