import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { problem } from './problems.ts';

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };

const tooLarge = (limit: number, advice: string) =>
  problem(
    413,
    `The body is larger than the limit of ${limit} bytes (${Math.round(limit / 1024 / 1024)} MB), decoded.`,
    {
      diagnostics: advice,
    },
  );

/** The request's bytes through its Content-Encoding; an encoding nobody here speaks is refused with 415. */
function decoded(request: IncomingMessage): Readable {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return request;
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding as keyof typeof decoders] : undefined;
  if (!decode)
    throw problem(415, `The content encoding "${encoding}" is not supported; send gzip, deflate or br, or none.`);
  const decoder = decode();
  request.once('close', () => {
    if (!request.complete) decoder.destroy(new Error('The connection broke off.'));
  });
  return request.pipe(decoder);
}

/**
 * Reads a body, counting its decoded bytes; refuses (413) as soon as they pass the limit, and by the declared length
 * before the first byte. `advice` says what to do instead.
 */
export async function readBody(request: IncomingMessage, limit: number, advice: string): Promise<Buffer> {
  const plain = !request.headers['content-encoding'];
  if (plain && Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit, advice);
  const source = decoded(request);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop must not destroy the request: the refusal still has to travel over the same connection.
    for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit, advice);
      chunks.push(chunk);
    }
  } catch (error) {
    if (source !== request) {
      request.unpipe();
      source.destroy();
    }
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw problem(400, `The body is not valid ${request.headers['content-encoding']}: ${error.message}.`);
    }
    throw error;
  }
  return Buffer.concat(chunks);
}

/** How long and how far a refused body is read on, so that the sender gets to see the answer. */
const DRAIN = { milliseconds: 5_000, bytes: 512 * 1024 * 1024 };

/**
 * Ends an answer to a request whose body was not read: the answer is already written, the rest of the body is thrown away,
 * then the connection closes. Closing at once would reset it, and the sender would see a broken connection, not a 413.
 */
export async function endRefused(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let dropped = 0;
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), DRAIN.milliseconds);
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > DRAIN.bytes) enough.abort();
  });
  request.once('close', () => enough.abort());
  if (!request.readableEnded) await once(request, 'end', { signal: enough.signal }).catch(() => {});
  clearTimeout(timer);
  response.end();
}
