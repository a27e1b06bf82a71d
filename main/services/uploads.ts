import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CommandParsed } from '../../shared/contract/commands.ts';
import { type Failure, fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Upload } from '../../shared/contract/submissions.ts';
import { sniff, sniffLength } from '../../shared/fhir/sniff.ts';
import type { Ports } from '../ports.ts';
import { privateFolder } from '../store/private-folder.ts';
import { storageFailure } from '../store/storage-failure.ts';
import type { Family, Kit } from './kit.ts';

/** Where files lie that a window brought: one folder of ours (0700), a file for the bytes and one for what they are called. */
export const uploadsFolder = (dataFolder: string): string => path.join(dataFolder, 'uploads');

/** Kept this long since the last piece, in milliseconds. */
export const uploadsKeptMs = 86_400_000;

/** Bytes one file may have; no payer takes more in one go. */
const largest = 1_000_000_000;
/** Files that may be on their way at once; one that rests this long (milliseconds) was given up. */
const mostAtOnce = 50;
const restMs = 3_600_000;

/** A file on its way. Pieces are written one after the other, whatever comes at the same time. */
interface Growing {
  name: string;
  hash: Hash;
  head: Buffer;
  bytes: number;
  /** When its last piece came, in milliseconds. */
  at: number;
  last: Promise<unknown>;
}

/** An upload that is whole. */
export interface FoundUpload {
  file: string;
  name: string;
}

const newFile = (name: string): Omit<Growing, 'at'> => ({
  name,
  hash: createHash('sha256'),
  head: Buffer.alloc(0),
  bytes: 0,
  last: Promise.resolve(),
});

function grow(file: Growing, piece: Buffer): void {
  file.hash.update(piece);
  file.bytes += piece.length;
  if (file.head.length < sniffLength) file.head = Buffer.concat([file.head, piece.subarray(0, sniffLength)]);
}

const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);
const fileOf = (dataFolder: string, id: string) => path.join(uploadsFolder(dataFolder), id);

/** The file of an upload. Fails with `not-found` for one that was removed, swept or never ended. */
export async function findUpload({ dataFolder }: Pick<Ports, 'dataFolder'>, id: string): Promise<Reply<FoundUpload>> {
  const file = fileOf(dataFolder, id);
  const text = isId(id) ? await readFile(`${file}.json`, 'utf8').catch(() => undefined) : undefined;
  if (text !== undefined) return ok({ file, name: (JSON.parse(text) as { name: string }).name });
  return fail('not-found', 'The file is not here any more, or not whole.', 'Bring it in again; it is kept for a day.');
}

/** Keeps a text as an upload that is whole; answers its id. */
export async function keepUpload(
  { dataFolder }: Pick<Ports, 'dataFolder'>,
  name: string,
  text: string,
): Promise<string> {
  privateFolder(uploadsFolder(dataFolder));
  const id = randomUUID();
  const file = fileOf(dataFolder, id);
  await writeFile(file, text, { mode: 0o600 });
  await writeFile(`${file}.json`, JSON.stringify({ name }), { mode: 0o600 });
  return id;
}

/** Removes what lies there longer than a day; `now` in milliseconds. */
export async function sweepUploads(dataFolder: string, now: number): Promise<void> {
  const folder = uploadsFolder(dataFolder);
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    // The name beside a file is written first, and goes with it.
    const found = await stat(file.replace(/\.json$/, '')).catch(() => stat(file).catch(() => undefined));
    if (found && found.mtimeMs < now - uploadsKeptMs) await rm(file, { force: true });
  }
}

/** The bytes of a base64 text (RFC 4648, section 4), or undefined where it is none. */
function decode(base64: string): Buffer | undefined {
  const valid = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  return valid ? Buffer.from(base64, 'base64') : undefined;
}

