import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { post } from './contract/web.ts';
import { askCli, newDataFolder, runCli, startCli } from './cli-process.ts';

const passphrase = 'fake canary passphrase 3c';
const next = 'fake canary passphrase 4d';
const token = 'fake-canary-token-17';
const told: string[] = [];

let partner: TestPartner;
beforeAll(async () => {
  partner = await startPartner((_, response) =>
    sendFhir(response, 200, { resourceType: 'Bundle', type: 'searchset', entry: [] }),
  );
});
afterAll(() => partner.close());

/** A command on a folder, with what stands in its environment; remembers what it said. */
async function ask(dataFolder: string, words: string[], environment: Record<string, string> = {}) {
  const asked = await askCli(words, { dataFolder, environment });
  told.push(JSON.stringify(asked));
  return { code: asked.code, value: asked.value };
}

const filesWith = (folder: string, words: string[]) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => words.some((word) => readFileSync(file).includes(word)));

test('from no vault to a changed passphrase, every step by a process of its own', { timeout: 90_000 }, async () => {
  const folder = newDataFolder();
  const open = { SWITCHBOARD_PASSPHRASE: passphrase };
  const add = ['connections', 'add', 'Mesa', '--base', partner.base, '--role', 'payer'];
  const bearer = [...add, '--auth', 'bearer', '--token-env', 'MESA_TOKEN'];
  expect((await ask(folder, ['vault', 'status'])).value).toMatchObject({ state: 'none' });

  // Nobody sits at a terminal: nobody is asked, and the ways are named.
  const unmade = await ask(folder, ['vault', 'create']);
  expect([unmade.code, unmade.value.error.code]).toEqual([2, 'secret-missing']);
  expect(unmade.value.error.next).toContain('SWITCHBOARD_PASSPHRASE');
  const homeless = await ask(folder, bearer, { MESA_TOKEN: token });
  expect([homeless.code, homeless.value.error.code]).toEqual([2, 'vault-missing']);
  const memory = await ask(folder, ['vault', 'create', '--backend', 'memory'], open);
  expect([memory.code, memory.value.error.code]).toEqual([2, 'capability-missing']);
  expect(existsSync(path.join(folder, 'vault.json'))).toBe(false);

  const made = await ask(folder, ['vault', 'create'], open);
  expect(made).toMatchObject({ code: 0, value: { state: 'open', backends: ['passphrase'] } });
  expect(statSync(path.join(folder, 'vault.json')).mode & 0o777).toBe(0o600);
  expect((await ask(folder, bearer, { ...open, MESA_TOKEN: token })).code).toBe(0);

  const query = ['query', 'Patient', '--connection', 'Mesa'];
  const locked = await ask(folder, query);
  expect([locked.code, locked.value.error.code]).toEqual([2, 'vault-locked']);
  expect(locked.value.error.next).toContain('SWITCHBOARD_PASSPHRASE');
  const wrong = await ask(folder, ['vault', 'check'], { SWITCHBOARD_PASSPHRASE: 'quite another' });
  expect([wrong.code, wrong.value.error.code]).toEqual([2, 'wrong-passphrase']);
  expect(partner.requests).toHaveLength(0);

  const half = await ask(folder, ['vault', 'passphrase'], open);
  expect([half.code, half.value.error.message]).toEqual([2, 'The new passphrase is missing.']);
  const changed = await ask(folder, ['vault', 'passphrase'], { ...open, SWITCHBOARD_NEW_PASSPHRASE: next });
  expect(changed).toMatchObject({ code: 0, value: { state: 'open', secrets: 1 } });
  expect((await ask(folder, ['vault', 'check'], open)).code).toBe(2);
  expect((await ask(folder, query, { SWITCHBOARD_PASSPHRASE: next })).code).toBe(0);
  expect(partner.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);

  expect(told.filter((line) => line.includes('canary'))).toEqual([]);
  expect(filesWith(folder, [passphrase, next, token])).toEqual([]);
});

test('a damaged vault is told by every command that needs it, and left as it is', { timeout: 60_000 }, async () => {
  const folder = newDataFolder();
  const environment = { SWITCHBOARD_PASSPHRASE: passphrase };
  const file = path.join(folder, 'vault.json');
  writeFileSync(file, '{"format":"switchboard-vau');
  const status = await ask(folder, ['vault', 'status']);
  expect(status).toMatchObject({ code: 0, value: { state: 'damaged', problem: { next: expect.any(String) } } });
  for (const words of [['create'], ['check'], ['unwrap', 'passphrase']]) {
    const { code, value } = await ask(folder, ['vault', ...words], environment);
    expect([code, value.error.code], words[0]).toEqual([2, 'vault-damaged']);
  }
  expect(readFileSync(file, 'utf8')).toBe('{"format":"switchboard-vau');
});

test('words nobody knows are refused with what to write', async () => {
  const folder = newDataFolder();
  for (const [words, message] of [
    [['create', '--backend', 'cloud'], '--backend cloud is not known.'],
    [['wrap', 'cloud'], 'cloud opens no vault.'],
    [['unwrap'], 'vault unwrap needs BACKEND.'],
    [['create', '--passphrase', 'x'], 'vault create has no option --passphrase.'],
  ] as const) {
    const { code, value } = await ask(folder, ['vault', ...words]);
    expect([code, value.error.message]).toEqual([2, message]);
  }
  const help = await runCli(['vault', '--help'], { dataFolder: folder });
  for (const each of ['status', 'create', 'check', 'passphrase', 'wrap', 'unwrap', 'lock'])
    expect(help.out).toContain(`switchboard vault ${each}`);
});

test.skipIf(process.platform === 'win32')(
  'the web host has the passphrase of its start, and no program it starts does',
  { timeout: 60_000 },
  async () => {
    const folder = newDataFolder();
    const programs = path.join(folder, 'programs');
    const seen = path.join(folder, 'seen.txt');
    mkdirSync(programs);
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(path.join(programs, name), `#!/bin/sh\nenv > '${seen}.new'\nmv '${seen}.new' '${seen}'\n`);
      chmodSync(path.join(programs, name), 0o755);
    }
    const environment = {
      PATH: `${programs}${path.delimiter}${process.env.PATH}`,
      SWITCHBOARD_PASSPHRASE: passphrase,
      SWITCHBOARD_NEW_PASSPHRASE: next,
      KEPT: 'yes',
    };
    const served = startCli(['serve', '--no-open', '--no-sandbox', '--receiver-port', '0', '--json'], {
      dataFolder: path.join(folder, 'data'),
      environment,
    });
    const [{ url }] = (await served.lines(1)) as [{ url: string }];
    const call = (name: string, input: object) => post(url, name, JSON.stringify(input));
    expect(await call('vault.create', { backend: 'passphrase' })).toMatchObject({ ok: true, value: { state: 'open' } });
    expect((await call('links.open', { url: 'https://partner.example/' })).ok).toBe(true);
    await expect.poll(() => existsSync(seen), { timeout: 10_000 }).toBe(true);
    const given = readFileSync(seen, 'utf8');
    expect(given).toContain('KEPT=yes');
    expect(given).not.toContain('PASSPHRASE');
    served.child.kill('SIGTERM');
    expect((await served.done).err).not.toContain('canary');
  },
);
