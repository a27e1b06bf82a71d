import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Snapshot } from '../../../shared/contract/host.ts';
import type { KeyAlgorithm, KeyRecord } from '../../../shared/domain/key.ts';
import type { VaultBackend, VaultStatus } from '../../../shared/domain/vault.ts';
import type { ChangeWithoutSeq, Overrides } from '../bridge.ts';
import { keyOf } from './keys.ts';

/** The passphrase that opens the vault of the fake console. */
export const fakePassphrase = 'open sesame, says the fake';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
  /** How the vault stands when the console starts. */
  vault: VaultStatus['state'];
}

interface Import {
  name: string;
  source: { value: string };
  passphrase?: { value: string };
  alg?: KeyAlgorithm;
}

/** Vault and keys of the fake console. A key to import is encrypted where it says ENCRYPTED, and no key where it does not say KEY. */
export function secretAnswers({ snapshot, change, vault }: Means) {
  const status: VaultStatus = {
    state: vault,
    backends: vault === 'none' || vault === 'damaged' ? [] : ['passphrase'],
    ...(vault === 'open' ? { openedBy: 'passphrase' } : {}),
    secrets: vault === 'none' ? 0 : 3,
    choices: [
      { backend: 'safe-storage', available: false, says: 'This page runs in a browser, which has no key store.' },
      { backend: 'passphrase', available: true, says: 'You write it once each time the console starts.' },
      { backend: 'memory', available: true, says: 'Nothing is written; secrets end with this console.' },
    ],
    ...(vault === 'damaged'
      ? {
          problem: {
            message: 'The vault vault.json cannot be used, and was left as it is: it ends in the middle.',
            next: 'Put vault.json.before in its place, or move both away to start with an empty vault.',
          },
        }
      : {}),
  };
  const locked = (): Reply<never> | undefined => {
    if (status.state === 'none') return fail('vault-missing', 'There is no vault yet.', 'Make one.');
    if (status.state === 'locked') return fail('vault-locked', 'The vault is locked.', 'Unlock it.');
    return undefined;
  };
  const put = (record: KeyRecord): Reply<KeyRecord> => {
    snapshot.key = [...snapshot.key.filter(({ id }) => id !== record.id), record];
    change({ kind: 'key', id: record.id, op: 'put', record });
    return ok(record);
  };
  const made = () => new Date().toISOString();
  const isTaken = (name: string) => snapshot.key.some((key) => key.name === name);
  const taken = (name: string) => fail('name-taken', `There is a key ${name} already.`, 'Choose another name.');

  const answers: Overrides = {
    'vault.status': () => ok({ ...status }),
    'vault.create': ({ backend }: { backend: VaultBackend }) =>
      ok({ ...Object.assign(status, { state: 'open', backends: [backend], openedBy: backend }) }),
    'vault.unlock': ({ passphrase }: { passphrase: { value: string } }) =>
      passphrase.value === fakePassphrase
        ? ok({ ...Object.assign(status, { state: 'open', openedBy: 'passphrase' }) })
        : fail('wrong-passphrase', 'That is not the passphrase.', 'Try again.'),
    'vault.lock': () => {
      delete status.openedBy;
      return ok({ ...Object.assign(status, { state: 'locked' }) });
    },
    'vault.wrap': ({ backend }: { backend: VaultBackend }) => {
      const others = status.backends.filter((one) => one !== backend && one !== 'memory');
      return ok({ ...Object.assign(status, { backends: [...others, backend], openedBy: backend }) });
    },
    'vault.unwrap': ({ backend }: { backend: VaultBackend }) =>
      ok({ ...Object.assign(status, { backends: status.backends.filter((one) => one !== backend) }) }),
    'keys.list': () => ok(snapshot.key),
    'keys.jwks': ({ name }: { name?: string }) =>
      ok({ keys: snapshot.key.filter((key) => name === undefined || key.name === name).map(({ jwk }) => jwk) }),
    'keys.generate': ({ name, alg }: { name: string; alg: KeyAlgorithm }) =>
      locked() ??
      (isTaken(name) ? taken(name) : put(keyOf(`made-${snapshot.key.length}`, name, alg, { createdAt: made() }))),
    'keys.import': ({ name, source, passphrase, alg = 'ES384' }: Import) => {
      const refusal = locked();
      if (refusal) return refusal;
      if (isTaken(name)) return taken(name);
      if (!source.value.includes('KEY'))
        return fail('key-unusable', 'There is no private key in it that can be read.', 'Give a PEM, a JWK or a PFX.');
      if (source.value.includes('ENCRYPTED') && passphrase?.value !== fakePassphrase)
        return fail('wrong-passphrase', 'The passphrase does not open the key.', 'Try another one.');
      return put(keyOf(`imported-${snapshot.key.length}`, name, alg, { origin: 'imported', createdAt: made() }));
    },
    'keys.rotate': ({ name }: { name: string }) => {
      const old = snapshot.key.find((key) => key.name === name && key.state === 'current');
      if (!old) return fail('not-found', `There is no key ${name}.`, 'Generate one.');
      put({ ...old, state: 'retired', retiredAt: made() });
      return put(keyOf(`turned-${snapshot.key.length}`, name, old.alg, { createdAt: made() }));
    },
    'keys.remove': ({ key: nameOrKid }: { key: string }) => {
      const gone = snapshot.key.filter(({ name, kid }) => name === nameOrKid || kid === nameOrKid);
      const user = snapshot.connection.find(({ auth }) => 'key' in auth && auth.key === nameOrKid);
      if (user)
        return fail(
          'invalid-input',
          `The connection ${user.name} signs with the key ${nameOrKid}.`,
          'Give the connection another key first, or remove the connection.',
        );
      snapshot.key = snapshot.key.filter((key) => !gone.includes(key));
      for (const { id } of gone) change({ kind: 'key', id, op: 'delete' });
      return ok({ removed: gone.map(({ kid }) => kid) });
    },
  };
  return { answers, locked };
}