/** The family `uploads`: files a window brings in pieces. */
export function uploadHandlers({ ports }: Pick<Kit, 'ports'>): Family<'uploads'> {
  const growing = new Map<string, Growing>();
  const { dataFolder } = ports;

  async function begin(name: string | undefined): Promise<Reply<[string, Growing]>> {
    const now = ports.clock.now();
    await sweepUploads(dataFolder, now);
    for (const [id, { at }] of growing) if (at < now - restMs) await drop(id);
    if (growing.size >= mostAtOnce)
      return fail('invalid-input', `${mostAtOnce} files are on their way already.`, 'Wait until some are whole.');
    privateFolder(uploadsFolder(dataFolder));
    const id = randomUUID();
    const file: Growing = { ...newFile(name ?? 'document'), at: now };
    await writeFile(`${fileOf(dataFolder, id)}.part.json`, JSON.stringify({ name: file.name }), { mode: 0o600 });
    growing.set(id, file);
    return ok([id, file]);
  }

  /** One that another process, or this one before it ended, began: what is there of it is read again for its hash. */
  async function resume(id: string): Promise<Growing | undefined> {
    const place = `${fileOf(dataFolder, id)}.part`;
    const text = isId(id) ? await readFile(`${place}.json`, 'utf8').catch(() => undefined) : undefined;
    if (text === undefined) return undefined;
    const { name } = JSON.parse(text) as { name: string };
    const file: Growing = { ...newFile(name), at: ports.clock.now() };
    if (await stat(place).catch(() => undefined))
      for await (const chunk of createReadStream(place)) grow(file, chunk as Buffer);
    const known = growing.get(id); // somebody else may have been as fast
    if (!known) growing.set(id, file);
    return known ?? file;
  }

  async function drop(id: string): Promise<boolean> {
    const known = growing.delete(id);
    const file = fileOf(dataFolder, id);
    const there = await Promise.all([file, `${file}.part`].map((one) => stat(one).catch(() => undefined)));
    for (const one of [file, `${file}.part`, `${file}.json`, `${file}.part.json`]) await rm(one, { force: true });
    return known || there.some((one) => one !== undefined);
  }

  async function take(id: string, file: Growing, piece: Buffer, done: boolean): Promise<Upload> {
    const place = fileOf(dataFolder, id);
    await appendFile(`${place}.part`, piece, { mode: 0o600 });
    grow(file, piece);
    file.at = ports.clock.now();
    if (!done) return { uploadId: id, bytes: file.bytes };
    growing.delete(id);
    const sha256 = file.hash.digest('hex');
    await rename(`${place}.part`, place);
    await rename(`${place}.part.json`, `${place}.json`);
    return { uploadId: id, bytes: file.bytes, sha256, sniffedType: sniff(file.head).contentType };
  }

  async function put({ uploadId, name, base64, offset, done }: CommandParsed<'uploads.put'>): Promise<Reply<Upload>> {
    const piece = decode(base64);
    if (!piece)
      return fail('invalid-input', 'The piece is not base64.', 'Send each piece as base64 of its own, with padding.', {
        details: ['base64: letters, digits, + and / in groups of four'],
      });
    const known = uploadId === undefined ? undefined : (growing.get(uploadId) ?? (await resume(uploadId)));
    if (uploadId !== undefined && !known) return notUnderWay();
    const begun = known && uploadId ? ok<[string, Growing]>([uploadId, known]) : await begin(name);
    if (!begun.ok) return begun;
    const [id, file] = begun.value;
    const taking = file.last.then(async (): Promise<Reply<Upload>> => {
      if (growing.get(id) !== file) return notUnderWay(); // it was ended or removed by what came before
      const refusal = refuse(file, piece, offset);
      if (refusal) {
        if (uploadId === undefined) await drop(id);
        return { ok: false, error: refusal };
      }
      try {
        return ok(await take(id, file, piece, done));
      } catch (error) {
        await drop(id);
        const storage = storageFailure(error, dataFolder);
        if (storage) return { ok: false, error: storage };
        throw error;
      }
    });
    file.last = taking.catch(() => undefined);
    return taking;
  }

  return {
    'uploads.put': put,
    async 'uploads.remove'({ uploadId }) {
      await growing.get(uploadId)?.last;
      return ok({ removed: isId(uploadId) && (await drop(uploadId)) });
    },
  };
}

const notUnderWay = () =>
  fail('not-found', 'This upload is not under way.', 'Begin again, with the first piece and no id.');

function refuse({ bytes }: Growing, piece: Buffer, offset: number | undefined): Failure | undefined {
  if (offset !== undefined && offset !== bytes)
    return fail(
      'invalid-input',
      `The piece belongs to byte ${offset}, and ${bytes} bytes are here.`,
      'Send the pieces in their order, each once the one before was taken.',
      { details: [`offset: ${bytes} is expected`] },
    ).error;
  if (bytes + piece.length > largest)
    return fail(
      'invalid-input',
      `The file has more than ${largest / 1_000_000} MB, too much to be sent in one go.`,
      'Agree on another way with the payer.',
    ).error;
  return undefined;
}
