import { expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { runLine } from './command-line.ts';

const key = { name: 'main', kid: 'k', alg: 'ES384', state: 'current', origin: 'imported', createdAt: '2026-10-01' };
const encrypted = fail('key-unusable', 'The key is encrypted, and no passphrase was given.', 'Give it.', {
  details: ['passphrase: It is missing.'],
});
const answers = {
  'keys.import': ({ passphrase }: { passphrase?: { value: string } }) =>
    passphrase?.value === 'typed words' ? ok(key) : encrypted,
};
const line = ['keys', 'import', '/keys/main.pem', '--name', 'main', '--json'];

it('the passphrase of a key is asked for at a terminal, once the key turns out to need one', async () => {
  const ran = await runLine(line, { answers, typed: 'typed words' });
  expect([ran.code, JSON.parse(ran.out)]).toEqual([0, key]);
  expect(ran.console.asked.map(({ input }) => input)).toEqual([
    { name: 'main', source: { file: '/keys/main.pem' } },
    { name: 'main', source: { file: '/keys/main.pem' }, passphrase: { value: 'typed words' } },
  ]);
});

it('where nobody types one, the refusal stays as it is', async () => {
  const ran = await runLine(line, { answers });
  expect([ran.code, JSON.parse(ran.out).error.code, ran.console.asked.length]).toEqual([2, 'key-unusable', 1]);
});

it('a named variable is used, and nobody is asked', async () => {
  const ran = await runLine([...line, '--passphrase-env', 'WORDS'], { answers, typed: 'typed words' });
  expect([ran.code, ran.console.asked.length]).toEqual([2, 1]);
  expect(ran.console.asked[0]?.input).toMatchObject({ passphrase: { env: 'WORDS' } });
});
