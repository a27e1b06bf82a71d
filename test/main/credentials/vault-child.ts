import { createVault } from '../../../main/credentials/open-vault.ts';

/**
 * Another process with the vault of a folder: `node vault-child.ts FOLDER PREFIX COUNT`. At the word of its parent it puts COUNT secrets,
 * one after the other, and says the number of each once it is kept.
 */
const [folder = '', prefix = '', count = '0'] = process.argv.slice(2);
const vault = createVault({
  folder,
  cost: { N: 2 ** 4, r: 8, p: 1 },
  note: () => undefined,
  passphrase: async () => 'fake passphrase of a test',
});

process.send?.('ready');
process.once('message', async () => {
  for (let number = 0; number < Number(count); number += 1) {
    const kept = await vault.put(`${prefix}/${number}`, `fake-secret-${prefix}-${number}`);
    process.send?.(kept.ok ? number : kept.error.message);
  }
  process.disconnect();
});
