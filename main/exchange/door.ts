import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { request as undiciRequest } from 'undici';
import { type Failure, fail, failureClass, type Reply } from '../../shared/contract/errors.ts';
import type { Approach } from '../../shared/domain/approach.ts';
import type { HeaderList, Phases } from '../../shared/domain/exchange.ts';
import type { Clock } from '../ports.ts';
import type { NewExchange } from '../store/exchanges.ts';
import { storageFailure } from '../store/storage-failure.ts';
import type { Store } from '../store/store.ts';
import { createBodySink, keep, type SunkBody } from '../wire/body-sink.ts';
import { headerList } from '../wire/header-list.ts';
import { createMask } from '../wire/mask.ts';
import type { SentFacts } from '../wire/timing.ts';
import { type Agents, createAgents } from './agents.ts';
import { type Answer, type Expectation, header, judge } from './answer.ts';
import { type Partner, secretsOf } from './partner.ts';
import { transportFailure } from './transport-failure.ts';

/** One request to a partner. */
export interface Outgoing {
  method: string;
  /** Absolute. */
  url: string;
  headers?: Record<string, string>;
  body?: string;
  expects?: Expectation;
  /** An address of another origin is refused unless it may be asked without credentials. */
  foreign?: 'refuse' | 'without-credentials';
  approach?: Approach;
  /** What it is for, in a few words. */
  note?: string;
  signal?: AbortSignal;
  /** Hears decoded bytes so far and, where the partner said, how many there will be. */
  progress?: (bytes: number, total: number | undefined) => void;
}

/** The only way out: every exchange with a partner passes here, and leaves a record whatever becomes of it. */
export interface Door {
  send(partner: Partner, outgoing: Outgoing): Promise<Reply<Answer>>;
  /** Breaks off what is under way and waits until that is recorded. */
  close(): Promise<void>;
}

/** Redirects followed, for reads that stay with the partner; each hop is an exchange of its own. */
const hops = 3;

