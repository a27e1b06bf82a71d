import { Readable } from 'node:stream';
import type { Failure } from '../../shared/contract/errors.ts';
import type { Bodies } from '../store/bodies.ts';
import type { KeptBody } from '../store/exchanges.ts';
import { createBodySink, heldBytes } from '../wire/body-sink.ts';
import type { Mask } from '../wire/mask.ts';

/** A body that may be too large to be held: its size is known beforehand, and each try reads it anew. */
export interface StreamedBody {
  /** Whole size in bytes, sent as Content-Length. */
  bytes: number;
  /** The bytes from the beginning. May reject with a BodyFault. */
  open(): AsyncIterable<Buffer>;
}

/** A body that cannot be read to its end, such as a file that was changed or taken away meanwhile. */
export class BodyFault extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A streamed body on its way: what undici reads, and the copy the record keeps, masked and on disk. */
export interface PassingBody {
  stream: Readable;
  /** What was handed to the wire; all of it unless the exchange broke off. */
  kept(): Promise<KeptBody>;
}

/** Small bodies are sent as they are held, since a record shows them at once; larger ones pass in pieces. */
export async function hold({ bytes, open }: StreamedBody): Promise<Buffer | undefined> {
  if (bytes > heldBytes) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of open()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Begins to send a body; `tell` hears the bytes sent so far. */
export function passOn(
  body: StreamedBody,
  { bodies, mask, contentType }: { bodies: Bodies; mask: Mask; contentType: string },
  tell?: (bytes: number, total: number) => void,
): PassingBody {
  const sink = createBodySink(bodies, mask, contentType);
  const ended = Promise.withResolvers<void>();
  let [begun, sent] = [false, 0];
  async function* pieces() {
    begun = true;
    try {
      for await (const piece of body.open()) {
        const room = sink.write(piece);
        if (room !== undefined) await room;
        yield piece;
        sent += piece.length;
        tell?.(sent, body.bytes);
      }
    } finally {
      ended.resolve();
    }
  }
  const stream = Readable.from(pieces(), { objectMode: false, highWaterMark: 262_144 });
  stream.on('error', () => undefined); // whoever sends hears it too; after the answer nobody would
  return {
    stream,
    async kept() {
      stream.destroy();
      if (!begun) return { size: 0 };
      await ended.promise;
      try {
        return (await sink.finish()).kept;
      } catch {
        await sink.discard(); // a full disk; the exchange itself is still worth its record
        return { size: sent };
      }
    },
  };
}
