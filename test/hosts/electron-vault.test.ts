import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { Failure, Reply } from '../../shared/contract/errors.ts';
import type { VaultStatus } from '../../shared/domain/vault.ts';
import { launchStandIn, type StandInApp } from '../fakes/electron/launch.ts';
import { sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { electronEntry, unbuilt } from './contract/built.ts';
import { runBin } from './contract/processes.ts';

declare const switchboard: Bridge;

const passphrase = 'fake passphrase of the desktop';
const token = 'fake-desktop-token-55';

describe.skipIf(unbuilt)(`the vault of the desktop host${unbuilt ? ` (${unbuilt})` : ''}`, () => {
  let root: string;
  let partner: TestPartner;
  let app: StandInApp | undefined;
  const folder = () => path.join(root, 'data');

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'switchboard-desktop-vault-'));
    partner = await startPartner((_, response) =>
      sendFhir(response, 200, { resourceType: 'Bundle', type: 'searchset', entry: [] }),
    );
  });
  afterAll(async () => {
    await app?.close();
    await partner?.close();
    await rm(root, { recursive: true, force: true });
  });

  async function launch(env: Record<string, string> = {}, data = folder()): Promise<void> {
    await app?.close();
    app = await launchStandIn({ entry: electronEntry, dataDir: root, env: { SWITCHBOARD_DATA_DIR: data, ...env } });
  }
  const call = async (name: string, input: object = {}): Promise<Reply<unknown>> => {
    if (!app) throw new Error('No app is running.');
    return app.page.evaluate(([to, what]) => switchboard.call(to, what), [name, input] as const);
  };
  const status = async (name: string, input: object = {}): Promise<VaultStatus> => {
    const reply = await call(name, input);
    if (!reply.ok) throw new Error(JSON.stringify(reply.error));
    return reply.value as VaultStatus;
  };
  const refusal = async (name: string, input: object = {}): Promise<Failure> => {
    const reply = await call(name, input);
    if (reply.ok) throw new Error(JSON.stringify(reply.value));
    return reply.error;
  };
  /** The built command line on the same folder. */
  async function line(words: string[], environment: Record<string, string> = {}) {
    const env = { ...process.env, NODE_OPTIONS: '', SWITCHBOARD_DATA_DIR: folder(), ...environment };
    const { code, out } = await runBin([...words, '--json'], env, '');
    return { code, value: JSON.parse(out) };
  }

  test('kept by the key store, it opens by itself, and by passphrase from the command line once that is added', {
    timeout: 90_000,
  }, async () => {
    await launch();
    expect((await status('vault.status')).choices[0]).toMatchObject({ backend: 'safe-storage', available: true });
    expect(await status('vault.create', { backend: 'safe-storage' })).toMatchObject({ openedBy: 'safe-storage' });
    const mesa = { name: 'Mesa', baseUrl: partner.base, role: 'payer', auth: { method: 'bearer' } };
    const added = await call('connections.add', { ...mesa, secrets: { bearer: { value: token } } });
    expect(added.ok, JSON.stringify(added)).toBe(true);
    expect(await readFile(path.join(folder(), 'vault.json'), 'utf8')).not.toContain(token);

    const open = { SWITCHBOARD_PASSPHRASE: passphrase };
    const query = ['query', 'Patient', '--connection', 'Mesa'];
    const locked = await line(query, open);
    expect([locked.code, locked.value.error.code]).toEqual([2, 'vault-locked']);
    expect(locked.value.error.next).toMatch(/Settings.*SWITCHBOARD_PASSPHRASE/);
    const both = await status('vault.wrap', { backend: 'passphrase', passphrase: { value: passphrase } });
    expect(both.backends).toEqual(['safe-storage', 'passphrase']);
    expect((await line(query, open)).code).toBe(0);
    expect(partner.requests.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);

    await launch();
    expect((await status('vault.status')).state).toBe('locked');
    expect(await status('vault.unlock')).toMatchObject({ openedBy: 'safe-storage', secrets: 1 });
    // Another keyring: the passphrase still opens it, by the environment too.
    await launch({ STANDIN_KEYRING: 'none' });
    expect((await refusal('vault.unlock')).code).toBe('vault-locked');
    await launch({ STANDIN_KEYRING: 'none', SWITCHBOARD_PASSPHRASE: passphrase });
    expect(await status('vault.unlock')).toMatchObject({ openedBy: 'passphrase', secrets: 1 });
    expect(app?.output()).not.toMatch(/fake/);
  });

  test.each([
    ['basic_text', 'no keyring'],
    ['none', 'no key store'],
  ])('is not kept by a key store that protects nothing (%s)', { timeout: 60_000 }, async (keyring, says) => {
    await launch({ STANDIN_KEYRING: keyring }, path.join(root, keyring));
    const [choice] = (await status('vault.status')).choices;
    expect(choice).toEqual({ backend: 'safe-storage', available: false, says: expect.stringContaining(says) });
    expect(await refusal('vault.create', { backend: 'safe-storage' })).toMatchObject({
      code: 'capability-missing',
      message: expect.stringContaining(says),
    });
    expect((await status('vault.status')).state).toBe('none');
  });
});
