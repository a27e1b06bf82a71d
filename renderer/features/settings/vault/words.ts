import type { VaultBackend, VaultStatus } from '../../../../shared/domain/vault.ts';
import { formatNumberOf } from '../../../ui/format.ts';
import type { Result } from '../../../ui/figures.tsx';

const by: Record<VaultBackend, string> = {
  'safe-storage': 'by the key store of this system',
  passphrase: 'by its passphrase',
  memory: 'in memory only',
};

/** How the vault stands: a figure, a few words, and a sentence about what that means. */
export function stateWords({ state, openedBy, secrets }: VaultStatus): { result: Result; title: string; says: string } {
  const many = formatNumberOf(secrets, 'secret');
  switch (state) {
    case 'none':
      return {
        result: 'unchecked',
        title: 'Not made yet',
        says: 'No secret is kept so far. The first one asks for the vault; it can be made now as well.',
      };
    case 'locked':
      return {
        result: 'warn',
        title: 'Locked',
        says: `${many} in it. Whatever needs one asks for the vault first; everything else works.`,
      };
    case 'damaged':
      return { result: 'fail', title: 'Damaged', says: 'No secret of it is used, and nothing is written over it.' };
    case 'open':
      return openedBy === 'memory'
        ? {
            result: 'warn',
            title: 'Open, in memory only',
            says: `${many} held by this program, on no disk. They are gone when it ends.`,
          }
        : {
            result: 'ok',
            title: `Open, ${openedBy ? by[openedBy] : 'by what this host has'}`,
            says: `${many} at this console’s hand until it ends or the vault is locked. Other programs on this folder open it for themselves.`,
          };
  }
}

/** The path of the vault's file in a data folder, as the system of that folder writes paths. */
export const vaultFile = (dataFolder: string): string =>
  `${dataFolder}${dataFolder.includes('\\') ? '\\' : '/'}vault.json`;

/** Whether a way can be taken away: it opens the vault, and is not the last that does. */
export const canTakeAway = ({ state, backends }: VaultStatus, backend: VaultBackend): boolean =>
  state === 'open' && backend !== 'memory' && backends.includes(backend) && backends.length > 1;
