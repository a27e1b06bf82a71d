import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { Reply } from '../../shared/contract/errors.ts';

/** Takes the next piece of a file that is being written. */
export type Put = (data: string | Buffer) => Promise<void>;

/** Pieces are gathered up to this many bytes before they are written. */
const gathered = 262_144;

/**
 * Writes a file (0600) beside its place and puts it there once it is whole: whoever reads `file` finds all of it, or what was there
 * before. Removed again when `write` answers a failure or throws. Answers the bytes written with the value of `write`.
 */
export async function writeAside<T>(
  file: string,
  write: (put: Put) => Promise<Reply<T>>,
): Promise<Reply<{ value: T; bytes: number }>> {
  const aside = `${file}.part-${randomUUID()}`;
  const handle = await open(aside, 'w', 0o600);
  let waiting: Buffer[] = [];
  let [waitingBytes, bytes] = [0, 0];
  const flush = async () => {
    const all = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    await handle.writeFile(all);
  };
  try {
    const reply = await write(async (data) => {
      const piece = typeof data === 'string' ? Buffer.from(data) : data;
      waiting.push(piece);
      waitingBytes += piece.length;
      bytes += piece.length;
      if (waitingBytes >= gathered) await flush();
    });
    if (!reply.ok) return reply;
    await flush();
    await rename(aside, file);
    return { ok: true, value: { value: reply.value, bytes } };
  } finally {
    await handle.close();
    await rm(aside, { force: true });
  }
}
