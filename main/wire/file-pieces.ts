import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes of a file: where they begin, and where they end (exclusive). */
export interface ByteRange {
  from: number;
  to: number;
}

const pieceBytes = 65_536;

/** Reads a file, or a range of it, piece by piece. A piece holds only until the next one comes. For workers: it blocks. */
export function readInPieces(file: string, range: ByteRange | undefined, take: (piece: Buffer) => void): void {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(pieceBytes);
    const end = range?.to ?? Number.POSITIVE_INFINITY;
    let at = range?.from ?? 0;
    for (;;) {
      const read = readSync(handle, buffer, 0, Math.min(pieceBytes, end - at), at);
      if (read === 0) return;
      take(buffer.subarray(0, read));
      at += read;
    }
  } finally {
    closeSync(handle);
  }
}

/** A small range of a file, at most `most` bytes of it. */
export function readRange(file: string, { from, to }: ByteRange, most = to - from): Buffer {
  const pieces: Buffer[] = [];
  readInPieces(file, { from, to: Math.min(to, from + most) }, (piece) => pieces.push(Buffer.from(piece)));
  return Buffer.concat(pieces);
}

/** SHA-256 of a file, lower-case hex. */
export function hashOfFile(file: string): string {
  const sum = createHash('sha256');
  readInPieces(file, undefined, (piece) => sum.update(piece));
  return sum.digest('hex');
}
