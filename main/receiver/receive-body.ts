import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { Store } from '../store/store.ts';
import { createBodySink, type SunkBody } from '../wire/body-sink.ts';
import type { Mask } from '../wire/mask.ts';

/** How a body arrived. Sizes in bytes. */
export type Received =
  | { state: 'whole'; body: SunkBody; wireBytes: number; decodedBytes: number }
  | { state: 'too-large' | 'aborted' | 'bad-encoding'; wireBytes: number; decodedBytes: number };

/** Streams a request body into the store, counting both sizes; stops at `maxBytes` of decoded body, so a compression bomb costs no more. */
export async function receiveBody(
  request: IncomingMessage,
  store: Store,
  mask: Mask,
  maxBytes: number,
): Promise<Received> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  const sizes = { wireBytes: 0, decodedBytes: 0 };
  if (!['identity', 'gzip', 'x-gzip', 'deflate'].includes(encoding)) return { state: 'bad-encoding', ...sizes };
  if (encoding === 'identity' && Number(request.headers['content-length']) > maxBytes)
    return { state: 'too-large', wireBytes: 0, decodedBytes: Number(request.headers['content-length']) };
  const sink = createBodySink(store.bodies, mask, request.headers['content-type'] ?? '');
  request.on('data', (chunk: Buffer) => {
    sizes.wireBytes += chunk.length;
  });
  const source = decoded(request, encoding);
  try {
    // What is left of a body over the limit is dropped after the answer; ending the request here would end its connection.
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      sizes.decodedBytes += (chunk as Buffer).length;
      if (sizes.decodedBytes > maxBytes) {
        await sink.discard();
        return { state: 'too-large', ...sizes };
      }
      const room = sink.write(chunk as Buffer);
      if (room !== undefined) await room;
    }
    return { state: 'whole', body: await sink.finish(), ...sizes };
  } catch (error) {
    await sink.discard();
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('Z_')) return { state: 'bad-encoding', ...sizes };
    if (request.destroyed && !request.complete) return { state: 'aborted', ...sizes };
    throw error;
  } finally {
    if (source !== request) {
      request.unpipe();
      source.destroy();
    }
  }
}

function decoded(request: IncomingMessage, encoding: string): Readable {
  if (encoding === 'identity') return request;
  const decoder = encoding === 'deflate' ? createInflate() : createGunzip();
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
