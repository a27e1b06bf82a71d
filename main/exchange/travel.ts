import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import type { Failure } from '../../shared/contract/errors.ts';
import type { HeaderList, Phases } from '../../shared/domain/exchange.ts';
import type { Bodies } from '../store/bodies.ts';
import type { KeptBody } from '../store/exchanges.ts';
import { storageFailure } from '../store/storage-failure.ts';
import { type BodySink, createBodySink, heldBytes, keep, type SunkBody } from '../wire/body-sink.ts';
import { headerList } from '../wire/header-list.ts';
import type { Mask } from '../wire/mask.ts';
import type { SentFacts } from '../wire/timing.ts';
import type { LineMaterial } from './agents.ts';
import { header } from './answer.ts';
import { NoRoom, type Room, watchRoom } from './answer-room.ts';
import type { Outgoing } from './outgoing.ts';
import { BodyFault, hold, type PassingBody, passOn } from './streamed-body.ts';
import { transportFailure } from './transport-failure.ts';
import { proxyAnswer } from './tunnel.ts';

/** What one request and its answer left behind on the way, whole or broken off. Sizes in bytes, times in milliseconds. */
export interface Journey {
  status: number | null;
  /** Headers as sent, where they were; else those that were meant to be. */
  sentHeaders: HeaderList;
  receivedHeaders: HeaderList;
  wireBytes: number;
  decodedBytes: number;
  durationMs: number;
  phases: Phases;
  /** The answer's body, when it arrived whole; of one there was no room for, what is kept of it. */
  body?: SunkBody;
  /** Why it did not. */
  broken?: Failure;
  /** What was sent, as the record keeps it. */
  sentBody: KeptBody;
}

interface Means {
  bodies: Bodies;
  mask: Mask;
  dispatcher: Dispatcher;
  headers: Record<string, string>;
  timeoutMs: number;
  /** What the line is made with, so that a failure can say what was shown and who stands between. */
  line: LineMaterial;
  room: Room;
}

/**
 * Sends one request and takes its answer in, decoded on the way into the store. Undici's `request` rather than its `fetch`: it shows the
 * headers and bytes as they travelled, and follows nothing by itself.
 */
