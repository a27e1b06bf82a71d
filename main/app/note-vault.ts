import { secretWords } from '../credentials/vault.ts';
import type { VaultEvent } from '../credentials/open-vault.ts';
import type { Store } from '../store/store.ts';

const words: Record<VaultEvent['did'], string> = {
  made: 'Vault made',
  opened: 'Vault opened',
  refused: 'Vault opened',
  wrapped: 'Way to open the vault added',
  unwrapped: 'Way to open the vault taken away',
  kept: 'Kept',
  forgotten: 'Forgotten',
};

/** Tells the audit trail what happens to the vault: secrets by what they are for, never by what they are. */
export function noteVault(store: Store): (event: VaultEvent) => void {
  return ({ did, backend, reference }) => {
    const [family, id = ''] = reference?.split('/') ?? [];
    const peer = family === 'connection' ? store.connections.get(id)?.name : undefined;
    const what = reference === undefined ? `by ${backend}` : secretWords(reference);
    store.write(() =>
      store.audit.add({
        action: 'credential',
        ...(peer === undefined ? {} : { peer }),
        request: `${words[did]}: ${what}`,
        outcome: did === 'refused' ? 'refused: wrong passphrase' : 'done',
      }),
    );
  };
}
