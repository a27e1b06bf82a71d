import type { Reply } from '../../shared/contract/errors.ts';
import type { TaskPoll, TaskRecord } from '../../shared/domain/task.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Heavy } from '../wire/heavy.ts';
import type { Kit } from './kit.ts';
import type { NotedTask, ReadingNotes } from './note-reading.ts';
import type { Odd } from './other-answer.ts';
import type { PartnerPace } from './partner-pace.ts';
import { createPollTogether } from './poll-together.ts';
import { mayPollAt } from './record-task.ts';
import type { TaskAndPartner } from './task-and-partner.ts';

/** Reading many Tasks: those that are due, or those that were named. */
export interface PollMany {
  /** All that are due at one server. Rejects when some stay due. */
  due(baseUrl: string): Promise<void>;
  /** These, by our ids, at one server. Rejects when what was read cannot be noted, or nothing more is let out. */
  read(ids: readonly string[], by: TaskPoll['by']): Promise<void>;
}

/** What reading one Task gives to reading many. */
export interface PollMeans {
  pace: PartnerPace;
  notes: ReadingNotes;
  find(input: { id: string }): Reply<TaskAndPartner>;
  poll(record: TaskRecord, partner: Partner, by: TaskPoll['by'], odd?: Odd): Promise<Reply<TaskRecord>>;
  withMissed(noted: NotedTask, partner: Partner): Promise<TaskRecord>;
}

/** Due Tasks taken at a time; they are asked for in requests of up to fifty, four at once. */
const takenAtOnce = 200;

/** The polls of one console. */
export function createPollMany(kit: Kit, heavy: Heavy, means: PollMeans): PollMany {
  const { store, ports } = kit;
  const { pace, notes, find, poll, withMissed } = means;
  const together = createPollTogether(kit, heavy);

  async function due(baseUrl: string): Promise<void> {
    const tried = new Map<string, string | undefined>();
    for (;;) {
      const now = ports.clock.now();
      const until = pace.heldUntil(baseUrl);
      if (until !== undefined) return pace.postpone(baseUrl, until);
      const list = store.tasks.due(baseUrl, now, takenAtOnce);
      const stuck = list.find(({ id, nextPollAt }) => tried.has(id) && tried.get(id) === nextPollAt);
      if (stuck) throw new Error(`Task ${stuck.id} stays due.`);
      if (list.length === 0) return;
      for (const { id, nextPollAt } of list) tried.set(id, nextPollAt);
      const late = list.filter((record) => !((mayPollAt(record, now) ?? Number.POSITIVE_INFINITY) <= now));
      if (late.length > 0)
        store.write(() => {
          for (const record of late) store.tasks.put(notes.plan(record));
        });
      await readAll(
        list.filter((record) => !late.includes(record)),
        undefined,
      );
    }
  }

  async function readAll(records: readonly TaskRecord[], by: TaskPoll['by']): Promise<void> {
    const requests: Promise<void>[] = [];
    for (const { partner, tasks } of byPartner(records))
      for (const batch of await together.split(partner, tasks))
        requests.push(pace.inLane(partner.baseUrl, () => readBatch(partner, batch, by)));
    const failed = (await Promise.allSettled(requests)).find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Tasks of one connection are asked for with its credentials, and so together; each of another partner by itself. */
  function byPartner(records: readonly TaskRecord[]): { partner: Partner; tasks: TaskRecord[] }[] {
    const groups = new Map<string, { partner: Partner; tasks: TaskRecord[] }>();
    for (const record of records) {
      const key = record.connectionId ?? `task ${record.id}`;
      const group = groups.get(key);
      if (group) group.tasks.push(record);
      else {
        const found = find({ id: record.id });
        if (found.ok) groups.set(key, { partner: found.value.partner, tasks: [record] });
      }
    }
    return [...groups.values()];
  }

  async function readBatch(
    partner: Partner,
    batch: readonly TaskRecord[],
    by: TaskPoll['by'],
    oddBefore?: Odd,
  ): Promise<void> {
    if (pace.heldUntil(partner.baseUrl) !== undefined) return; // their plans were moved
    const [only, ...more] = batch;
    if (!only) return;
    if (more.length === 0) {
      const read = await poll(only, partner, by, oddBefore);
      if (!read.ok && read.error.code === 'cancelled') throw new Error(read.error.message);
      return;
    }
    const read = await together.read(partner, batch);
    if ('refused' in read) {
      for (const record of batch) await readBatch(partner, [record], by, read.odd);
      return;
    }
    const failures = read.readings.flatMap(({ reading }) => (reading.kind === 'failed' ? [reading.failure] : []));
    const cancelled = failures.find(({ code }) => code === 'cancelled');
    if (cancelled && !cancelled.exchangeId) throw new Error(cancelled.message);
    if (failures[0]) await pace.hear(partner.baseUrl, failures[0]);
    const noted = notes.note(read.readings, { together: batch.length, ...(by ? { by } : {}), ...read.odd });
    if (cancelled) throw new Error(cancelled.message);
    for (const one of noted) await withMissed(one, partner);
  }

  return {
    due,
    read: (ids, by) =>
      readAll(
        ids.flatMap((id) => store.tasks.get(id) ?? []),
        by,
      ),
  };
}