export async function travel(
  outgoing: Outgoing,
  { bodies, mask, dispatcher, headers, timeoutMs, line, room }: Means,
): Promise<Journey> {
  const began = performance.now();
  const stop = limitOf(outgoing, timeoutMs);
  const sent: SentFacts = {};
  let answeredAt = 0;
  let wireBytes = 0;
  let status: number | null = null;
  let receivedHeaders: HeaderList = [];
  let sink: BodySink | undefined;
  let body: SunkBody | undefined;
  let broken: Failure | undefined;
  let passing: PassingBody | undefined;
  let whole: Buffer = Buffer.alloc(0);
  const contentType = headers['content-type'] ?? 'application/json';
  try {
    const { body: given = '' } = outgoing;
    const held = typeof given === 'string' ? Buffer.from(given) : await hold(given);
    if (held) whole = held;
    else if (typeof given !== 'string') passing = passOn(given, { bodies, mask, contentType }, outgoing.sending);
    const options = {
      method: outgoing.method as Dispatcher.HttpMethod,
      headers: passing && typeof given !== 'string' ? { ...headers, 'content-length': String(given.bytes) } : headers,
      body: passing ? passing.stream : outgoing.body === undefined ? null : whole,
      dispatcher,
      responseHeaders: 'raw' as const,
      signal: stop ?? null,
      sent,
    };
    const answer = await request(outgoing.url, options);
    answeredAt = performance.now();
    status = answer.statusCode;
    receivedHeaders = headerList(answer.headers as unknown as string[]);
    const refusal = line.proxy && proxyAnswer(line.proxy, status);
    if (refusal) {
      answer.body.on('error', () => undefined).destroy();
      throw refusal;
    }
    sink = createBodySink(bodies, mask, header(receivedHeaders, 'content-type') ?? '');
    const encoding = header(receivedHeaders, 'content-encoding')?.toLowerCase();
    const announced = Number(header(receivedHeaders, 'content-length')) || 0;
    const total = encoding ? undefined : announced || undefined;
    const watch = isBrief(outgoing) ? undefined : watchRoom(room, bodies.folder, new URL(outgoing.url).host);
    answer.body.on('error', () => undefined); // the loop below hears it, unless it has left
    try {
      // These say how long another answer would be (RFC 9110, section 8.6).
      if (outgoing.method !== 'HEAD' && status !== 304) await watch?.announced(announced);
    } catch (error) {
      answer.body.destroy();
      throw error;
    }
    answer.body.on('data', (chunk: Buffer) => {
      wireBytes += chunk.length;
    });
    // Whoever reads any status waits for a few words; what comes without end is neither kept nor waited for.
    const most = isBrief(outgoing) ? heldBytes : Number.POSITIVE_INFINITY;
    for await (const chunk of decoded(answer.body, encoding)) {
      const asked = watch?.take(sink.bytes + (chunk as Buffer).length);
      if (asked !== undefined) await asked;
      const drained = sink.write(chunk as Buffer);
      if (drained !== undefined) await drained;
      outgoing.progress?.(sink.bytes, total);
      if (sink.bytes > most) break;
    }
    if (sink.bytes > most) {
      await sink.discard();
      body = { kept: { size: sink.bytes } };
    } else body = await sink.finish();
  } catch (error) {
    const cause = outgoing.signal?.aborted ? abortError() : stop?.aborted ? stop.reason : (sent.failure?.() ?? error);
    broken =
      faultOf(error)?.failure ??
      storageFailure(error, bodies.folder) ??
      transportFailure(cause, outgoing.url, { ...line, timeoutMs }).error;
    if (error instanceof NoRoom && sink) body = await keepPart(sink);
    else await sink?.discard();
  }
  const ended = performance.now();
  const sentBody = (await passing?.kept()) ?? (await keep(bodies, mask.body(whole, contentType), whole.length));
  return {
    status,
    sentHeaders: sent.headers ?? Object.entries(headers),
    receivedHeaders,
    wireBytes,
    decodedBytes: sink?.bytes ?? 0,
    durationMs: ended - began,
    phases: {
      ...sent.setUp,
      ...(answeredAt ? { wait: answeredAt - (sent.sentAt ?? began), body: ended - answeredAt } : {}),
    },
    ...(body ? { body } : {}),
    ...(broken ? { broken } : {}),
    sentBody,
  };
}

/** What came of an answer that was broken off for want of room; its beginning shows what it was. */
async function keepPart(sink: BodySink): Promise<SunkBody | undefined> {
  try {
    return { kept: (await sink.finish()).kept };
  } catch {
    await sink.discard(); // a full disk
    return undefined;
  }
}

/** A body that could not be read to its end, or that there is no room for, broke the exchange off, whatever the line made of it. */
const faultOf = (error: unknown): BodyFault | undefined =>
  error instanceof BodyFault ? error : error instanceof Error && error.cause ? faultOf(error.cause) : undefined;

/** Whether the answer is an authorization server's: small, and nothing to wait for long. */
const isBrief = ({ expects }: Outgoing): boolean => expects === 'any-status';

/** What breaks an exchange off from outside: its caller, and for a brief one the time that connecting and answering may take in all. */
function limitOf(outgoing: Outgoing, timeoutMs: number): AbortSignal | undefined {
  if (!isBrief(outgoing)) return outgoing.signal;
  const limit = AbortSignal.timeout(2 * timeoutMs);
  return outgoing.signal ? AbortSignal.any([outgoing.signal, limit]) : limit;
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

const abortError = () => Object.assign(new Error('aborted'), { name: 'AbortError' });