export function createDoor({ store, clock, version }: { store: Store; clock: Clock; version: string }): Door {
  const agents = createAgents();
  const userAgent = `Switchboard/${version}`;
  const underWay = new Set<Promise<unknown>>();

  async function follow(partner: Partner, outgoing: Outgoing): Promise<Reply<Answer>> {
    let url = outgoing.url;
    for (let hop = 0; ; hop += 1) {
      const reply = await exchange(partner, { ...outgoing, url }, agents);
      if (reply.ok) return reply;
      const mayFollow = reply.error.code === 'redirected' && outgoing.method === 'GET' && hop < hops;
      const onward = mayFollow ? sameOrigin(reply.location, url) : undefined;
      if (!onward) return { ok: false, error: reply.error };
      url = onward;
    }
  }

  /** One exchange, one record. Undici's `request` rather than its `fetch`: it shows the bytes as they travelled. */
  async function exchange(
    partner: Partner,
    outgoing: Outgoing,
    pool: Agents,
  ): Promise<Reply<Answer> & { location?: string }> {
    const mask = createMask(secretsOf(partner), Object.keys(partner.secretHeaders));
    const home = new URL(outgoing.url).origin === new URL(partner.baseUrl).origin;
    if (!home && outgoing.foreign !== 'without-credentials')
      return fail(
        'origin-refused',
        `${mask.url(outgoing.url)} is not at ${new URL(partner.baseUrl).origin}, where this connection’s credentials belong.`,
        'Ask the partner why the link leads elsewhere; add a connection for that address if it is meant.',
      );
    const began = { at: new Date(clock.now()).toISOString(), mark: performance.now() };
    const headers = {
      accept: 'application/fhir+json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': userAgent,
      ...outgoing.headers,
      ...(home ? partner.secretHeaders : {}),
    };
    const sent: SentFacts = {};
    let received: Dispatcher.ResponseData | undefined;
    let answeredAt = 0;
    let wireBytes = 0;
    let sunk: SunkBody | undefined;
    let broken: Failure | undefined;
    let sink: ReturnType<typeof createBodySink> | undefined;
    let responseHeaders: HeaderList = [];
    try {
      const options = {
        method: outgoing.method as Dispatcher.HttpMethod,
        headers,
        body: outgoing.body ?? null,
        dispatcher: pool.of(partner),
        responseHeaders: 'raw' as const,
        signal: outgoing.signal ?? null,
        sent,
      };
      received = await undiciRequest(outgoing.url, options);
      answeredAt = performance.now();
      responseHeaders = headerList(received.headers as unknown as string[]);
      sink = createBodySink(store.bodies, mask, header(responseHeaders, 'content-type') ?? '');
      const encoding = header(responseHeaders, 'content-encoding')?.toLowerCase();
      const total = encoding ? undefined : Number(header(responseHeaders, 'content-length')) || undefined;
      received.body.on('data', (chunk: Buffer) => {
        wireBytes += chunk.length;
      });
      for await (const chunk of decoded(received.body, encoding)) {
        const room = sink.write(chunk as Buffer);
        if (room !== undefined) await room;
        outgoing.progress?.(sink.bytes, total);
      }
      sunk = await sink.finish();
    } catch (error) {
      broken =
        storageFailure(error, store.bodies.folder) ??
        transportFailure(
          outgoing.signal?.aborted ? abort() : (sent.failure?.() ?? error),
          outgoing.url,
          partner.timeoutMs,
        ).error;
      await sink?.discard();
    }
    const ended = performance.now();
    const durationMs = ended - began.mark;
    const found = broken
      ? { ok: false as const, error: broken }
      : judge(
          {
            status: received?.statusCode ?? 0,
            headers: responseHeaders,
            bytes: sink?.bytes ?? 0,
            ...(sunk?.held ? { held: sunk.held } : {}),
            ...(sunk?.scan ? { scan: sunk.scan } : {}),
          },
          outgoing.expects ?? 'resource',
        );
    // A partner that echoes a secret must not send it up in a reply, a record or a message.
    const judged = !found.ok || (sunk?.held && mask.finds(sunk.held)) ? mask.json(found) : found;
    const requestBody = outgoing.body === undefined ? Buffer.alloc(0) : Buffer.from(outgoing.body);
    const requestKept = await keep(
      store.bodies,
      mask.body(requestBody, headers['content-type' as keyof typeof headers] ?? 'application/json'),
      requestBody.length,
    );
    const head = judged.ok ? judged.value.head : undefined;
    const record: NewExchange = {
      at: began.at,
      direction: 'out',
      method: outgoing.method,
      url: mask.url(outgoing.url),
      status: received?.statusCode ?? null,
      outcome: judged.ok ? 'ok' : failureClass(judged.error.code) === 'refused' ? 'refused' : 'transport',
      ...(judged.ok ? {} : { problem: judged.error.message }),
      approach: outgoing.approach ?? 'none',
      ...(partner.connectionId ? { connectionId: partner.connectionId } : {}),
      partner: partner.name,
      wireBytes,
      decodedBytes: sink?.bytes ?? 0,
      durationMs,
      phases: phasesOf(sent, began.mark, answeredAt, ended),
      ...(outgoing.note ? { note: outgoing.note } : {}),
      baseUrl: partner.baseUrl,
      request: { headers: mask.headers(sent.headers ?? Object.entries(headers)), body: requestKept },
      response: { headers: mask.headers(responseHeaders), body: sunk?.kept ?? { size: sink?.bytes ?? 0 } },
      ...(head ? { head } : {}),
      ...(sunk?.scan ? { ranges: sunk.scan.ranges } : {}),
    };
    const exchangeId = await keepRecord(store, record);
    if (!judged.ok)
      return { ok: false, error: { ...judged.error, exchangeId }, location: header(responseHeaders, 'location') ?? '' };
    return {
      ok: true,
      value: {
        exchangeId,
        httpStatus: received?.statusCode ?? 0,
        headers: responseHeaders,
        ...judged.value,
        wireBytes,
        decodedBytes: sink?.bytes ?? 0,
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

function decoded(body: NodeJS.ReadableStream, encoding: string | undefined): AsyncIterable<unknown> {
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : undefined;
  // pipeline destroys the decoder with the body's error; the loop that reads it hears that error.
  return decoder ? pipeline(body, decoder, () => undefined) : body;
}

const abort = () => Object.assign(new Error('aborted'), { name: 'AbortError' });

function sameOrigin(location: string | undefined, url: string): string | undefined {
  if (!location || !URL.canParse(location, url)) return undefined;
  const onward = new URL(location, url);
  return onward.origin === new URL(url).origin ? onward.href : undefined;
}

function phasesOf(sent: SentFacts, began: number, answeredAt: number, ended: number): Phases {
  const sentAt = sent.sentAt ?? began;
  return {
    ...sent.setUp,
    ...(answeredAt ? { wait: answeredAt - sentAt, body: ended - answeredAt } : {}),
  };
}
