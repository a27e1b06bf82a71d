import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Given } from '../../shared/contract/given.ts';
import { type Jwks, jwksOf } from '../../shared/domain/key.ts';
import { generateKey, importKey, removeKey, rotateKey } from '../credentials/keys.ts';
import { about } from './connection-files.ts';
import type { Family, Kit } from './kit.ts';
import { readGiven } from './read-given.ts';
import { saidFile } from './say-source.ts';
import { tellExport } from './tell-export.ts';
import { writeAside } from './write-aside.ts';

/** The family `keys`: what partners register of us. */
export function keyHandlers(kit: Kit): Family<'keys'> {
  const { store, ports } = kit;
  const now = () => new Date(ports.clock.now()).toISOString();

  function publicSet(name: string | undefined): Reply<Jwks> {
    const jwks = jwksOf(store.keys.list(), name);
    if (name === undefined || jwks.keys.length > 0) return ok(jwks);
    return fail(
      'not-found',
      `There is no key ${name}.`,
      'Generate or import one under this name, or list those there are.',
    );
  }

  async function passphraseOf(given: Given | undefined): Promise<Reply<string | undefined>> {
    if (!given) return ok(undefined);
    const bytes = await readGiven(ports, given, 'the passphrase of the key');
    if (!bytes.ok) return bytes;
    const text = bytes.value.toString('utf8');
    return ok('file' in given ? text.replace(/\r?\n$/, '') : text);
  }

  return {
    'keys.list': () => ok(store.keys.list()),
    'keys.generate': ({ name, alg }) => generateKey(kit, name, alg, now()),
    async 'keys.import'({ name, source, passphrase: given, alg, kid }) {
      const bytes = await readGiven(ports, source, 'the key');
      if (!bytes.ok) return bytes;
      const passphrase = await passphraseOf(given);
      if (!passphrase.ok) return passphrase;
      const imported = await importKey(
        kit,
        { name, bytes: bytes.value, passphrase: passphrase.value, alg, kid },
        now(),
      );
      return 'file' in source ? about(`the key in ${saidFile(source.file)}`, imported) : imported;
    },
    'keys.jwks': ({ name }) => publicSet(name),
    async 'keys.export'({ name, file, overwrite }) {
      if (!ports.capabilities.includes('write-files'))
        return fail(
          'capability-missing',
          'This host writes no files.',
          'Use keys jwks of the command line with --out.',
        );
      const jwks = publicSet(name);
      return jwks.ok ? exportKeys(kit, jwks.value, file, overwrite) : jwks;
    },
    'keys.rotate': ({ name }) => rotateKey(kit, name, now()),
    'keys.remove': ({ key }) => removeKey(kit, key),
  };
}

/** The public halves are for others to read, hence 0644. */
async function exportKeys(
  { store }: Kit,
  jwks: Jwks,
  file: string,
  overwrite: boolean,
): Promise<Reply<{ file: string; keys: number }>> {
  const keys = jwks.keys.length;
  try {
    const written = await writeAside(
      file,
      async (put) => {
        await put(`${JSON.stringify(jwks, null, 2)}\n`);
        tellExport(store, { what: 'the public keys', to: file, outcome: `${keys} keys` });
        return ok(keys);
      },
      { overwrite, mode: 0o644 },
    );
    return written.ok ? ok({ file, keys }) : written;
  } catch (error) {
    return fail(
      'file-unwritable',
      `${file} cannot be written: ${(error as Error).message}.`,
      'Check the folder and the space on the disk.',
    );
  }
}
