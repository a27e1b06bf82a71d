import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { VaultBackend, VaultStatus } from '../../shared/domain/vault.ts';
import type { Ports, SafeStorage } from '../ports.ts';
import { createKeyHolder, type LastingBackend, realPause } from './key-holder.ts';
import { createMemorySecrets } from './memory-secrets.ts';
import { ourCost, type ScryptCost } from './scrypt.ts';
import { change, forgetSealed, sealSecret, unsealSecret, writeFirst, writeMemoryVault } from './sealed-vault.ts';
import { secretWords, type Vault } from './vault.ts';
import { lists, readVaultFile } from './vault-file.ts';
import { vaultStatus } from './vault-status.ts';
import { absent, concerning, damaged, damagedSecret, lastWay, missing, taken } from './vault-words.ts';
import { prepareWrap } from './wraps.ts';

/** Something that happened to a vault, for the audit trail; never what lies in it. */
export interface VaultEvent {
  /** `refused`: a passphrase did not open it. */
  did: 'made' | 'opened' | 'refused' | 'wrapped' | 'unwrapped' | 'kept' | 'forgotten';
  backend?: VaultBackend;
  /** With `kept` and `forgotten`. */
  reference?: string;
}

/** What a vault is made on. */
export interface VaultOptions {
  /** The data folder. */
  folder: string;
  safeStorage?: SafeStorage;
  passphrase?: Ports['passphrase'];
  note(event: VaultEvent): void;
  /** What scrypt costs; only tests ask for less, and no file can. */
  cost?: ScryptCost;
  /** How the wait after a wrong passphrase passes, in milliseconds. */
  pause?(ms: number): Promise<unknown>;
}

