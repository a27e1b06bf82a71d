import { randomUUID } from 'node:crypto';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { fail, type Reply } from '../../shared/contract/errors.ts';

/** Takes the next piece of a file that is being written. */
export type Put = (data: string | Buffer) => Promise<void>;

/** What is done with a file that is there already, and who may read the new one. */
export interface AsideOptions {
  /** Default true. */
  overwrite?: boolean;
  /** Default 0600. */
  mode?: number;
}

/** Pieces are gathered up to this many bytes before they are written. */
const gathered = 262_144;

/**
 * Writes a file (0600) beside its place and puts it there once it is whole: whoever reads `file` finds all of it, or what was there
 * before. Removed again when `write` answers a failure or throws. Answers the bytes written with the value of `write`. Told not to
 * overwrite, it fails with `file-unwritable` where a file is.
 */
export async function writeAside<T>(
  file: string,
  write: (put: Put) => Promise<Reply<T>>,
  { overwrite = true, mode = 0o600 }: AsideOptions = {},
): Promise<Reply<{ value: T; bytes: number }>> {
  if (!overwrite && (await isThere(file))) return taken(file); // before the work; looked for again after it
  const aside = `${file}.part-${randomUUID()}`;
  const handle = await open(aside, 'w', mode);
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
    if (overwrite) await rename(aside, file);
    else if (!(await putWhereNoneIs(aside, file))) return taken(file);
    return { ok: true, value: { value: reply.value, bytes } };
  } finally {
    await handle.close();
    await rm(aside, { force: true });
  }
}

const taken = (file: string) =>
  fail(
    'file-unwritable',
    `${file} is there already.`,
    'Choose another name, or say that it may be overwritten (--overwrite).',
  );

const isThere = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

/** A link is never made over a file, whoever else makes one meanwhile; file systems without links leave a moment between look and move. */
async function putWhereNoneIs(aside: string, file: string): Promise<boolean> {
  try {
    await link(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || (await isThere(file))) return false;
    await rename(aside, file);
    return true;
  }
}
