import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { type DataLook, lookAtData } from '../../../shared/fhir/look-at-data.ts';
import { type Sniffed, sniff, sniffLength } from '../../../shared/fhir/sniff.ts';
import { saidFile } from '../say-source.ts';

/** What a file is, found out in one pass. */
export interface FileFacts {
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  /** Base64, as FHIR's Attachment.hash has it. */
  sha1: string;
  sniffed: Sniffed;
  /** The same for rules that look at attached data. */
  look: DataLook;
  /** Bytes of a byte order mark (UTF-8) at its beginning: 3, or 0. */
  mark: number;
}

/** Files looked at lately: a form is composed anew after each pause in typing, and a large file is not read each time. */
const known = new Map<string, FileFacts>();
const mostKnown = 200;

const unreadable = (file: string, reason: string) =>
  fail('file-unreadable', `${saidFile(file)} cannot be read: ${reason}.`, 'Check the path and the permissions.');

/** Reads a file through for its facts. Fails with `file-unreadable`, and with `cancelled` once the signal says so. */
export async function factsOf(file: string, signal?: AbortSignal): Promise<Reply<FileFacts>> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return unreadable(file, found.isDirectory() ? 'it is a folder' : 'it is no file');
    const key = JSON.stringify([file, found.size, found.mtimeMs, found.ino]);
    const facts = known.get(key) ?? (await read(file, signal));
    if (known.size >= mostKnown) known.clear();
    known.set(key, facts);
    return ok(facts);
  } catch (error) {
    if (signal?.aborted) return fail('cancelled', 'It was cancelled.', 'Begin again when you are ready.');
    return unreadable(file, (error as NodeJS.ErrnoException).code ?? 'unknown reason');
  }
}

async function read(file: string, signal: AbortSignal | undefined): Promise<FileFacts> {
  const [sha256, sha1] = [createHash('sha256'), createHash('sha1')];
  let head: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 262_144, ...(signal ? { signal } : {}) })) {
    const piece = chunk as Buffer;
    if (head.length < sniffLength) head = Buffer.concat([head, piece.subarray(0, sniffLength)]);
    bytes += piece.length;
    sha256.update(piece);
    sha1.update(piece);
  }
  const mark = head.indexOf('\ufeff') === 0 ? 3 : 0;
  const hash = sha1.digest();
  return {
    bytes,
    sha256: sha256.digest('hex'),
    sha1: hash.toString('base64'),
    sniffed: sniff(head),
    look: lookOf(head, bytes, hash),
    mark,
  };
}

/** What rules see of data that are not in hand, by their beginning, size and SHA-1. */
export const lookOf = (head: Buffer, bytes: number, sha1?: Buffer): DataLook => ({
  ...lookAtData(head.toString('base64')),
  bytes,
  ...(sha1 ? { sha1: () => sha1.toString('hex') } : {}),
});
