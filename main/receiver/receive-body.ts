import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { Store } from '../store/store.ts';
import { createBodySink, type SunkBody } from '../wire/body-sink.ts';
import type { Mask } from '../wire/mask.ts';
import type { Limits } from './limits.ts';
import { watchPace } from './pace.ts';
import type { Turns } from './turns.ts';

/** How a body arrived. Sizes in bytes. */
export type Received =
  | { state: 'whole'; body: SunkBody; wireBytes: number; decodedBytes: number }
  | { state: Unreceived; wireBytes: number; decodedBytes: number };

/**
 * Why a body did not arrive whole: over the limit, the sender gone, a coding nobody knows here, one it is not in although it says so, too
 * slow, no HTTP any more, or too many others on their way in.
 */
export type Unreceived =
  | 'too-large'
  | 'aborted'
  | 'unknown-coding'
  | 'not-in-coding'
  | 'stalled'
  | 'broken'
  | 'crowded';

/** What bodies are received by. */
export interface Inflow {
  turns: Turns;
  limits: Pick<Limits, 'idleMs' | 'leastRate'>;
  /** Resolves when what a request brings is no HTTP any more, or its sender has said all and it is not whole. */
  broken(request: IncomingMessage): Promise<Break>;
}

/** How a body can end before its time. */
export type Break = Extract<Unreceived, 'broken' | 'aborted'>;

/** Whether a request says that it brings a body (RFC 9112, section 6). */
const bringsBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The one coding of a body, in lower case; several together are none that can be undone here. */
export const codingOf = ({ headers }: IncomingMessage): string => {
  const codings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
  const real = codings.filter((one) => one !== '' && one !== 'identity');
  return real.length === 0 ? 'identity' : real.join(', ');
};

/** Streams a request body into the store, counting both sizes; stops at `maxBytes` of decoded body, so a compression bomb costs no more. */
export async function receiveBody(
  request: IncomingMessage,
  store: Store,
  mask: Mask,
  maxBytes: number,
  inflow: Inflow,
): Promise<Received> {
  const coding = codingOf(request);
  const stated = Number(request.headers['content-length']);
  const nothing = { wireBytes: 0, decodedBytes: 0 };
  if (!['identity', 'gzip', 'x-gzip', 'deflate'].includes(coding)) return { state: 'unknown-coding', ...nothing };
  if (coding === 'identity' && stated > maxBytes) return { state: 'too-large', wireBytes: 0, decodedBytes: stated };
  if (!bringsBody(request)) return takeIn(request, store, mask, maxBytes, coding, inflow);
  const leave = await inflow.turns.enter();
  if (!leave) return { state: 'crowded', ...nothing };
  try {
    return await takeIn(request, store, mask, maxBytes, coding, inflow);
  } finally {
    leave();
  }
}

async function takeIn(
  request: IncomingMessage,
  store: Store,
  mask: Mask,
  maxBytes: number,
  coding: string,
  { limits, broken }: Inflow,
): Promise<Received> {
  const sizes = { wireBytes: 0, decodedBytes: 0 };
  const sink = createBodySink(store.bodies, mask, request.headers['content-type'] ?? '', true);
  const pace = watchPace(limits);
  const over = Promise.withResolvers<'too-large'>();
  request.on('data', (chunk: Buffer) => {
    sizes.wireBytes += chunk.length;
    pace.note(chunk.length);
    if (sizes.wireBytes > maxBytes + slackBytes) over.resolve('too-large');
  });
  const source = decoded(request, coding);
  // What is left of a body over the limit is dropped after the answer; ending the request here would end its connection.
  const pieces = source.iterator({ destroyOnReturn: false });
  const orEnd = createOrEnd(Promise.race([pace.stalled, broken(request), over.promise]));
  try {
    for (;;) {
      pace.wait();
      const piece = await orEnd(pieces.next());
      pace.rest();
      if (typeof piece === 'string') {
        await sink.discard();
        return { state: piece, ...sizes };
      }
      if (piece.done) return { state: 'whole', body: await sink.finish(), ...sizes };
      const chunk = piece.value as Buffer;
      sizes.decodedBytes += chunk.length;
      if (sizes.decodedBytes > maxBytes) {
        await sink.discard();
        return { state: 'too-large', ...sizes };
      }
      const room = sink.write(chunk);
      if (room !== undefined) await room;
    }
  } catch (error) {
    await sink.discard();
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('Z_')) return { state: 'not-in-coding', ...sizes };
    if (request.destroyed && !request.complete) return { state: 'aborted', ...sizes };
    throw error;
  } finally {
    pace.end();
    if (source !== request) {
      request.unpipe();
      source.destroy();
    }
  }
}

/**
 * Waits for the next of many things, or for the end of all, which comes or does not come, but never fails: none of its parts has a way to.
 * Promise.race would not do: an end that does not come keeps whatever came before it in memory, for as long as the request lives.
 */
function createOrEnd<E>(end: Promise<E>): <T>(next: Promise<T>) => Promise<T | E> {
  let ended: { by: E } | undefined;
  let stop: ((by: E) => void) | undefined;
  void end.then((by) => {
    ended = { by };
    stop?.(by);
  });
  return (next) => {
    if (ended) {
      next.catch(() => undefined);
      return Promise.resolve(ended.by);
    }
    return new Promise((resolve, reject) => {
      stop = resolve;
      next.finally(() => (stop = undefined)).then(resolve, reject);
    });
  };
}

/** How much longer than the limit a coded body may be on the wire, for what does not compress gets a little longer. Bytes. */
const slackBytes = 65_536;

function decoded(request: IncomingMessage, coding: string): Readable {
  if (coding === 'identity') return request;
  const decoder = coding === 'deflate' ? createInflate() : createGunzip();
  request.once('error', (error) => decoder.destroy(error));
  return request.pipe(decoder);
}

/** How long the rest of a refused body is waited for, in milliseconds. */
const lingerMs = 5_000;

/**
 * Reads and drops what is still coming. A sender that looks at the answer only after it has sent everything would otherwise meet a
 * reset connection instead of the reason (RFC 9112, 9.6).
 */
export function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve();
    const timer = setTimeout(resolve, lingerMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', done).once('close', done).once('error', done);
    request.resume();
  });
}
