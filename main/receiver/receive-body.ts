import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
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
  const decoder = encoding === 'identity' ? undefined : encoding === 'deflate' ? createInflate() : createGunzip();
  const source = decoder ? pipeline(request, decoder, () => undefined) : request;
  try {
    for await (const chunk of source) {
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
  }
}
