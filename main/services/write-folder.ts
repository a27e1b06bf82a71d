import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { makeFolder } from '../store/private-folder.ts';

const endings = new Map([
  ['application/fhir+json', 'json'],
  ['application/json', 'json'],
  ['application/pdf', 'pdf'],
  ['application/rtf', 'rtf'],
  ['application/zip', 'zip'],
  ['text/html', 'html'],
  ['text/xml', 'xml'],
  ['application/xml', 'xml'],
  ['application/fhir+xml', 'xml'],
  ['application/hl7-cda+xml', 'xml'],
  ['text/plain', 'txt'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/tiff', 'tiff'],
]);

/** The ending of a file's name, of a media type, whatever parameters it has. */
export const endingOf = (contentType: string): string =>
  endings.get((contentType.split(';', 1)[0] as string).trim().toLowerCase()) ?? 'bin';

/** Words of a partner as part of a file's name: nothing in them can lead to another folder. */
export const inName = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .slice(-100)
    .replace(/^-/, '');

/** One file to be written: its name as wished, its content or the file that holds it, and its hash (lower-case hex). */
export interface FileToWrite {
  name: string;
  source: Uint8Array | string;
  sha256: string;
}

/** A folder that is being filled. Its functions reject where it cannot be written. */
export interface FilledFolder {
  /** Writes a file, under the next free name where its own is taken, and answers where it is (absolute). */
  add(file: FileToWrite): Promise<string>;
  /** Writes `manifest.json` and, as the last one, `SHA256SUMS`, which `sha256sum -c` reads. */
  finish(manifest: unknown): Promise<{ manifest: string; sums: string }>;
}

/** Names tried for one file before it is given up. */
const mostNames = 1_000;

/** Does something with a name nobody has yet in the folder: `a.json`, then `a-2.json` and so on. What is there is never written over. */
async function underFreeName(folder: string, name: string, put: (file: string) => Promise<void>): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let number = 1; ; number += 1) {
    const file = path.join(folder, number === 1 ? name : `${stem}-${number}${ext}`);
    try {
      await put(file);
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number >= mostNames) throw error;
    }
  }
}

const place = (source: Uint8Array | string) => (file: string) =>
  typeof source === 'string'
    ? copyFile(source, file, constants.COPYFILE_EXCL)
    : writeFile(file, source, { mode: 0o600, flag: 'wx' });

/**
 * Fills a folder (made with `mode` where it is not there) with files that only their owner reads (0600): what `fill` adds, a manifest, and
 * the hashes of all. Fails with `file-unwritable`.
 */
export async function fillFolder<T>(
  folder: string,
  fill: (filled: FilledFolder) => Promise<T>,
  mode?: number,
): Promise<Reply<T>> {
  const sums: [sha256: string, name: string][] = [];
  const filled: FilledFolder = {
    async add({ name, source, sha256 }) {
      const file = await underFreeName(folder, name, place(source));
      sums.push([sha256, path.basename(file)]);
      return file;
    },
    async finish(content) {
      const text = `${JSON.stringify(content, null, 2)}\n`;
      const sha256 = createHash('sha256').update(text).digest('hex');
      const manifest = await filled.add({ name: 'manifest.json', source: Buffer.from(text), sha256 });
      const lines = sums.map(([hash, name]) => `${hash}  ${name}\n`).join('');
      return { manifest, sums: await underFreeName(folder, 'SHA256SUMS', place(Buffer.from(lines))) };
    },
  };
  try {
    makeFolder(path.resolve(folder), mode);
    return ok(await fill(filled));
  } catch (error) {
    return fail(
      'file-unwritable',
      `${folder} cannot be written: ${(error as Error).message}.`,
      'Check the folder and the space on the disk.',
    );
  }
}
