import { readFilter, writeFilter } from '../../../shared/cdex/build-subscription.ts';
import { readTaskPage } from '../../../shared/cdex/read-task-page.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { type Answer, header } from '../../exchange/answer.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readPage } from '../../exchange/read.ts';
import { search } from '../../exchange/search.ts';
import { openBody } from '../bodies.ts';
import { readAnswer } from '../work-on-body.ts';
import type { SubscriptionMeans } from './means.ts';

/** Pages that are read at most: a search that finds more finds what was never asked for. */
const mostPages = 20;
/** Two clocks never agree; and what happens in one second may be written down in the next. Milliseconds. */
const marginMs = 60_000;

/**
 * The ids of the Tasks that changed since an instant, as far as the filters of a subscription let one search for them. A server that does
 * not understand them is asked without. Fails as the exchange does.
 */
export async function searchTasks(
  means: SubscriptionMeans,
  partner: Partner,
  { filters }: Pick<SubscriptionRecord, 'filters'>,
  since: string,
): Promise<Reply<{ taskIds: string[]; exchangeId: string }>> {
  const from = Date.parse(since) - marginMs;
  const found = await searchFrom(means, partner, filters, from);
  // A partner whose clock is behind stamps what changed since with a time before it: it is asked by its own clock.
  return found.ok && found.value.behindMs > marginMs / 2
    ? searchFrom(means, partner, filters, from - found.value.behindMs)
    : found;
}

async function searchFrom(means: SubscriptionMeans, partner: Partner, filters: string[], fromMs: number) {
  const from = new Date(fromMs).toISOString();
  const plain = `Task?_lastUpdated=gt${from}&_count=100`;
  // A Task that no longer has the status that was filtered by may have had it meanwhile.
  const narrow = filters.filter((filter) => readFilter(filter) && readFilter(filter)?.parameter !== 'status');
  const query = [plain, ...narrow.map((filter) => encodeFilter(writeFilter(filter, 'parameter')))].join('&');
  const first = await collect(means, partner, query);
  const { httpStatus = 0 } = first.ok ? {} : first.error;
  return query !== plain && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 401 && httpStatus !== 429
    ? collect(means, partner, plain)
    : first;
}

const encodeFilter = (filter: string): string => {
  const at = filter.indexOf('=');
  return `${filter.slice(0, at)}=${encodeURIComponent(filter.slice(at + 1))
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/')}`;
};

async function collect(means: SubscriptionMeans, partner: Partner, query: string) {
  const { door } = means.kit;
  const context = { approach: 'task', note: 'Tasks changed since', signal: means.ending } as const;
  const taskIds = new Set<string>();
  let reply: Reply<Answer> = await search(door, partner, query, false, context);
  if (!reply.ok) return reply;
  const { exchangeId } = reply.value;
  const theirs = Date.parse(header(reply.value.headers, 'date') ?? '');
  const behindMs = Number.isNaN(theirs) ? 0 : means.kit.ports.clock.now() - theirs;
  for (let page = 1; ; page += 1) {
    if (!reply.ok) return reply;
    if (reply.value.head?.resourceType !== 'Bundle') return noBundle(reply.value);
    const tasks = await tasksOf(means, reply.value, partner.baseUrl);
    if (!tasks.ok) return tasks;
    for (const { taskId } of tasks.value) taskIds.add(taskId);
    const next = reply.value.head?.links.next;
    if (!next || page >= mostPages) return ok({ taskIds: [...taskIds], exchangeId, behindMs });
    reply = await readPage(door, partner, next, context);
  }
}

const noBundle = ({ exchangeId, httpStatus, head }: Answer) =>
  fail(
    'not-fhir',
    `The partner answered ${httpStatus} with ${head?.resourceType ?? 'nothing'} where a Bundle of Tasks was asked for.`,
    'Ask the partner what their server answers to a search of Tasks.',
    { exchangeId, httpStatus },
  );

async function tasksOf({ kit, heavy }: SubscriptionMeans, { resource, exchangeId }: Answer, baseUrl: string) {
  if (resource !== undefined) return ok(readTaskPage(resource, baseUrl));
  const body = await openBody(kit, exchangeId, 'response');
  return body.ok ? readAnswer(heavy, body.value, exchangeId, 'readTaskPage', baseUrl) : body;
}
