import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Refreshed } from '../../../shared/contract/work.ts';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import type { TaskReads } from '../task-reads.ts';
import type { ReceivedTasks } from './received-tasks.ts';
import { createQueueSearch, type QueueFilter } from './search-queue.ts';

/** What a read of a queue may be told. */
export interface RefreshOptions {
  signal?: AbortSignal;
  pages?: (count: number) => void;
}

/** Reads the queue of a server into records. */
export type Refresh = (
  partner: Partner,
  filter: QueueFilter,
  options?: RefreshOptions,
) => Promise<Reply<Omit<Refreshed, 'ruled'>>>;

/** Tasks that a search did not show are read one by one; no more than so many at a time. */
const singleReads = 50;
/** Tasks kept in one transaction, so that the event loop is free between two. */
const keptAtOnce = 200;
/** Records looked through for those of one server. */
const mostRecords = 50_000;

/** The refresh of one console. */
export function createRefresh(kit: Kit, heavy: Heavy, reads: TaskReads, received: ReceivedTasks): Refresh {
  const searchQueue = createQueueSearch(kit, heavy);

  /** Tasks of a server that we hold and that a search like this one should have shown. */
  const missingFrom = (partner: Partner, { status, workQueue }: QueueFilter, seen: ReadonlySet<string>): TaskRecord[] =>
    kit.store.tasks
      .list({ side: 'received', baseUrl: partner.baseUrl, limit: mostRecords, ...(status?.length ? { status } : {}) })
      .filter((one) => !one.goneAt && !seen.has(one.taskId) && (!workQueue || one.workQueues?.includes(workQueue)));

  return async (partner, filter, options = {}) => {
    const found = await searchQueue(partner, filter, options);
    if (!found.ok) return found;
    const { tasks, exchangeId, complete, notes } = found.value;
    let changed = 0;
    const ids: string[] = [];
    for (let at = 0; at < tasks.length; at += keptAtOnce) {
      if (at > 0) await nextTurn();
      kit.store.write(() => {
        for (const { taskId, reading, pointer, exchangeId: from } of tasks.slice(at, at + keptAtOnce)) {
          const kept = received.keep(partner, taskId, reading, { exchangeId: from, pointer });
          if (kept.changed) changed += 1;
          ids.push(kept.record.id);
        }
      });
    }
    for (const id of ids) reads.remember(id, partner);
    const missing = complete ? missingFrom(partner, filter, new Set(tasks.map(({ taskId }) => taskId))) : [];
    // Where Tasks are gone or went on to another status, their server says so only when asked for each.
    for (const record of missing.slice(0, singleReads)) {
      const before = record.lastVersion?.versionId;
      const read = await received.read(
        { taskId: record.taskId, partner, record },
        'missing in the queue',
        options.signal,
      );
      const now = kit.store.tasks.get(record.id);
      if (now?.goneAt || now?.lastVersion?.versionId !== before) changed += 1;
      if (!read.ok && !now?.goneAt) break;
    }
    return ok({ found: ids.length, changed, exchangeId, ids, notes });
  };
}
