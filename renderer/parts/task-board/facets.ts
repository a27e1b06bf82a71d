import type { TaskRecord, TaskSide } from '../../../shared/domain/task.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Table } from '../../stores/table.ts';
import type { TermName } from './board-filter.ts';
import { dueStands } from './due-stand.ts';

/** What a board can be narrowed to: a value and how many Tasks have it (left out for times, which change). */
export interface Facet {
  name: TermName;
  title: string;
  values: { value: string; label: string; count?: number }[];
}

const dueLabels = { late: 'late', today: 'today', week: 'within seven days', later: 'later', none: 'no due date' };

/** The kinds, partners, purposes and work queues there are on a side, the most frequent first; of received Tasks the statuses, for they have one server. */
export function facetsOf(table: Table<TaskRecord>, side: TaskSide): Facet[] {
  const found = {
    kind: new Map<string, number>(),
    partner: new Map(),
    purpose: new Map(),
    queue: new Map(),
    status: new Map(),
  };
  const count = (name: keyof typeof found, value: string) => found[name].set(value, (found[name].get(value) ?? 0) + 1);
  for (const task of table.byId.values()) {
    if (task.side !== side) continue;
    if (task.code) count('kind', task.code);
    if (side === 'sent') count('partner', task.partner);
    else count('status', task.status);
    for (const purpose of task.purposes ?? []) count('purpose', identifierValue(purpose));
    for (const queue of task.workQueues ?? []) count('queue', identifierValue(queue));
  }
  const valuesOf = (name: keyof typeof found) =>
    [...found[name]]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .map(([value, many]) => ({ value, label: value, count: many }));
  const facets: Facet[] = [
    { name: 'kind', title: 'Kind', values: valuesOf('kind') },
    { name: 'due', title: 'Due', values: dueStands.map((value) => ({ value, label: dueLabels[value] })) },
    { name: 'partner', title: 'Partner', values: valuesOf('partner') },
    { name: 'queue', title: 'Work queue', values: valuesOf('queue') },
    { name: 'status', title: 'Status', values: valuesOf('status') },
    { name: 'purpose', title: 'Purpose of use', values: valuesOf('purpose') },
  ];
  return facets.filter(({ values }) => values.length > 0);
}
