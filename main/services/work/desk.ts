import { retryTime } from '../../../shared/cdex/polling-schedule.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Refreshed } from '../../../shared/contract/work.ts';
import { isFinal, taskStatuses } from '../../../shared/domain/task.ts';
import type { WorkQueue } from '../../../shared/domain/work.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import { fromConnection } from '../partners.ts';
import type { TaskReads } from '../task-reads.ts';
import { type AnswerTask, createAnswerTask } from './answer-task.ts';
import { createApplyRules } from './apply-rules.ts';
import { type Collect, createCollect } from './collect.ts';
import { createReceivedTasks, type ReceivedTasks } from './received-tasks.ts';
import { createRefresh, type RefreshOptions } from './refresh.ts';
import type { QueueFilter } from './search-queue.ts';

/** The work queues of one console: what the commands and the scheduler share. */
export interface Desk {
  received: ReceivedTasks;
  collect: Collect;
  answer: AnswerTask;
  /** Reads the queue of a server, and applies its rules where that is wished; a stored connection's queue record is told. */
  refresh(partner: Partner, filter: QueueFilter, options: ReadOptions): Promise<Reply<Refreshed>>;
  /** The read that the plan of a queue asks for: what is not ended, with its rules. Moves the plan, whatever comes of it. */
  readByPlan(connectionId: string): Promise<void>;
}

/** What a read of a queue is told. */
export interface ReadOptions extends RefreshOptions {
  signal: AbortSignal;
  applyRules: boolean;
}

const open = taskStatuses.filter((status) => !isFinal(status));

/** The desk of one console. */
export function createDesk(kit: Kit, heavy: Heavy, reads: TaskReads): Desk {
  const { store, ports } = kit;
  const received = createReceivedTasks(kit, reads);
  const collect = createCollect(kit, heavy);
  const answer = createAnswerTask(kit, received, collect);
  const applyRules = createApplyRules(kit, { received, collect, answer });
  const readQueue = createRefresh(kit, heavy, reads, received);
  const instant = (ms: number) => new Date(ms).toISOString();

  const note = (id: string, change: (queue: WorkQueue) => WorkQueue) =>
    store.write(() => store.queues.put(change(store.queues.get(id) ?? { id })));

  const refresh: Desk['refresh'] = async (partner, filter, { applyRules: wanted, ...options }) => {
    const { connectionId } = partner;
    if (wanted && !connectionId)
      return fail(
        'invalid-input',
        'Rules belong to the queue of a stored connection.',
        'Name a connection, or leave the rules out.',
      );
    const read = await readQueue(partner, filter, options);
    const applied =
      read.ok && wanted && connectionId
        ? await applyRules(connectionId, partner, options.signal)
        : { ruled: 0, problems: [] };
    if (connectionId)
      note(connectionId, ({ problem: _old, ...queue }) => {
        const problem = read.ok ? applied.problems.at(-1) : read.error.message;
        const exchangeId = read.ok ? read.value.exchangeId : read.error.exchangeId;
        return {
          ...queue,
          lastReadAt: instant(ports.clock.now()),
          ...(problem ? { problem } : {}),
          ...(exchangeId ? { exchangeId } : {}),
        };
      });
    return read.ok
      ? ok({ ...read.value, ruled: applied.ruled, notes: [...read.value.notes, ...applied.problems] })
      : read;
  };

  return {
    received,
    collect,
    answer,
    refresh,
    async readByPlan(id) {
      const connection = store.connections.get(id);
      if (!connection) {
        store.write(() => store.queues.remove(id)); // it was removed, and its queue with it
        return;
      }
      const read = await kit.operations.run(undefined, `Read the queue of ${connection.name}`, ({ signal }) =>
        refresh(fromConnection(kit, connection), { status: open }, { signal, applyRules: true }),
      );
      const now = ports.clock.now();
      const patience = read.ok ? undefined : retryTime(read.error.retryAfter, now);
      note(id, ({ nextReadAt: _old, ...queue }) =>
        queue.everyMs === undefined
          ? queue
          : { ...queue, nextReadAt: instant(Math.max(now + queue.everyMs, patience ?? 0)) },
      );
    },
  };
}
