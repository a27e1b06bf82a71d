import { systems } from '../../../shared/cdex/codes.ts';
import type { TaskInPage } from '../../../shared/cdex/read-task-page.ts';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Answer } from '../../exchange/answer.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readPage } from '../../exchange/read.ts';
import { search } from '../../exchange/search.ts';
import type { Heavy } from '../../wire/heavy.ts';
import { openBody } from '../bodies.ts';
import type { Kit } from '../kit.ts';
import { readAnswer } from '../work-on-body.ts';

/** Which Tasks of a queue; what is left out is not looked at. */
export interface QueueFilter {
  status?: readonly string[] | undefined;
  /** Code of a work queue tag. */
  workQueue?: string | undefined;
}

/** A Task of a page, with the exchange that brought it. */
export interface FoundTask extends TaskInPage {
  exchangeId: string;
}

/** What a search of a queue brought. */
export interface FoundQueue {
  tasks: FoundTask[];
  /** The first page's exchange. */
  exchangeId: string;
  /** Whether these are all that fit. */
  complete: boolean;
  notes: string[];
}

/** Tasks read at once; a queue with more is a matter for a filter. */
const queueLimit = 2_000;
const pageSize = 200;
/** Pages without a new Task, as a server whose links lead in a circle gives them. */
const mostPages = 200;

/** What may be left out when a server refuses it: the guide names no search parameter a Task server must have. */
const manners = [
  { sort: true, tag: true, status: true },
  { sort: false, tag: true, status: true },
  { sort: false, tag: false, status: true },
  { sort: false, tag: false, status: false },
] as const;
type Manner = (typeof manners)[number];

/** The search of a queue in one manner. */
function queueQuery({ status, workQueue }: QueueFilter, manner: Manner = manners[0]): string {
  const parts = [
    ...(manner.status && status?.length ? [`status=${status.join(',')}`] : []),
    ...(manner.tag && workQueue ? [`_tag=${encodeURIComponent(`${systems.cdex}|${workQueue}`)}`] : []),
    `_count=${pageSize}`,
    ...(manner.sort ? ['_sort=-_lastUpdated'] : []),
  ];
  return `Task?${parts.join('&')}`;
}

/** Whether a refusal may be about a parameter, so that asking for less is worth a try. */
const isAboutParameters = (httpStatus: number | undefined): boolean => [400, 422, 501].includes(httpStatus ?? 0);

const fits = ({ status, workQueue }: QueueFilter, { reading }: TaskInPage): boolean =>
  (!status?.length || status.includes(reading.status)) &&
  (!workQueue || (reading.workQueues ?? []).includes(workQueue));

/** Searches the queues of servers; how far each one follows is remembered. */
export function createQueueSearch(kit: Kit, heavy: Heavy) {
  const known = new Map<string, number>(); // base URL -> the first manner it did not refuse

  /** Asks for the first page: as wished, then with less of what the server may refuse. */
  async function ask(partner: Partner, filter: QueueFilter, signal: AbortSignal | undefined) {
    const context = { approach: 'task' as const, note: 'work queue', ...(signal ? { signal } : {}) };
    const from = known.get(partner.baseUrl) ?? 0;
    const queries = [...new Set(manners.slice(from).map((manner) => queueQuery(filter, manner)))];
    for (const [index, query] of queries.entries()) {
      const reply = await search(kit.door, partner, query, false, context);
      const isLast = index === queries.length - 1;
      if (!reply.ok && isAboutParameters(reply.error.httpStatus) && !isLast) continue;
      const at = manners.findIndex((manner) => queueQuery(filter, manner) === query);
      if (reply.ok) known.set(partner.baseUrl, Math.max(from, at));
      const note = `The server refuses parts of the search; ${query} was asked, and the rest is done here.`;
      return { reply, notes: at > 0 ? [note] : [] };
    }
    throw new Error('A queue is asked for in one way at least.');
  }

  async function tasksOf(answer: Answer, baseUrl: string): Promise<Reply<FoundTask[]>> {
    const body = await openBody(kit, answer.exchangeId, 'response');
    if (!body.ok) return body;
    const tasks = await readAnswer(heavy, body.value, answer.exchangeId, 'readTaskPage', baseUrl);
    return tasks.ok ? ok(tasks.value.map((one) => ({ ...one, exchangeId: answer.exchangeId }))) : tasks;
  }

  /** The Tasks of a server that fit, page by page. Fails as its first page does; a later one that fails is told in the notes. */
  return async function searchQueue(
    partner: Partner,
    filter: QueueFilter,
    { signal, pages }: { signal?: AbortSignal; pages?: (count: number) => void } = {},
  ): Promise<Reply<FoundQueue>> {
    const { reply: first, notes } = await ask(partner, filter, signal);
    if (!first.ok) return first;
    const found = new Map<string, FoundTask>();
    let complete = true;
    const visited = new Set<string>();
    for (let answer = first.value; ; ) {
      const tasks = await tasksOf(answer, partner.baseUrl);
      if (!tasks.ok) return tasks;
      for (const one of tasks.value) if (fits(filter, one) && !found.has(one.taskId)) found.set(one.taskId, one);
      pages?.(visited.size + 1);
      const link = answer.head?.links.next;
      if (!link) break;
      const stop =
        found.size >= queueLimit
          ? `There are more Tasks than the ${queueLimit} that are read at once; narrow the search.`
          : visited.has(link) || visited.size >= mostPages
            ? 'The server’s next links lead in a circle; what they bring again was left out.'
            : undefined;
      visited.add(link);
      const next = stop
        ? undefined
        : await readPage(kit.door, partner, link, {
            approach: 'task',
            note: 'work queue',
            ...(signal ? { signal } : {}),
          });
      if (next?.ok) {
        answer = next.value;
        continue;
      }
      complete = false;
      notes.push(stop ?? `A later page could not be read: ${next?.ok === false ? next.error.message : ''}`);
      break;
    }
    const tasks = [...found.values()].slice(0, queueLimit);
    return ok({ tasks, exchangeId: first.value.exchangeId, complete: complete && tasks.length === found.size, notes });
  };
}
