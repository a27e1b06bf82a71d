import type { Reply } from '../../shared/contract/errors.ts';
import type { SecretName } from '../../shared/domain/auth.ts';
import type { ReceiverSecret } from '../../shared/domain/receiver.ts';
import type { VaultBackend, VaultStatus } from '../../shared/domain/vault.ts';

/**
 * Where secrets lie: encrypted in a file of its own, or in memory only. Nothing here answers with a secret to anybody but the work that
 * needs it, and no failure names one.
 */
export interface Vault {
  status(): Promise<VaultStatus>;
  /** Fails with `name-taken` when there is one, `capability-missing` when the backend cannot be had. */
  create(backend: VaultBackend, passphrase?: string): Promise<Reply<VaultStatus>>;
  /** Opens it by a passphrase, or without one by what the host has. Fails with `wrong-passphrase`, `vault-locked`, `vault-missing`. */
  unlock(passphrase?: string): Promise<Reply<VaultStatus>>;
  /** Wipes the key and every secret of this process; nothing opens it by itself again until `unlock`. */
  lock(): Promise<VaultStatus>;
  /** Opens the vault another way too; for `passphrase` in place of the one it had. A vault in memory is written down by it. */
  wrap(backend: Exclude<VaultBackend, 'memory'>, passphrase?: string): Promise<Reply<VaultStatus>>;
  /** Takes a way away; the last one stays (`invalid-input`). */
  unwrap(backend: Exclude<VaultBackend, 'memory'>): Promise<Reply<VaultStatus>>;
  /** Keeps a secret under a reference. Opens the vault where the host can; else `vault-missing`, `vault-locked`, `vault-damaged`. */
  put(reference: string, secret: string): Promise<Reply<void>>;
  /**
   * Hands the secret to `work`. `what` names it for people ("the client secret of Mesa"). Fails as `put` does, and with
   * `secret-missing` when there is none.
   */
  use<T>(reference: string, what: string, work: (secret: string) => T | Promise<T>): Promise<Reply<T>>;
  /** Whether there is one; needs no key. */
  has(reference: string): boolean;
  /** Forgets one, or with a trailing slash all that begin so; needs no key. */
  forget(reference: string): Promise<Reply<void>>;
}

/** The reference of a connection's secret, of its tokens, or (without a name) the beginning of all of them. */
export const connectionSecret = (connectionId: string, name: SecretName | 'token' | '' = ''): string =>
  `connection/${connectionId}/${name}`;

/** The reference of the private half of a key. */
export const keySecret = (keyId: string): string => `key/${keyId}`;

/** The reference of a subscription's secret, or (without a name) the beginning of all of them. */
export const subscriptionSecret = (subscriptionId: string, name: 'headers' | ''): string =>
  `subscription/${subscriptionId}/${name}`;

/** The reference of a secret of the push receiver. */
export const receiverSecret = (name: ReceiverSecret): string => `receiver/receiver/${name}`;

/** How each of them is called in a sentence. */
export const receiverSecretWords: Record<ReceiverSecret, string> = {
  'tls-key': 'the private key of the receiver’s certificate',
  path: 'the secret part of the receiver’s path',
  header: 'the value of the receiver’s secret header',
};

const kinds: Record<string, string> = {
  bearer: 'the access token',
  clientSecret: 'the client secret',
  clientKey: 'the key of the client certificate',
  udapKey: 'the UDAP key',
  proxyCredentials: 'the proxy credentials',
  headers: 'the extra headers',
  token: 'the tokens',
} satisfies Record<SecretName | 'token', string>;

/** What a reference is for, in words; without its id, which tells people nothing. */
export function secretWords(reference: string): string {
  const [family, , name = ''] = reference.split('/');
  if (family === 'key') return 'the private half of the key';
  if (family === 'subscription') return 'the headers of the subscription';
  if (family === 'receiver' && Object.hasOwn(receiverSecretWords, name))
    return receiverSecretWords[name as ReceiverSecret];
  if (family !== 'connection') return `the secret ${reference}`;
  return `${Object.hasOwn(kinds, name) ? kinds[name] : 'every secret'} of the connection`;
}
