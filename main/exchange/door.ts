import { fail, failureClass, type Reply } from '../../shared/contract/errors.ts';
import type { Clock } from '../ports.ts';
import type { NewExchange } from '../store/exchanges.ts';
import type { Store } from '../store/store.ts';
import { createMask } from '../wire/mask.ts';
import type { AdmissionNeed } from './admission.ts';
import { createAgents } from './agents.ts';
import { type Room, usualRoom } from './answer-room.ts';
import { type Answer, header, judge } from './answer.ts';
import type { Outgoing } from './outgoing.ts';
import type { Partner } from './partner.ts';
import { passageTo, secretsOf } from './passage.ts';
import { requestHeaders } from './request-headers.ts';
import { tellUse, usedByPassage } from './tell-use.ts';
import { travel } from './travel.ts';

/** The only way out: every exchange with a partner passes here, and leaves a record whatever becomes of it. */
export interface Door {
  send(partner: Partner, outgoing: Outgoing): Promise<Reply<Answer>>;
  /** Breaks off what is under way and waits until that is recorded. */
  close(): Promise<void>;
}

/** What came of one exchange; where it failed, where it points to and whether another token may help. */
type Exchanged = Reply<Answer> & { location?: string; renewable?: boolean; refused?: string };

/** Redirects followed, for reads that stay with the partner; each hop is an exchange of its own. */
const hops = 3;

/** What a door is made of. */
interface DoorMeans {
  store: Store;
  clock: Clock;
  /** The product's, told as User-Agent. */
  version: string;
  /** For one answer; the usual where nothing is said. */
  room?: Room;
}

