import type { RecordTable } from '../store/record-table.ts';
import type { Job } from './job.ts';

/** Reads the work queues that are followed: an id is that of a queue's connection. `read` moves the plan of the queue. */
export function readQueues(queues: RecordTable<'queue'>, read: (id: string) => Promise<unknown>): Job {
  const planned = () =>
    queues
      .list()
      .flatMap(({ id, nextReadAt }) => (nextReadAt ? [{ id, at: Date.parse(nextReadAt) }] : []))
      .sort((one, other) => one.at - other.at);
  return {
    name: 'reads of work queues',
    wokenBy: ['queue'],
    due: (now, limit) =>
      planned()
        .filter(({ at }) => at <= now)
        .slice(0, limit)
        .map(({ id }) => id),
    nextDue: (now) => planned().find(({ at }) => at > now)?.at,
    run: (ids) => Promise.all(ids.map(read)),
  };
}
