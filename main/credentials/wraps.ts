import { randomBytes } from 'node:crypto';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import { leastPassphrase } from '../../shared/domain/vault.ts';
import type { SafeStorage } from '../ports.ts';
import { type ScryptCost, stretch } from './scrypt.ts';
import { type Bound, seal, unseal, type VaultKey } from './seal.ts';
import { type PassphraseWrap, type StoreWrap, vaultFormat, vaultVersion, type Wrap } from './vault-file.ts';
import { noKeyStore, noStoreHere, shortPassphrase } from './vault-words.ts';

const keyBytes = 32;

const boundTo = (id: string, { N, r, p, salt }: PassphraseWrap['scrypt']): Bound => [
  vaultFormat,
  vaultVersion,
  id,
  'passphrase',
  N,
  r,
  p,
  salt,
];

/** Wraps the key of a vault at once: what takes time is done, so that the key never lies about while one waits. */
export type Wrapper = (key: VaultKey) => Wrap;

/**
 * Makes ready to wrap by a backend. Fails with `invalid-input` for a passphrase too short, `capability-missing` where the operating
 * system's key store cannot be had.
 */
export async function prepareWrap(
  backend: Wrap['backend'],
  { passphrase = '', safeStorage, cost }: { passphrase?: string; safeStorage?: SafeStorage; cost: ScryptCost },
): Promise<Reply<Wrapper>> {
  if (backend === 'safe-storage') {
    const { available, says } = safeStorage?.state() ?? { available: false, says: noStoreHere };
    if (!available || !safeStorage) return noKeyStore(says);
    return ok(({ id, whole }) => {
      const wrapped = safeStorage.wrap(`${id} ${whole.toString('base64url')}`);
      return { backend, wrapped: wrapped.toString('base64url') };
    });
  }
  if ([...passphrase.normalize('NFKC')].length < leastPassphrase) return shortPassphrase();
  const salt = randomBytes(16);
  const scrypt = { ...cost, salt: salt.toString('base64url') };
  const stretched = await stretch(passphrase, salt, cost);
  return ok(({ id, whole }) => {
    const wrap = { backend, scrypt, ...seal(stretched, boundTo(id, scrypt), whole) };
    stretched.fill(0);
    return wrap;
  });
}

/** The vault's key; undefined when the passphrase is another, or the wrap was changed. */
export async function unwrapByPassphrase(
  id: string,
  { scrypt, nonce, sealed }: PassphraseWrap,
  passphrase: string,
): Promise<Buffer | undefined> {
  const key = await stretch(passphrase, Buffer.from(scrypt.salt, 'base64url'), scrypt);
  try {
    return unseal(key, boundTo(id, scrypt), { nonce, sealed });
  } finally {
    key.fill(0);
  }
}

/** The vault's key; undefined when the operating system does not give it, or gives that of another vault. */
export function unwrapByStore(id: string, { wrapped }: StoreWrap, store: SafeStorage): Buffer | undefined {
  let text: string;
  try {
    text = store.unwrap(Buffer.from(wrapped, 'base64url'));
  } catch {
    return undefined; // another keyring, another person, another machine
  }
  const [owner, key = ''] = text.split(' ');
  const whole = Buffer.from(key, 'base64url');
  return owner === id && whole.length === keyBytes ? whole : undefined;
}
