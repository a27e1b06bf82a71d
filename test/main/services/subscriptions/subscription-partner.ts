import { type FakePartner, json, outcome, startPartner } from '../../../fakes/partner/partner.ts';
import { type Told, notification } from '../../../shared/cdex/notifications.ts';

/** A Subscription as it was posted or put. */
export interface Posted {
  status: string;
  end?: string;
  channel: { endpoint: string; header?: string[] };
}

/** A partner that takes Subscriptions and tells of Tasks when a test wants it. */
export interface SubscriptionPartner extends FakePartner {
  /** What was last posted or put. */
  posted(): Posted;
  /** Sends a message as the last Subscription wants it; answers the status. `change` replaces members of the request. */
  tell(told: Told, change?: { url?: string; headers?: Record<string, string>; body?: string }): Promise<number>;
  /** The events it counts, as $status and $events tell. */
  log: { number: number; focus: string }[];
  /** Reference to the Subscription, absolute. */
  reference: string;
  /** Tasks it was asked for by id, in order. */
  taskReads(): string[];
}

export interface PartnerSetup {
  id?: string;
  /** When it sends its handshake: while the POST waits, after its answer, or never. */
  handshake?: 'before' | 'after' | 'never';
  /** Status of the create's answer and of the Subscription in it. */
  answers?: number;
  status?: string;
  /** Members laid over the returned Subscription; null for no body. */
  returned?: object | null;
}

const headersOf = ({ channel }: Posted): Record<string, string> =>
  Object.fromEntries(
    (channel.header ?? []).map((one) => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1).trim()]),
  );

/** Starts one with Tasks `t1` to `t9`; it has $status and $events. */
export async function startSubscriptionPartner(setup: PartnerSetup = {}): Promise<SubscriptionPartner> {
  const { id = 's1', handshake = 'before', answers = 201, status = 'requested', returned = {} } = setup;
  const server = await startPartner();
  const reference = `${server.baseUrl}/Subscription/${id}`;
  const log: SubscriptionPartner['log'] = [];
  let last: Posted | undefined;
  const posted = (): Posted => {
    if (!last) throw new Error('Nothing was posted.');
    return last;
  };
  const tell: SubscriptionPartner['tell'] = async (told, { url, headers, body } = {}) => {
    const bundle = notification({ subscription: reference, ...told });
    const answer = await fetch(url ?? posted().channel.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', ...(headers ?? headersOf(posted())) },
      body: body ?? JSON.stringify(bundle),
    });
    await answer.text();
    return answer.status;
  };
  const shake = () => tell({ type: 'handshake', status: 'requested', since: String(log.length) });
  const take = (code: number) =>
    server.on(
      `${code === 200 ? 'PUT' : 'POST'} /Subscription${code === 200 ? `/${id}` : ''}`,
      async (seen, response) => {
        last = JSON.parse(seen.body) as Posted;
        if (handshake === 'before' && last.status !== 'off') await shake();
        const body = returned === null ? undefined : { ...last, id, status, ...returned };
        const location = { location: `${reference}/_history/1` };
        const answer = code === 200 ? 200 : answers;
        if (body) json(answer, body, location)(seen, response);
        else response.writeHead(answer, location).end();
        if (handshake === 'after') setTimeout(() => void shake(), 20);
      },
    );
  take(201);
  take(200);
  server.on(`DELETE /Subscription/${id}`, (_, response) => response.writeHead(204).end());
  const statusBundle = (type: string, events: SubscriptionPartner['log'] = []) => ({
    ...notification({
      type,
      subscription: reference,
      since: String(log.at(-1)?.number ?? 0),
      events: events.map(({ number, focus }) => [String(number), focus]),
    }),
    type: type === 'query-status' ? 'searchset' : 'history',
  });
  server.on(`GET /Subscription/${id}/$status`, (seen, response) =>
    json(200, statusBundle('query-status'))(seen, response),
  );
  server.on(`GET /Subscription/${id}/$events`, (seen, response) => {
    const query = new URL(seen.url, server.origin).searchParams;
    const [from, to] = [Number(query.get('eventsSinceNumber')), Number(query.get('eventsUntilNumber'))];
    json(
      200,
      statusBundle(
        'query-event',
        log.filter(({ number }) => from <= number && number <= to),
      ),
    )(seen, response);
  });
  for (let n = 1; n < 10; n += 1)
    server.on(`GET /Task/t${n}`, json(200, { resourceType: 'Task', id: `t${n}`, status: 'accepted', intent: 'order' }));
  server.otherwise(json(404, outcome('error', 'Unknown here.')));
  const taskReads = () =>
    server.seen.flatMap(({ method, url }) => /^\/fhir\/Task\/(\w+)$/.exec(method === 'GET' ? url : '')?.[1] ?? []);
  return { ...server, posted, tell, log, reference, taskReads };
}
