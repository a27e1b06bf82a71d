import { mergeVersions } from '../../shared/cdex/merge-versions.ts';
import { readTaskPage, type TaskInPage } from '../../shared/cdex/read-task-page.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { TaskRecord, TaskVersion } from '../../shared/domain/task.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { readPage, readResource } from '../exchange/read.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import { foundAgain, type Learned, versionOf, withVersion } from './record-task.ts';
import { declares, keptAbilities } from './server-abilities.ts';
import type { TaskAndPartner } from './task-and-partner.ts';
import { readAnswer } from './work-on-body.ts';

/** Learning of versions that were not seen. */
export interface TaskHistory {
  /** Whether the server declares that it keeps the history of a Task, as far as we know its CapabilityStatement. */
  isKept(partner: Partner): Promise<boolean>;
  /** Reads the history and puts its versions in order among those we saw. */
  read(found: TaskAndPartner): Promise<Reply<TaskRecord>>;
}

/** A version as a page of the history shows it. */
type Told = TaskInPage & { exchangeId: string };

/** Pages followed; a Task with more versions than they hold is told as far as they reach. */
const mostPages = 50;

/** The histories of one console; `plan` gives a record the time of its next poll. */
export function createTaskHistory(kit: Kit, heavy: Heavy, plan: (record: TaskRecord) => TaskRecord): TaskHistory {
  const { store, door, ports } = kit;

  async function versionsIn({ resource, head, exchangeId, httpStatus }: Answer, baseUrl: string) {
    if (head?.resourceType !== 'Bundle')
      return fail(
        'not-fhir',
        `The partner answered ${httpStatus} with ${head?.resourceType ?? 'nothing'} where the Task’s history was asked for.`,
        'Ask the partner whether their server keeps histories.',
        { exchangeId, httpStatus },
      );
    if (resource !== undefined) return ok(readTaskPage(resource, baseUrl));
    const body = await openBody(kit, exchangeId, 'response');
    return body.ok ? readAnswer(heavy, body.value, exchangeId, 'readTaskPage', baseUrl) : body;
  }

  /** Every version the server tells of, newest first as it does. */
  async function readPages({ record, partner }: TaskAndPartner): Promise<Reply<Told[]>> {
    const context = { approach: 'task', note: 'history' } as const;
    const told: Told[] = [];
    let reply = await readResource(door, partner, `Task/${record.taskId}/_history`, context);
    for (let page = 1; ; page += 1) {
      if (!reply.ok) return reply;
      const { exchangeId, head } = reply.value;
      const found = await versionsIn(reply.value, record.baseUrl);
      if (!found.ok) return found;
      const own = found.value.filter(({ taskId, reading }) => taskId === record.taskId && reading.versionId);
      told.push(...own.map((one) => ({ ...one, exchangeId })));
      const next = head?.links.next;
      if (!next || page >= mostPages) return ok(newestFirst(told));
      reply = await readPage(door, partner, next, context);
    }
  }

  /** The newest version may be one we do not know yet; it is then laid over the record as a read of it would be. */
  function withNewest(record: TaskRecord, newest: Told, seen: readonly TaskVersion[], now: number): Learned {
    const { reading, exchangeId, pointer } = newest;
    const known = seen.some(({ versionId }) => versionId === reading.versionId);
    return known ? { record } : withVersion(record, reading, { exchangeId, pointer }, now);
  }

  function keep(id: string, told: readonly Told[]): Reply<TaskRecord> {
    return store.write(() => {
      const record = store.tasks.get(id);
      if (!record)
        return fail('not-found', `The Task ${id} is no longer on the board.`, 'Take it up again to watch it.');
      const [newest] = told;
      if (!newest) return ok(record);
      const now = ports.clock.now();
      const seen = store.tasks.versions(id);
      const learned = withNewest(record, newest, seen, now);
      const oldestFirst = [...told].reverse().map(
        ({ reading, exchangeId, pointer }): TaskVersion => ({
          ...versionOf(reading, { exchangeId, pointer }, reading.versionId as string, now),
          byHistory: true,
        }),
      );
      const ours = learned.version ? [...seen, learned.version] : seen;
      const versions = mergeVersions(ours, oldestFirst);
      const last = versions.at(-1);
      const next = plan({
        ...(record.goneAt ? foundAgain(learned.record) : learned.record),
        versionCount: versions.length,
        ...(last ? { lastVersion: last } : {}),
      });
      store.tasks.putVersions(id, versions);
      store.tasks.put(next);
      return ok(next);
    });
  }

  return {
    async isKept(partner) {
      const declared = await keptAbilities(kit, heavy, partner);
      return declared !== undefined && declares(declared, 'Task', 'history-instance');
    },
    async read(found) {
      const told = await readPages(found);
      return told.ok ? keep(found.record.id, told.value) : told;
    },
  };
}

/** A history begins with the newest (FHIR R4, http.html#history); one that does not is turned round. */
function newestFirst(told: Told[]): Told[] {
  const [first, last] = [told[0], told.at(-1)].map((one) => Date.parse(one?.reading.lastUpdated ?? ''));
  return first !== undefined && last !== undefined && first < last ? told.reverse() : told;
}