/** The vault of a data folder. Nothing is read before it is asked something, and everything each time: others write it too. */
export function createVault(options: VaultOptions): Vault {
  const { folder, safeStorage, note, cost = ourCost, pause = realPause } = options;
  const memory = createMemorySecrets();
  const keys = createKeyHolder({
    folder,
    safeStorage,
    passphrase: options.passphrase,
    cost,
    pause,
    opened: (backend) => note({ did: 'opened', backend }),
    refused: () => note({ did: 'refused', backend: 'passphrase' }),
  });
  const read = () => readVaultFile(folder);
  const status = () => vaultStatus({ folder, safeStorage, keys, memory });

  /** Makes a vault that lasts, in the place of the one in memory if `id` names it; false when another process was faster. */
  async function makeLasting(backend: LastingBackend, passphrase?: string, id?: string): Promise<Reply<boolean>> {
    const wrapper = await prepareWrap(backend, { passphrase, safeStorage, cost });
    if (!wrapper.ok) return wrapper;
    const carried = id === undefined ? undefined : { id, secrets: memory.of(id) };
    const made = await writeFirst(folder, wrapper.value, carried);
    if (!made.ok || made.value === false) return made.ok ? ok(false) : made;
    memory.wipe();
    keys.hold(made.value, backend);
    note({ did: 'made', backend });
    return ok(true);
  }

  async function makeInMemory(): Promise<Reply<boolean>> {
    const made = await writeMemoryVault(folder);
    if (made.ok && made.value) note({ did: 'made', backend: 'memory' });
    return made;
  }

  async function create(backend: VaultBackend, passphrase?: string): Promise<Reply<VaultStatus>> {
    const found = read();
    if (found.kind === 'damaged') return damaged(folder, found.why);
    if (found.kind !== 'none') return taken();
    const made = await (backend === 'memory' ? makeInMemory() : makeLasting(backend, passphrase));
    if (!made.ok) return made;
    return made.value ? ok(status()) : taken();
  }

  /** The first secret of a folder makes its vault, where the host has a passphrase for it. */
  async function makeForFirst(what: string): Promise<Reply<boolean>> {
    const passphrase = await options.passphrase?.('make');
    return passphrase === undefined ? missing(what) : makeLasting('passphrase', passphrase);
  }

  async function keep(reference: string, secret: string): Promise<Reply<unknown>> {
    if (read().kind === 'none') {
      const made = await makeForFirst(secretWords(reference));
      if (!made.ok) return made;
    }
    const found = read();
    if (found.kind === 'memory') return ok(memory.of(found.id).set(reference, Buffer.from(secret)));
    const done = await change(folder, keys, (key, parts) => {
      const bytes = Buffer.from(secret);
      const sealed = sealSecret(key, reference, bytes);
      bytes.fill(0);
      return { parts: { ...parts, secrets: new Map([...parts.secrets, [reference, sealed]]) } };
    });
    return done.ok ? done : concerning(secretWords(reference), done);
  }

  /** A copy of a secret's bytes, for whoever asks to wipe. */
  async function bytesOf(reference: string, what: string): Promise<Reply<Buffer>> {
    const found = read();
    if (found.kind === 'damaged') return concerning(what, damaged(folder, found.why));
    if (found.kind === 'none') return absent(what, false);
    if (found.kind === 'memory') {
      const bytes = memory.of(found.id).get(reference);
      return bytes ? ok(Buffer.from(bytes)) : absent(what, true);
    }
    if (!lists(found.file, reference)) return absent(what, false);
    const opened = await keys.keyOf(found.file);
    if (!opened.ok) return concerning(what, opened);
    const bytes = unsealSecret(opened.value, found.file, reference);
    return bytes ? ok(bytes) : damagedSecret(what);
  }

  async function wrapAgain(backend: LastingBackend, passphrase?: string): Promise<Reply<unknown>> {
    const wrapper = await prepareWrap(backend, { passphrase, safeStorage, cost });
    if (!wrapper.ok) return wrapper;
    const done = await change(folder, keys, (key, parts) => ({
      parts: { ...parts, wraps: [...parts.wraps.filter((one) => one.backend !== backend), wrapper.value(key)] },
      withoutTrace: true, // the passphrase before must not open the version before
    }));
    if (done.ok) note({ did: 'wrapped', backend });
    return done;
  }

  return {
    create,
    status: async () => status(),
    async unlock(passphrase) {
      const found = read();
      if (found.kind === 'damaged') return damaged(folder, found.why);
      if (found.kind === 'none') return missing('secrets');
      if (found.kind === 'memory') return ok(status());
      if (passphrase === undefined) keys.allow();
      const opened = await (passphrase === undefined ? keys.keyOf(found.file) : keys.openBy(found.file, passphrase));
      return opened.ok ? ok(status()) : opened;
    },
    async lock() {
      keys.drop(true);
      memory.wipe();
      return status();
    },
    async wrap(backend, passphrase) {
      const found = read();
      const done = await (found.kind === 'memory'
        ? makeLasting(backend, passphrase, found.id)
        : wrapAgain(backend, passphrase));
      return done.ok ? ok(status()) : done;
    },
    async unwrap(backend) {
      let last = false;
      const done = await change(folder, keys, (_key, parts) => {
        const wraps = parts.wraps.filter((one) => one.backend !== backend);
        last = wraps.length === 0;
        return last || wraps.length === parts.wraps.length
          ? undefined
          : { parts: { ...parts, wraps }, withoutTrace: true };
      });
      if (!done.ok) return done;
      if (last) return lastWay();
      if (done.value) note({ did: 'unwrapped', backend });
      return ok(status());
    },
    async put(reference, secret) {
      const kept = await keep(reference, secret);
      if (!kept.ok) return kept;
      note({ did: 'kept', reference });
      return ok(undefined);
    },
    async use(reference, what, work) {
      const bytes = await bytesOf(reference, what);
      if (!bytes.ok) return bytes;
      const secret = bytes.value.toString('utf8');
      bytes.value.fill(0);
      return ok(await work(secret));
    },
    has(reference) {
      const found = read();
      if (found.kind === 'memory') return memory.of(found.id).has(reference);
      return found.kind === 'sealed' && lists(found.file, reference);
    },
    async forget(reference) {
      const found = read();
      const gone =
        found.kind === 'memory' ? ok(memory.forget(found.id, reference)) : await forgetSealed(folder, keys, reference);
      if (!gone.ok) return gone;
      for (const each of gone.value) note({ did: 'forgotten', reference: each });
      return ok(undefined);
    },
  };
}
