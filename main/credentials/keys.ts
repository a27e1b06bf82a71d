import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Auth } from '../../shared/domain/auth.ts';
import { isSameKeyName, type KeyAlgorithm, type KeyRecord } from '../../shared/domain/key.ts';
import type { Store } from '../store/store.ts';
import { algorithmFor, unusable } from './key-kind.ts';
import { makeKey, publicJwk } from './make-key.ts';
import { readPrivateKey } from './read-private-key.ts';
import { keySecret, type Vault } from './vault.ts';

/** What work on keys needs: records in the store, private halves in the vault. */
export interface KeyMeans {
  store: Store;
  vault: Vault;
}

/** A private key that was handed over, and what somebody wants of it. */
export interface KeyToImport {
  name: string;
  bytes: Buffer;
  passphrase?: string | undefined;
  alg?: KeyAlgorithm | undefined;
  kid?: string | undefined;
}

const missing = (name: string) =>
  fail('not-found', `There is no key ${name}.`, 'Generate or import one under this name, or list those there are.');

const named = (store: Store, name: string) => store.keys.list().filter((key) => isSameKeyName(key.name, name));
const isCurrent = ({ state }: KeyRecord) => state === 'current';

/** Makes a key under a name nobody has yet. `at` is an ISO instant. Fails with `name-taken`, or as the vault does. */
export async function generateKey(
  means: KeyMeans,
  name: string,
  alg: KeyAlgorithm,
  at: string,
): Promise<Reply<KeyRecord>> {
  const free = checkFree(means.store, name);
  return free.ok ? keep(means, { name, alg, origin: 'generated', key: await makeKey(alg) }, at, checkFree) : free;
}

/**
 * Keeps a key that was handed over, under a name nobody has yet. Fails as `readPrivateKey` does, with `key-unusable` for an algorithm that
 * does not fit, `name-taken` for a name or kid in use, or as the vault does.
 */
export async function importKey(means: KeyMeans, wanted: KeyToImport, at: string): Promise<Reply<KeyRecord>> {
  const free = checkFree(means.store, wanted.name);
  if (!free.ok) return free;
  const read = await readPrivateKey(wanted.bytes, wanted.passphrase);
  if (!read.ok) return read;
  const { key, kid } = read.value;
  const alg = algorithmFor(key, wanted.alg ?? read.value.alg);
  if (!alg.ok) return alg;
  return keep(
    means,
    { name: wanted.name, alg: alg.value, origin: 'imported', key, kid: wanted.kid ?? kid },
    at,
    checkFree,
  );
}

/** A new key under the name, of the same algorithm; the old one retires and stays in the JWKS. `not-found` for a name no key has. */
export async function rotateKey(means: KeyMeans, name: string, at: string): Promise<Reply<KeyRecord>> {
  const known = named(means.store, name);
  const old = known.find(isCurrent) ?? known.at(-1);
  if (!old) return missing(name);
  const made = { name: old.name, alg: old.alg, origin: 'generated', key: await makeKey(old.alg) } as const;
  return keep(means, made, at, (store) => {
    const still = named(store, name);
    if (still.length === 0) return missing(name); // removed while the new one was made
    for (const key of still.filter(isCurrent)) store.keys.put({ ...key, state: 'retired', retiredAt: at });
    return ok(undefined);
  });
}

function checkFree(store: Store, name: string): Reply<void> {
  if (named(store, name).length === 0) return ok(undefined);
  return fail('name-taken', `There is a key ${name} already.`, 'Choose another name, or rotate the key.');
}

interface KeyToKeep {
  name: string;
  alg: KeyAlgorithm;
  origin: KeyRecord['origin'];
  key: KeyObject;
  kid?: string | undefined;
}

/** The private half to the vault first: a record must not name a key that is not there. `settle` runs in the record's transaction. */
async function keep(
  { store, vault }: KeyMeans,
  { name, alg, origin, key, kid }: KeyToKeep,
  at: string,
  settle: (store: Store, name: string) => Reply<void>,
): Promise<Reply<KeyRecord>> {
  const jwk = publicJwk(key, alg, kid);
  const id = randomUUID();
  const record: KeyRecord = { id, name, kid: jwk.kid, alg, jwk, origin, state: 'current', createdAt: at };
  const kept = await vault.put(keySecret(id), key.export({ format: 'pem', type: 'pkcs8' }).toString());
  if (!kept.ok) return kept;
  const stored = await storeOrForget(vault, id, () =>
    store.write((): Reply<KeyRecord> => {
      const namesake = store.keys.list().find((other) => other.kid === jwk.kid);
      if (namesake) return kidTaken(namesake);
      const settled = settle(store, name);
      if (settled.ok) store.keys.put(record);
      return settled.ok ? ok(record) : settled;
    }),
  );
  return stored;
}

const kidTaken = ({ name, kid }: KeyRecord) =>
  fail(
    'name-taken',
    `The key ${name} has the kid ${kid} already.`,
    'Use that key, or give the new one a kid of its own.',
  );

/** A private half without a record is of no use to anybody. */
async function storeOrForget(vault: Vault, id: string, write: () => Reply<KeyRecord>): Promise<Reply<KeyRecord>> {
  let stored: Reply<KeyRecord> | undefined;
  try {
    stored = write();
    return stored;
  } finally {
    if (!stored?.ok) await vault.forget(keySecret(id));
  }
}

const keyNameOf = (auth: Auth): string | undefined => ('key' in auth ? auth.key : undefined);

/**
 * Removes the keys of a name, or the one with a kid: their records, then their private halves. Answers the kids. `not-found`; `invalid-input`
 * while a connection signs with one of them.
 */
export async function removeKey({ store, vault }: KeyMeans, nameOrKid: string): Promise<Reply<{ removed: string[] }>> {
  const found = store.write((): Reply<KeyRecord[]> => {
    const byName = named(store, nameOrKid);
    const keys = byName.length > 0 ? byName : store.keys.list().filter(({ kid }) => kid === nameOrKid);
    const [first] = keys;
    if (!first) return missing(nameOrKid);
    const user = store.connections.list().find(({ auth }) => isSameKeyName(keyNameOf(auth) ?? '', first.name));
    if (user && keys.some(isCurrent))
      return fail(
        'invalid-input',
        `The connection ${user.name} signs with the key ${first.name}.`,
        'Give the connection another key first, or remove the connection.',
      );
    for (const { id } of keys) store.keys.remove(id);
    return ok(keys);
  });
  if (!found.ok) return found;
  for (const { id } of found.value) {
    const forgotten = await vault.forget(keySecret(id));
    if (!forgotten.ok) return forgotten;
  }
  return ok({ removed: found.value.map(({ kid }) => kid) });
}

/** The current key of a name, to sign with. Fails with `not-found`, `key-unusable`, or as the vault does. */
export async function signingKey(
  { store, vault }: KeyMeans,
  name: string,
): Promise<Reply<{ record: KeyRecord; key: KeyObject }>> {
  const record = named(store, name).find(isCurrent);
  if (!record) return missing(name);
  const opened = await vault.use(keySecret(record.id), `the private half of the key ${record.name}`, (pem) => {
    try {
      return ok({ record, key: createPrivateKey(pem) });
    } catch {
      return unusable(`The private half of the key ${record.name} cannot be read.`, 'Rotate the key.');
    }
  });
  return opened.ok ? opened.value : opened;
}
