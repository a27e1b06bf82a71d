import path from 'node:path';
import type { Given as GivenSecret } from '../../../../shared/contract/given.ts';
import { type KeyAlgorithm, type KeyRecord, keyAlgorithms } from '../../../../shared/domain/key.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused, Refusal } from '../refusal.ts';

const row = (key: KeyRecord): string[] => [key.name, key.alg, key.state, key.origin, key.createdAt, key.kid];
const rows = (keys: KeyRecord[]) => table(['NAME', 'ALG', 'STATE', 'ORIGIN', 'SINCE', 'KID'], keys.map(row));

async function printOne(session: Session, key: KeyRecord): Promise<number> {
  await session.print(session.json ? jsonDocument(key) : rows([key]));
  return 0;
}

function algorithmOf(given: Given): KeyAlgorithm | undefined {
  const typed = given.text('alg');
  if (typed === undefined) return undefined;
  return (
    keyAlgorithms.find((one) => one === typed) ??
    misused(`--alg ${typed} is not known.`, `Use one of: ${keyAlgorithms.join(', ')}.`)
  );
}

const nameOf = (given: Given, command: string) =>
  given.text('name') ?? misused(`${command} needs a name for the key.`, 'Give --name NAME.');

/** `keys generate --alg ALG --name NAME`. */
export const keysGenerate: Command = {
  words: [],
  options: { alg: { type: 'text' }, name: { type: 'text' } },
  run: async (given, session) =>
    printOne(
      session,
      await session.run('keys.generate', { name: nameOf(given, 'keys generate'), alg: algorithmOf(given) }),
    ),
};

/** `keys import FILE --name NAME`: PEM, JWK or PFX; the passphrase by environment variable, or asked for at a terminal. */
export const keysImport: Command = {
  words: ['FILE'],
  options: {
    name: { type: 'text' },
    'passphrase-env': { type: 'text' },
    alg: { type: 'text' },
    kid: { type: 'text' },
  },
  async run(given, session) {
    const fromEnvironment = given.text('passphrase-env');
    const take = (passphrase: GivenSecret | undefined) =>
      session.run('keys.import', {
        name: nameOf(given, 'keys import'),
        source: { file: path.resolve(given.word('FILE')) },
        passphrase,
        alg: algorithmOf(given),
        kid: given.text('kid'),
      });
    if (fromEnvironment !== undefined) return printOne(session, await take({ env: fromEnvironment }));
    try {
      return await printOne(session, await take(undefined));
    } catch (error) {
      if (!(error instanceof Refusal && asksForPassphrase(error))) throw error;
      const typed = await session.surface.askPassphrase?.('key');
      if (typed === undefined) throw error;
      return printOne(session, await take({ value: typed }));
    }
  },
};

const asksForPassphrase = ({ failure: { code, details } }: Refusal) =>
  code === 'key-unusable' && details?.some((line) => line.startsWith('passphrase:'));

/** `keys list`. */
export const keysList: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const keys = await session.run('keys.list', {});
    await session.print(session.json ? jsonDocument(keys) : rows(keys));
    if (keys.length === 0 && !session.json) session.say('There is no key.');
    return 0;
  },
};

/** `keys jwks [--name NAME] [--out FILE]`: the public keys, on stdout or as a file. */
export const keysJwks: Command = {
  words: [],
  options: { name: { type: 'text' }, out: { type: 'text' }, overwrite: { type: 'flag' } },
  async run(given, session) {
    const name = given.text('name');
    const out = given.text('out');
    if (out === undefined) {
      await session.print(jsonDocument(await session.run('keys.jwks', { name })));
      return 0;
    }
    const file = path.resolve(out);
    const receipt = await session.run('keys.export', { name, file, overwrite: given.flag('overwrite') });
    await session.print(session.json ? jsonDocument(receipt) : `${receipt.keys} public key(s) in ${receipt.file}\n`);
    return 0;
  },
};

/** `keys rotate NAME`: a new key under the name; the old one stays in the JWKS. */
export const keysRotate: Command = {
  words: ['NAME'],
  options: {},
  async run(given, session) {
    const key = await session.run('keys.rotate', { name: given.word('NAME') });
    await printOne(session, key);
    session.say(
      'The old key signs no more and stays in the JWKS: give partners the new set, then remove the old key by its kid.',
    );
    return 0;
  },
};

/** `keys remove NAME|KID`. */
export const keysRemove: Command = {
  words: ['NAME|KID'],
  options: {},
  async run(given, session) {
    const receipt = await session.run('keys.remove', { key: given.word('NAME|KID') });
    await session.print(session.json ? jsonDocument(receipt) : `Removed: ${receipt.removed.join(', ')}\n`);
    return 0;
  },
};
