import type { TaskTable } from '../store/tasks.ts';
import type { Job } from './job.ts';

/** Partners whose Tasks are read at the same time. */
const partnersAtOnce = 8;

/** Reads the Tasks that are due, partner by partner: an id is a partner's base URL. `read` reads all that is due there. */
export const pollTasks = (tasks: TaskTable, read: (baseUrl: string) => Promise<unknown>): Job => ({
  name: 'polls of Tasks',
  wokenBy: ['task'],
  atOnce: partnersAtOnce,
  due: tasks.partnersDue,
  nextDue: tasks.nextDue,
  run: (ids) => Promise.all(ids.map(read)),
});
