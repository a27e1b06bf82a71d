import type { VaultStatus } from '../../../shared/domain/vault.ts';
import { get, type Host } from './host.ts';

/** The passphrase of the vaults that hosts under test make; each is started with it in its environment. */
export const vaultPassphrase = 'the contract suite’s passphrase';

/** Makes the vault of the host's folder, unless another case has. */
export async function haveVault(host: Host): Promise<void> {
  const { state } = await get<VaultStatus>(host, 'vault.status');
  const input = { backend: 'passphrase', passphrase: { value: vaultPassphrase } };
  if (state === 'none') await get(host, 'vault.create', input);
  if (state === 'locked') await get(host, 'vault.unlock', { passphrase: { value: vaultPassphrase } });
}
