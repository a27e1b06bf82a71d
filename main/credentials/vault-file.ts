import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';
import { digest, type Sealed, same, sign, type VaultKey } from './seal.ts';

/** First words of every vault file, and of everything that is bound to one. */
export const vaultFormat = 'switchboard-vault';
/** The format's number; another one is another console's. */
export const vaultVersion = 1;

const coded = (bytes: number) => {
  const length = Math.ceil((bytes * 4) / 3);
  return z.string().regex(new RegExp(`^[\\w-]{${length}}$`));
};
const some = z.string().regex(/^[\w-]+$/);
const count = z
  .number()
  .int()
  .positive()
  .max(2 ** 40);

const passphraseWrap = z.strictObject({
  backend: z.literal('passphrase'),
  scrypt: z.strictObject({ N: count, r: count, p: count, salt: coded(16) }),
  nonce: coded(12),
  sealed: some,
});
const storeWrap = z.strictObject({ backend: z.literal('safe-storage'), wrapped: some });

/** The vault's key under a passphrase. */
export type PassphraseWrap = z.infer<typeof passphraseWrap>;
/** The vault's key in the hands of the operating system. */
export type StoreWrap = z.infer<typeof storeWrap>;
/** One way to the vault's key. */
export type Wrap = PassphraseWrap | StoreWrap;

const head = { format: z.literal(vaultFormat), version: z.literal(vaultVersion), id: coded(16) };
const memoryFile = z.strictObject({ ...head, memory: z.literal(true) });
const sealedFile = z.strictObject({
  ...head,
  wraps: z
    .array(z.discriminatedUnion('backend', [passphraseWrap, storeWrap]))
    .min(1)
    .max(2),
  secrets: z.record(z.string(), coded(12)),
  seal: coded(32),
  sum: coded(32),
  contents: z.record(z.string(), z.unknown()),
  forgotten: z.array(z.string()),
});

/**
 * A vault that lasts. `secrets` lists every reference with the nonce of what it seals; `seal` signs ways and list by the vault's key, so
 * that nothing can be taken away, swapped or weakened unnoticed, and `sum` is their plain digest, so that a damage is seen without the
 * key. `contents` lies outside of both: each of them is sealed by itself, and one that is damaged takes no other away. `forgotten` names
 * those thrown away by a process without the key; they leave the list with the next change made with it.
 */
export type SealedFile = z.infer<typeof sealedFile>;

/** What a data folder has. */
export type VaultFile =
  | { kind: 'none' }
  | { kind: 'memory'; id: string }
  | { kind: 'sealed'; file: SealedFile }
  /** `why` ends a sentence. */
  | { kind: 'damaged'; why: string };

/** Where the vault of a data folder lies, and the version before the last change. */
export const vaultPath = (folder: string): string => path.join(folder, 'vault.json');
/** The version before the last change. */
export const beforePath = (folder: string): string => `${vaultPath(folder)}.before`;

/** Far more than thousands of secrets need, in bytes. */
const largest = 64 * 1024 * 1024;

const damaged = (why: string): VaultFile => ({ kind: 'damaged', why });

/** What was read last, and the state of the file it was read from. */
let last: { state: string; found: VaultFile } | undefined;

/** A file that was changed less long ago, in milliseconds, may be changed again without its times telling: clocks of disks are coarse. */
const settledMs = 100;

/**
 * Reads the vault of a data folder as it is now; as long as nobody writes it, the same object again, since every exchange asks for it.
 * Never throws.
 */
export function readVaultFile(folder: string): VaultFile {
  const file = vaultPath(folder);
  try {
    const now = statSync(file, { throwIfNoEntry: false, bigint: true });
    if (!now)
      return existsSync(beforePath(folder))
        ? damaged('it is gone, and only the version before is left')
        : { kind: 'none' };
    if (!now.isFile()) return damaged('it is no file');
    if (now.size === 0n) return damaged('it is empty');
    if (now.size > largest) return damaged('it is far too large');
    const state = JSON.stringify([file, ...[now.dev, now.ino, now.size, now.mtimeNs, now.ctimeNs].map(String)]);
    if (last?.state === state) return last.found;
    const settled = Date.now() - Number(now.ctimeMs) > settledMs; // before it is read
    const found = parseVaultFile(readFileSync(file, 'utf8'));
    last = settled ? { state, found } : undefined;
    return found;
  } catch (error) {
    return damaged(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}

function parseVaultFile(text: string): VaultFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return damaged('it is cut off or was written over: it is no JSON');
  }
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format !== vaultFormat) return damaged('it belongs to another program');
  if (version !== vaultVersion)
    return damaged(
      `it has the format ${JSON.stringify(version)?.slice(0, 20)}, and this console knows ${vaultVersion} alone`,
    );
  const memory = memoryFile.safeParse(value);
  if (memory.success) return { kind: 'memory', id: memory.data.id };
  const sealed = sealedFile.safeParse(value);
  if (!sealed.success)
    return damaged(`${sealed.error.issues[0]?.path.slice(0, 2).join('.') || 'a part'} is missing or was changed`);
  if (!same(sealed.data.sum, sumOf(sealed.data)))
    return damaged('the ways to open it or the list of its secrets were changed by something else');
  return { kind: 'sealed', file: sealed.data };
}

