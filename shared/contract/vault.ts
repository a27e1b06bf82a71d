import { z } from 'zod';
import { type VaultStatus, vaultBackends } from '../domain/vault.ts';
import { read, write } from './define.ts';
import { given } from './given.ts';

/** Where secrets are kept. */
export const commands = {
  'vault.status': read<VaultStatus>()(z.strictObject({})),
  /** Makes the vault, once; a passphrase for that backend. */
  'vault.create': write<VaultStatus>()(
    z.strictObject({ backend: z.enum(vaultBackends), passphrase: given.optional() }),
  ),
  /** By a passphrase; without one by what the host has: the operating system's key store, its environment, a prompt. */
  'vault.unlock': write<VaultStatus>()(z.strictObject({ passphrase: given.optional() })),
  /** Forgets the key in this process, which opens it no more until told to; a vault in memory forgets its secrets. */
  'vault.lock': write<VaultStatus>()(z.strictObject({})),
  /** Lets the open vault be opened another way too, or by another passphrase. */
  'vault.wrap': write<VaultStatus>()(
    z.strictObject({ backend: z.enum(['safe-storage', 'passphrase']), passphrase: given.optional() }),
  ),
  /** Takes a way away; the last one stays. */
  'vault.unwrap': write<VaultStatus>()(z.strictObject({ backend: z.enum(['safe-storage', 'passphrase']) })),
};
