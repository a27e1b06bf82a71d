import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import type { Family, Kit } from './kit.ts';
import { readGiven } from './read-given.ts';

/** The family `vault`. */
export function vaultHandlers({
  ports,
  store,
  vault,
  tokens,
}: Pick<Kit, 'ports' | 'store' | 'vault'> & { tokens: Pick<Kit['tokens'], 'letGo'> }): Family<'vault'> {
  /** A passphrase as given; a file's last line break is none of it. */
  async function readPassphrase(given: Given): Promise<Reply<string>> {
    const bytes = await readGiven(ports, given, 'the passphrase of the vault');
    if (!bytes.ok) return bytes;
    const text = bytes.value.toString('utf8');
    bytes.value.fill(0);
    return ok('file' in given ? text.replace(/\r?\n$/, '') : text);
  }

  /** A passphrase to make a vault or a way with: as given, else from the environment or a prompt. */
  async function newPassphrase(given: Given | undefined): Promise<Reply<string>> {
    if (given) return readPassphrase(given);
    const made = await ports.passphrase?.('make');
    if (made !== undefined) return ok(made);
    return fail(
      'secret-missing',
      'A passphrase for the vault is missing.',
      'Give one, or set SWITCHBOARD_PASSPHRASE before you start.',
    );
  }

  return {
    'vault.status': async () => ok(await vault.status()),
    async 'vault.create'({ backend, passphrase }) {
      if (backend !== 'passphrase') return vault.create(backend);
      const { state } = await vault.status();
      if (state !== 'none') return vault.create(backend); // refused there; nobody is asked for a passphrase first
      const read = await newPassphrase(passphrase);
      return read.ok ? vault.create(backend, read.value) : read;
    },
    async 'vault.unlock'({ passphrase }) {
      if (!passphrase) return vault.unlock();
      const read = await readPassphrase(passphrase);
      return read.ok ? vault.unlock(read.value) : read;
    },
    async 'vault.lock'() {
      store.write(() => store.audit.add({ action: 'credential', request: 'Vault locked', outcome: 'done' }));
      const status = await vault.lock();
      await tokens.letGo(); // those in memory are secrets of this process too
      return ok(status);
    },
    async 'vault.wrap'({ backend, passphrase }) {
      if (backend !== 'passphrase') return vault.wrap(backend);
      const read = await newPassphrase(passphrase);
      return read.ok ? vault.wrap(backend, read.value) : read;
    },
    'vault.unwrap': ({ backend }) => vault.unwrap(backend),
  };
}