type Listed = Pick<SealedFile, 'id' | 'wraps' | 'secrets'>;

/** What seal and sum stand for, as one text: order of fields and references never matters. */
function listText({ id, wraps, secrets }: Listed): string {
  const ways = wraps
    .map((wrap) =>
      wrap.backend === 'safe-storage'
        ? [wrap.backend, wrap.wrapped]
        : [wrap.backend, wrap.scrypt.N, wrap.scrypt.r, wrap.scrypt.p, wrap.scrypt.salt, wrap.nonce, wrap.sealed],
    )
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  const list = Object.entries(secrets).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([vaultFormat, vaultVersion, id, ways, list]);
}

const sumOf = (file: Listed & Pick<SealedFile, 'seal'>): string => digest(`${listText(file)}\n${file.seal}`);

/** Whether ways and list are as the holder of the key left them. */
export const isSealedBy = (key: VaultKey, file: SealedFile): boolean =>
  key.id === file.id && same(file.seal, sign(key.list, listText(file)));

/** What a sealed vault is made of; the rest follows. */
export interface VaultParts {
  wraps: readonly Wrap[];
  /** By reference; without `sealed` where something else took the content away, which stays to be seen until the secret is given again. */
  secrets: ReadonlyMap<string, Pick<Sealed, 'nonce'> & Partial<Sealed>>;
}

/** Whether a file lists a reference, and nobody has thrown it away. */
export const lists = ({ secrets, forgotten }: SealedFile, reference: string): boolean =>
  Object.hasOwn(secrets, reference) && !forgotten.includes(reference);

/** The parts of a file, without the references that were thrown away. */
export function partsOf(file: SealedFile): VaultParts {
  const contents = new Map(Object.entries(file.contents));
  const secrets = new Map(
    Object.entries(file.secrets)
      .filter(([reference]) => !file.forgotten.includes(reference))
      .map(([reference, nonce]) => {
        const sealed = contents.get(reference);
        return [reference, typeof sealed === 'string' ? { nonce, sealed } : { nonce }];
      }),
  );
  return { wraps: file.wraps, secrets };
}

/** Puts a file together and signs it. */
export function sealFile(key: VaultKey, { wraps, secrets }: VaultParts): SealedFile {
  const all = [...secrets];
  const listed = {
    id: key.id,
    wraps: [...wraps],
    secrets: Object.fromEntries(all.map(([reference, { nonce }]) => [reference, nonce])),
  };
  const signed = { ...listed, seal: sign(key.list, listText(listed)) };
  const contents = Object.fromEntries(
    all.flatMap(([reference, { sealed }]) => (sealed === undefined ? [] : [[reference, sealed]])),
  );
  return { format: vaultFormat, version: vaultVersion, ...signed, sum: sumOf(signed), contents, forgotten: [] };
}

/** Writes a vault that keeps nothing but the choice to keep nothing. */
export function writeMemoryFile(folder: string, id: string): void {
  const content = { format: vaultFormat, version: vaultVersion, id, memory: true } satisfies z.infer<typeof memoryFile>;
  replaceFile(vaultPath(folder), `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * Writes a vault over the one that is there, which becomes the version before. `withoutTrace`: what was taken away (a secret, a way) must
 * not be left in that one either, so it becomes the same, and first, because whoever is cut off in between does all of it again.
 * Only under the lock of the folder.
 */
export function writeSealedFile(folder: string, file: SealedFile, withoutTrace = false): void {
  const text = `${JSON.stringify(file, null, 2)}\n`;
  const place = vaultPath(folder);
  if (withoutTrace) replaceFile(beforePath(folder), text);
  else if (existsSync(place)) replaceFile(beforePath(folder), readFileSync(place, 'utf8'));
  replaceFile(place, text);
}
