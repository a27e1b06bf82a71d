// The desktop host keeps its secrets out of its page, its files and its output, as the web host does (test/e2e/canaries.spec.ts).
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { Reply } from '../../shared/contract/errors.ts';
import { type Canaries, createCanaries } from '../fakes/canaries/canary.ts';
import { type LeakyPartner, newKey, startLeakyPartner } from '../fakes/canaries/leaky-partner.ts';
import { heapOf, searchFolder, surfaceOf } from '../fakes/canaries/places.ts';
import { launchStandIn, type StandInApp } from '../fakes/electron/launch.ts';
import { electronEntry, unbuilt } from './contract/built.ts';

declare const switchboard: Bridge;

describe.skipIf(unbuilt)(`secrets of the desktop host${unbuilt ? ` (${unbuilt})` : ''}`, () => {
  let dataDir: string;
  let app: StandInApp;
  let canaries: Canaries;
  let partner: LeakyPartner;
  const told: string[] = [];

  /** A call without secrets: what a test evaluates in the page would stay in its heap for a while. */
  async function call(name: string, input: unknown): Promise<Reply<unknown>> {
    const reply = await app.page.evaluate(([to, what]) => switchboard.call(to as string, what), [name, input] as const);
    told.push(JSON.stringify(reply));
    return reply;
  }
  const field = (label: string) => app.page.getByLabel(label, { exact: true }).last();
  async function form(name: string): Promise<void> {
    await app.page.evaluate(() => {
      location.hash = '#/connections/new';
    });
    await app.page.getByRole('textbox', { name: 'Base URL' }).fill(partner.base);
    await app.page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  }
  async function save(name: string): Promise<void> {
    await app.page.keyboard.press('Control+Enter');
    await app.page.getByRole('heading', { name, level: 2 }).waitFor();
  }

  beforeAll(async () => {
    canaries = createCanaries();
    partner = await startLeakyPartner(canaries);
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'switchboard-desktop-canaries-'));
    const env = { SWITCHBOARD_DATA_DIR: path.join(dataDir, 'data') };
    app = await launchStandIn({ entry: electronEntry, dataDir, env });
    app.page.setDefaultTimeout(15_000);
    await app.page.getByRole('navigation', { name: 'Console' }).waitFor();
  });
  afterAll(async () => {
    await app?.close();
    await partner?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('go in by the window and by partners', async () => {
    expect(await call('vault.create', { backend: 'safe-storage' })).toMatchObject({ ok: true });
    await form('Bearer');
    await app.page.getByText('Bearer token', { exact: true }).click();
    await field('Bearer token').fill(canaries.plant('bearer token', "#/+&=<'"));
    await app.page.getByRole('button', { name: /^The line/ }).click();
    await field('Extra headers').fill(`X-Key: ${canaries.plant('extra header', "#/+&=<'")}`);
    await save('Bearer');
    await form('Secret');
    await app.page.getByText('Client secret', { exact: true }).click();
    await app.page.getByRole('textbox', { name: 'Client id' }).fill('desktop-grant');
    await field('Client secret').fill(canaries.plant('client secret'));
    await save('Secret');

    await app.page.evaluate(() => {
      location.hash = '#/settings/keys';
    });
    await app.page.getByRole('button', { name: 'Import' }).first().click();
    await app.page.getByRole('textbox', { name: 'Name', exact: true }).fill('by-window');
    const key = newKey('p384');
    canaries.takeKey('imported key', key);
    await field('Private key').fill(key.export({ format: 'pem', type: 'pkcs8' }).toString());
    await app.page.getByRole('button', { name: 'Import', exact: true }).last().click();
    await app.page.getByRole('heading', { name: 'by-window', level: 2 }).waitFor();

    const auth = { method: 'backend', clientId: 'desktop-refuse', key: 'by-window' };
    await call('connections.add', { name: 'Keyed', baseUrl: partner.base, auth });
    for (const connection of ['Secret', 'Keyed']) await call('tokens.explain', { connection });
    for (const connection of ['Bearer', 'Secret'])
      for (const id of ['echo', 'plus', 'refused', 'failed', 'moved', 'cookie'])
        await call('queries.read', { partner: { connection }, reference: `Patient/${id}` });
    expect(canaries.all.filter(({ text }) => partner.seen().includes(text)).map(({ name }) => name)).toContain(
      'bearer token',
    );
    expect(canaries.all.length).toBeGreaterThan(10);
  });

  test('and are found in no reply, output, file, page or heap', async () => {
    expect(canaries.foundIn(told.join(''))).toEqual([]);
    expect(canaries.foundIn(app.output())).toEqual([]);
    expect(searchFolder(canaries, dataDir)).toEqual([]);
    expect(canaries.foundIn(await surfaceOf(app.page))).toEqual([]);
    const heap = await heapOf(app.page);
    expect(canaries.foundIn(heap)).toEqual([]);
    const control = createCanaries();
    control.take('name of a key', 'by-window');
    for (const place of [told.join(''), heap, await surfaceOf(app.page)])
      expect(control.foundIn(place)).toEqual(['name of a key']);
    expect(searchFolder(control, dataDir).join()).toMatch(/switchboard\.db/);
  });
});
