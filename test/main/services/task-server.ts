import { type FakePartner, json, type Seen, startPartner } from '../../fakes/partner/partner.ts';

/** One Task of the server, with every version it had, oldest first. */
export interface ServedTask {
  id: string;
  versions: Record<string, unknown>[];
}

/** A server that keeps many Tasks, each with its history, and searches them by `_id`. */
export interface TaskServer extends FakePartner {
  tasks: Map<string, ServedTask>;
  /** A new version of a Task, its first one too. */
  change(id: string, members: object): void;
  /** The requests for Tasks, as `METHOD path?query` below the base. */
  asked(): string[];
}

/** How it behaves. */
export interface TaskServerOptions {
  /** What its CapabilityStatement declares for Task. */
  interactions?: string[];
  searchParameters?: string[];
  /** Entries in a page of a search. */
  pageSize?: number;
}

const whole = { interactions: ['create', 'read', 'search-type', 'history-instance'], searchParameters: ['_id'] };

/** Starts one; it takes POSTs of Tasks and gives them the ids t1, t2 ... */
export async function startTaskServer(options: TaskServerOptions = {}): Promise<TaskServer> {
  const server = await startPartner();
  const { interactions, searchParameters, pageSize = 50 } = { ...whole, ...options };
  const tasks = new Map<string, ServedTask>();

  function change(id: string, members: object): void {
    const task = tasks.get(id) ?? { id, versions: [] };
    tasks.set(id, task);
    const meta = {
      versionId: `${task.versions.length + 1}`,
      lastUpdated: `2026-10-01T12:00:${task.versions.length + 10}Z`,
    };
    task.versions.push({
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      ...task.versions.at(-1),
      ...members,
      id,
      meta,
    });
  }

  server.on(
    'GET /metadata',
    json(200, {
      resourceType: 'CapabilityStatement',
      status: 'active',
      fhirVersion: '4.0.1',
      rest: [
        {
          mode: 'server',
          resource: [
            {
              type: 'Task',
              interaction: interactions.map((code) => ({ code })),
              searchParam: searchParameters.map((name) => ({ name, type: 'token' })),
            },
          ],
        },
      ],
    }),
  );
  server.on('POST /Task', (seen, response) => {
    const id = `t${tasks.size + 1}`;
    change(id, JSON.parse(seen.body));
    json(201, tasks.get(id)?.versions[0] ?? {}, { location: `${server.baseUrl}/Task/${id}/_history/1` })(
      seen,
      response,
    );
  });
  server.on('GET /Task', (seen, response) => {
    const query = new URL(seen.url, server.origin).searchParams;
    const from = Number(query.get('page') ?? 0);
    const ids = (query.get('_id') ?? '').split(',');
    const found = ids.flatMap((id) => tasks.get(id)?.versions.at(-1) ?? []);
    const next = new URL(seen.url, server.origin);
    next.searchParams.set('page', String(from + pageSize));
    json(200, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.length,
      link: from + pageSize < found.length ? [{ relation: 'next', url: next.href }] : [],
      entry: found.slice(from, from + pageSize).map((resource) => ({ resource, search: { mode: 'match' } })),
    })(seen, response);
  });
  server.otherwise((seen, response) => {
    const [, id = '', history] = /\/Task\/([^/?]+)(\/_history)?$/.exec(seen.url) ?? [];
    const versions = tasks.get(id)?.versions;
    if (seen.method !== 'GET' || !versions) return json(404, outcomeOf('Not here.'))(seen, response);
    if (history)
      return json(200, {
        resourceType: 'Bundle',
        type: 'history',
        entry: [...versions].reverse().map((resource) => ({ resource })),
      })(seen, response);
    const etag = `W/"${versions.length}"`;
    if (seen.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
    return json(200, versions.at(-1) ?? {}, { etag })(seen, response);
  });
  const below = ({ method, url }: Seen) => `${method} ${url.replace('/fhir/', '')}`;
  return {
    ...server,
    tasks,
    change,
    asked: () => server.seen.map(below).filter((line) => /^GET Task/.test(line)),
  };
}

const outcomeOf = (text: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'not-found', details: { text } }],
});