/** The door of a store: exchanges are recorded there. */
export function createDoor({ store, clock, version, room = usualRoom }: DoorMeans): Door {
  const agents = createAgents();
  const userAgent = `Switchboard/${version}`;
  const underWay = new Set<Promise<unknown>>();

  async function follow(partner: Partner, outgoing: Outgoing): Promise<Reply<Answer>> {
    let url = outgoing.url;
    for (let hop = 0; ; hop += 1) {
      const reply = await admitted(partner, { ...outgoing, url });
      if (reply.ok) return reply;
      const mayFollow = reply.error.code === 'redirected' && outgoing.method === 'GET' && hop < hops;
      const onward = mayFollow ? sameOrigin(reply.location, url) : undefined;
      if (!onward) return { ok: false, error: reply.error };
      url = onward;
    }
  }

  /** A token that was kept may have been taken back meanwhile: after 401, which says that nothing was processed, one more try with another. */
  async function admitted(partner: Partner, outgoing: Outgoing): Promise<Exchanged> {
    const first = await exchange(partner, outgoing);
    if (first.ok || first.error.httpStatus !== 401 || !first.renewable) return first;
    const { refused } = first;
    const second = await exchange(partner, outgoing, { renew: true, ...(refused ? { refused } : {}) });
    // Without another token nothing was sent; the refused exchange is what there is to look at.
    return second.ok || second.error.exchangeId || !first.error.exchangeId
      ? second
      : { ok: false, error: { ...second.error, exchangeId: first.error.exchangeId } };
  }

  /** One exchange, one record; none where it was not let out. */
  async function exchange(
    partner: Partner,
    outgoing: Outgoing,
    need: Pick<AdmissionNeed, 'renew' | 'refused'> = {},
  ): Promise<Exchanged> {
    const home = new URL(outgoing.url).origin === new URL(partner.baseUrl).origin;
    if (!home && outgoing.foreign !== 'without-credentials')
      return fail(
        'origin-refused',
        `${createMask([]).url(outgoing.url)} is not at ${new URL(partner.baseUrl).origin}, where this connection’s credentials belong.`,
        'Ask the partner why the link leads elsewhere; add a connection for that address if it is meant.',
      );
    const at = new Date(clock.now()).toISOString();
    const passage = await passageTo(partner, home, {
      ...(outgoing.signal ? { signal: outgoing.signal } : {}),
      ...need,
    });
    if (!passage.ok) return passage;
    tellUse(store, partner.name, usedByPassage(partner, passage.value));
    const {
      tokenMs,
      headers: { authorization },
    } = passage.value;
    const mask = createMask(
      [...secretsOf(passage.value), ...(outgoing.secrets ?? [])],
      Object.keys(passage.value.headers),
      outgoing.expects === 'any-status',
    );
    const headers = requestHeaders(userAgent, outgoing.headers, passage.value.headers, home ? partner.quirks : []);
    const journey = await travel(outgoing, {
      bodies: store.bodies,
      mask,
      headers,
      dispatcher: agents.of(partner, passage.value, home),
      timeoutMs: partner.timeoutMs,
      line: passage.value,
      room,
    });
    const { status, receivedHeaders, wireBytes, decodedBytes, body } = journey;
    const durationMs = journey.durationMs + (tokenMs ?? 0);
    const found = journey.broken
      ? { ok: false as const, error: journey.broken }
      : judge(
          {
            status: status ?? 0,
            headers: mask.headers(receivedHeaders),
            bytes: decodedBytes,
            ...(body?.held ? { held: body.held } : {}),
            ...(body?.scan ? { scan: body.scan } : {}),
          },
          outgoing.expects ?? 'resource',
        );
    // A partner that echoes a secret must not send it up in a reply, a record or a message.
    const judged = !found.ok || (body?.held && mask.finds(body.held)) ? mask.json(found) : found;
    const exchangeId = await keepRecord(store, {
      at,
      direction: 'out',
      method: outgoing.method,
      url: mask.url(outgoing.url),
      status,
      outcome: judged.ok ? 'ok' : failureClass(judged.error.code) === 'refused' ? 'refused' : 'transport',
      ...(judged.ok ? {} : { problem: judged.error.message }),
      approach: outgoing.approach ?? 'none',
      ...(partner.connectionId ? { connectionId: partner.connectionId } : {}),
      partner: partner.name,
      wireBytes,
      decodedBytes,
      durationMs,
      phases: tokenMs === undefined ? journey.phases : { token: tokenMs, ...journey.phases },
      ...(outgoing.note ? { note: outgoing.note } : {}),
      baseUrl: partner.baseUrl,
      request: { headers: mask.headers(journey.sentHeaders), body: journey.sentBody },
      response: { headers: mask.headers(receivedHeaders), body: body?.kept ?? { size: decodedBytes } },
      ...(judged.ok && judged.value.head ? { head: judged.value.head } : {}),
      ...(body?.scan ? { ranges: body.scan.ranges } : {}),
    });
    const readsItself = outgoing.expects === 'any-status' && !journey.broken;
    if (!judged.ok && !readsItself)
      return {
        ok: false,
        error: { ...judged.error, exchangeId },
        location: header(receivedHeaders, 'location') ?? '',
        renewable: passage.value.renewable,
        ...(authorization ? { refused: authorization } : {}),
      };
    return {
      ok: true,
      value: {
        exchangeId,
        httpStatus: status ?? 0,
        headers: receivedHeaders,
        ...(judged.ok ? judged.value : { failure: judged.error }),
        ...(readsItself && body?.held ? { body: body.held } : {}),
        wireBytes,
        decodedBytes,
        durationMs,
      },
    };
  }

  return {
    send(partner, outgoing) {
      const sending = follow(partner, outgoing);
      underWay.add(sending);
      return sending.finally(() => underWay.delete(sending));
    },
    async close() {
      await agents.close();
      await Promise.allSettled(underWay);
    },
  };
}

/** Writes the record; when that fails, its bodies must not stay behind without it. */
async function keepRecord(store: Store, record: NewExchange): Promise<string> {
  try {
    return store.write(() => store.exchanges.add(record));
  } catch (error) {
    for (const { body } of [record.request, record.response]) if (body.file) await store.bodies.remove(body.file);
    throw error;
  }
}

function sameOrigin(location: string | undefined, url: string): string | undefined {
  if (!location || !URL.canParse(location, url)) return undefined;
  const onward = new URL(location, url);
  return onward.origin === new URL(url).origin ? onward.href : undefined;
}
