import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { connectionSecret, type Vault } from '../../credentials/vault.ts';
import { basisOf, parseTokenSet, type TokenSet } from './token-set.ts';

/** The tokens of this process, and those other processes of the same folder left in the vault. */
export interface TokenKeep {
  /** The set of a connection as it is now, from memory. */
  held(connection: Connection): TokenSet | undefined;
  /** The same from the vault, where another process may have put a newer one. Fails as the vault does when it does not give what it has. */
  shared(connection: Connection): Promise<Reply<TokenSet | undefined>>;
  /** Keeps a set in memory, and in the vault where that can be had. Answers whether it lies in the vault. */
  put(connectionId: string, set: TokenSet): Promise<boolean>;
  /** Lets go of a set everywhere; answers whether there was one. */
  forget(connectionId: string): Promise<boolean>;
  /** Lets go of all sets in memory; those in the vault stay there. */
  letGo(): void;
}

/** A keep on a vault. A vault that is locked or missing costs no token: it stays in memory then. */
export function createTokenKeep(vault: Vault): TokenKeep {
  const sets = new Map<string, { set: TokenSet; inVault: boolean }>();
  const fits = (connection: Connection, set: TokenSet | undefined) =>
    set?.basis === basisOf(connection) ? set : undefined;
  return {
    held(connection) {
      const known = sets.get(connection.id);
      // Another process that signs out takes it from the vault.
      if (known?.inVault && !vault.has(connectionSecret(connection.id, 'token'))) sets.delete(connection.id);
      return fits(connection, sets.get(connection.id)?.set);
    },
    async shared(connection) {
      const reference = connectionSecret(connection.id, 'token');
      if (!vault.has(reference)) return ok(undefined);
      const kept = await vault.use(reference, `the token of ${connection.name}`, parseTokenSet);
      if (!kept.ok) return kept;
      const set = fits(connection, kept.value);
      if (set) sets.set(connection.id, { set, inVault: true });
      return ok(set);
    },
    async put(connectionId, set) {
      const inVault = (await vault.put(connectionSecret(connectionId, 'token'), JSON.stringify(set))).ok;
      sets.set(connectionId, { set, inVault });
      return inVault;
    },
    async forget(connectionId) {
      const reference = connectionSecret(connectionId, 'token');
      const was = sets.delete(connectionId);
      if (!vault.has(reference)) return was;
      await vault.forget(reference);
      return true;
    },
    letGo: () => sets.clear(),
  };
}
