import { createReadStream } from 'node:fs';
import { fail } from '../../../shared/contract/errors.ts';
import { BodyFault, type StreamedBody } from '../../exchange/streamed-body.ts';

/** Bytes that lie somewhere: in a file of which they are a part, or in hand. */
export type Source = { file: string; offset: number; bytes: number } | Buffer;

/** A part of a JSON text: itself, or bytes that stand in it as they are or as base64. */
export type Piece = string | { source: Source; as: 'json' | 'base64' };

const sizeOf = (source: Source): number => (Buffer.isBuffer(source) ? source.length : source.bytes);

/** Size of a piece in bytes, as it is sent. */
export function bytesOf(piece: Piece): number {
  if (typeof piece === 'string') return Buffer.byteLength(piece);
  const size = sizeOf(piece.source);
  return piece.as === 'json' ? size : Math.ceil(size / 3) * 4;
}

/** Read at once; divides by three, so that base64 of the pieces is base64 of the whole. */
const step = 196_608;

const changed = (file: string) =>
  new BodyFault(
    fail('file-unreadable', `${file} was changed while it was being sent.`, 'Send it again once it is at rest.').error,
  );

/** The bytes of a source from its beginning. Rejects with a BodyFault where the file is not what it was any more. */
export async function* read(source: Source): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(source)) {
    for (let at = 0; at < source.length; at += step) yield source.subarray(at, at + step);
    return;
  }
  const { file, offset, bytes } = source;
  if (bytes === 0) return;
  let left = bytes;
  const stream = createReadStream(file, { start: offset, end: offset + bytes - 1, highWaterMark: step });
  try {
    for await (const chunk of stream) {
      left -= (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new BodyFault(
      fail('file-unreadable', `${file} cannot be read any more: ${reason}.`, 'Choose the file again.').error,
    );
  }
  if (left !== 0) throw changed(file);
}

/** The same as base64 in ASCII. Chunks of a file may have any length; what does not divide by three waits for the next one. */
async function* readBase64(source: Source): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of read(source)) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = all.length - (all.length % 3);
    rest = Buffer.from(all.subarray(whole)); // a copy: the view would keep the whole chunk
    if (whole > 0) yield Buffer.from(all.toString('base64', 0, whole), 'latin1');
  }
  if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}

/** Pieces as a body that is read anew for each try. */
export const bodyOf = (pieces: readonly Piece[]): StreamedBody => ({
  bytes: pieces.reduce((sum, piece) => sum + bytesOf(piece), 0),
  async *open() {
    for (const piece of pieces) {
      if (typeof piece === 'string') yield Buffer.from(piece);
      else yield* piece.as === 'json' ? read(piece.source) : readBase64(piece.source);
    }
  },
});
