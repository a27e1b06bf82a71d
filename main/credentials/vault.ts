import type { Reply } from '../../shared/contract/errors.ts';
import type { SecretName } from '../../shared/domain/auth.ts';
import type { VaultBackend, VaultStatus } from '../../shared/domain/vault.ts';

/**
 * Where secrets lie: encrypted in a file of its own, or in memory only. Nothing here answers with a secret to anybody but the work that
 * needs it, and no failure names one.
 */
export interface Vault {
  status(): Promise<VaultStatus>;
  /** Fails with `name-taken` when there is one, `capability-missing` when the backend cannot be had. */
  create(backend: VaultBackend, passphrase?: string): Promise<Reply<VaultStatus>>;
  unlock(passphrase: string): Promise<Reply<VaultStatus>>;
  lock(): Promise<VaultStatus>;
  wrap(backend: Exclude<VaultBackend, 'memory'>, passphrase?: string): Promise<Reply<VaultStatus>>;
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
