import type { VaultBackend } from '../../../shared/domain/vault.ts';

/** The backends as people know them. */
export const backendNames: Record<VaultBackend, string> = {
  'safe-storage': 'Key store of this system',
  passphrase: 'A passphrase',
  memory: 'Memory only',
};
