import { readTaskPage, type TaskInPage } from '../../shared/cdex/read-task-page.ts';
import { fail, ok, type Failure, type Reply } from '../../shared/contract/errors.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import { findType } from '../../shared/fhir/abilities.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { readPage } from '../exchange/read.ts';
import { search } from '../exchange/search.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import type { ReadTask } from './note-reading.ts';
import { type Odd, oddBeside } from './other-answer.ts';
import { keptAbilities } from './server-abilities.ts';
import { readAnswer } from './work-on-body.ts';

/** What asking for several Tasks at once brought. */
export type ReadTogether =
  | { readings: ReadTask[]; left: string[]; odd?: Odd }
  /** The server does not answer such a search; why. */
  | { refused: Failure; odd?: Odd };

/** Asking a server for several Tasks at once: `GET Task?_id=a,b` (FHIR R4 search). */
export interface PollTogether {
  /** Splits Tasks of one partner into what is asked for at once; a list of one is read by itself. */
  split(partner: Partner, tasks: readonly TaskRecord[]): Promise<TaskRecord[][]>;
  /** Asks for them. `left` names those the answer left out, by our ids: they are read by themselves from then on. */
  read(partner: Partner, tasks: readonly TaskRecord[]): Promise<ReadTogether>;
}

/** So few are read by themselves: with If-None-Match an unchanged one costs nothing. */
const fewEnough = 2;
const mostTogether = 50;
/** Longer addresses are cut or refused on the way. */
const longestUrl = 2_000;
/** Ids that stand in a search as they are; others would have to be escaped twice. */
const plainId = /^[\w.~-]+$/;
const pagesFor = (count: number) => count + 1;

/** The batches of one console. */
export function createPollTogether(kit: Kit, heavy: Heavy): PollTogether {
  const { store, door } = kit;
  /** Servers that refused such a search, for the life of this process. */
  const refusing = new Set<string>();
  /** Tasks that an answer left out, by our ids. */
  const alone = new Set<string>();

  /** Only where its CapabilityStatement says so, as far as we know it: none is read just for that. */
  async function understands(partner: Partner): Promise<boolean> {
    if (refusing.has(partner.baseUrl) || !partner.connectionId) return false;
    const declared = await keptAbilities(kit, heavy, partner);
    const ability = findType(declared?.abilities, 'Task');
    return (
      ability?.interactions.includes('search-type') === true &&
      ability.searchParameters.some(({ name }) => name === '_id')
    );
  }

  const queryFor = (ids: readonly string[]) => `Task?_id=${ids.join(',')}&_count=${ids.length}`;

  async function split(partner: Partner, tasks: readonly TaskRecord[]): Promise<TaskRecord[][]> {
    const fit = tasks.filter(({ id, taskId }) => plainId.test(taskId) && !alone.has(id));
    if (fit.length <= fewEnough || !(await understands(partner))) return tasks.map((task) => [task]);
    const batches: TaskRecord[][] = [];
    let batch: TaskRecord[] = [];
    for (const task of fit) {
      const ids = [...batch, task].map(({ taskId }) => taskId);
      const tooMany = ids.length > mostTogether || partner.baseUrl.length + 1 + queryFor(ids).length >= longestUrl;
      if (tooMany && batch.length > 0) {
        batches.push(batch);
        batch = [];
      }
      batch.push(task);
    }
    batches.push(batch);
    const others = tasks.filter((task) => !fit.includes(task)).map((task) => [task]);
    return [...batches, ...others];
  }

  async function tasksOf({ resource, exchangeId, head, httpStatus }: Answer, baseUrl: string) {
    if (head?.resourceType !== 'Bundle')
      return fail(
        'not-fhir',
        `The partner answered ${httpStatus} with ${head?.resourceType ?? 'nothing'} where a Bundle of Tasks was asked for.`,
        'Ask the partner what their server answers to a search of Tasks.',
        { exchangeId, httpStatus },
      );
    if (resource !== undefined) return ok(readTaskPage(resource, baseUrl));
    const body = await openBody({ store }, exchangeId, 'response');
    return body.ok ? readAnswer(heavy, body.value, exchangeId, 'readTaskPage', baseUrl) : body;
  }

  async function read(partner: Partner, tasks: readonly TaskRecord[]): Promise<ReadTogether> {
    const wanted = new Map(tasks.map((task) => [task.taskId, task]));
    const all = new Set(wanted.keys());
    const strangers = new Set<string>();
    const readings: ReadTask[] = [];
    const context = { approach: 'task', note: `poll ${tasks.length} Tasks together` } as const;
    let reply: Reply<Answer> = await search(door, partner, queryFor([...wanted.keys()]), false, context);
    let failure: Failure | undefined;
    let shown: string | undefined;
    for (let page = 1; ; page += 1) {
      const found = reply.ok ? await tasksOf(reply.value, partner.baseUrl) : reply;
      if (!found.ok) failure = found.error;
      if (!reply.ok || !found.ok) break;
      const { exchangeId, head } = reply.value;
      shown = exchangeId;
      const asked = found.value.filter(({ taskId }) => wanted.has(taskId));
      for (const { taskId } of found.value) if (!all.has(taskId)) strangers.add(taskId);
      if (asked.length === 0 && found.value.length > 0) {
        failure = notFiltered(reply.value);
        break;
      }
      for (const one of asked) {
        const task = wanted.get(one.taskId); // of one that comes twice the first counts
        if (task) readings.push(readingOf(task, one, exchangeId));
        wanted.delete(one.taskId);
      }
      const next = head?.links.next;
      if (wanted.size === 0 || !next || page >= pagesFor(tasks.length)) break;
      reply = await readPage(door, partner, next, context);
    }
    const odd = oddBeside(strangers);
    if (failure && readings.length === 0 && isRefusal(failure)) {
      refusing.add(partner.baseUrl);
      return { refused: failure, ...(odd ? { odd } : {}) };
    }
    const left = [...wanted.values()].map(({ id }) => id);
    const why = failure ?? leftOut(shown);
    // A server that failed over several may yet answer for one; one that is not reached fails over each.
    if (!failure || failure.code === 'server-error' || failure.code === 'not-fhir')
      for (const id of left) alone.add(id);
    return { readings: [...readings, ...left.map((id) => failedOf(id, why))], left, ...(odd ? { odd } : {}) };
  }

  return { split, read };
}

const readingOf = ({ id }: TaskRecord, { reading, pointer }: TaskInPage, exchangeId: string): ReadTask => ({
  id,
  reading: { kind: 'task', task: reading, found: { exchangeId, pointer } },
});

const failedOf = (id: string, failure: Failure): ReadTask => ({ id, reading: { kind: 'failed', failure } });

/** The search itself is what the server will not have; not who asks (401), nor how often (429), nor that it is down. */
const isRefusal = ({ httpStatus = 0, code }: Failure): boolean =>
  httpStatus === 501 ||
  code === 'error-outcome' ||
  (httpStatus >= 400 && httpStatus < 500 && ![401, 429].includes(httpStatus));

const notFiltered = ({ exchangeId }: Answer): Failure => ({
  code: 'error-outcome',
  message: 'The partner answered a search of some Tasks with others: it does not look at _id.',
  next: 'Its Tasks are read one by one.',
  exchangeId,
});

const leftOut = (exchangeId: string | undefined): Failure => ({
  code: 'not-found',
  message: 'The partner’s answer to a search of several Tasks left this one out; it is read by itself next time.',
  next: 'Read it by hand to see what the partner says of it alone.',
  ...(exchangeId ? { exchangeId } : {}),
});
