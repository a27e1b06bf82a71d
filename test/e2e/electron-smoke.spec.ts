// The real Electron, where its binary is. Everywhere else the desktop host is tested on the stand-in (test/hosts).
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import type { Bridge } from '../../shared/contract/bridge.ts';

declare const switchboard: Bridge;

const root = path.resolve(import.meta.dirname, '../..');

/** The binary, as Electron's package names it. The package itself is never loaded: that would download the binary. */
function findBinary(): string | undefined {
  const folder = path.join(root, 'node_modules/electron');
  const pointer = path.join(folder, 'path.txt');
  if (!existsSync(pointer)) return undefined;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
  const binary = path.join(dist, readFileSync(pointer, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** Why the real Electron cannot run here. */
function findObstacle(binary: string | undefined): string | undefined {
  if (!binary) return 'Electron’s binary is not installed';
  if (process.platform !== 'linux') return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  return process.getuid?.() === 0 ? 'Chromium’s sandbox does not run as root' : undefined;
}

const binary = findBinary();
const obstacle = findObstacle(binary);

test.describe('the console in Electron', () => {
  test.skip(obstacle !== undefined, obstacle);

  let folder: string;
  let app: ElectronApplication;

  test.beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-electron-'));
    const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env as Record<string, string>;
    app = await _electron.launch({
      ...(binary ? { executablePath: binary } : {}),
      args: [root, `--user-data-dir=${folder}`],
      env: { ...env, SWITCHBOARD_DATA_DIR: path.join(folder, 'data') },
    });
  });
  test.afterEach(async () => {
    await app?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('opens its window, answers, keeps receiver and sandbox, and lets nothing out', async () => {
    const page = await app.firstWindow();
    await expect(page).toHaveTitle('Switchboard');
    expect(page.url()).toMatch(/^app:\/\/console\//);
    const info = await page.evaluate(() => switchboard.call('host.info', {}));
    expect(info).toMatchObject({ ok: true, value: { host: 'electron', dataFolder: path.join(folder, 'data') } });
    for (const role of ['receiver', 'sandbox'])
      await expect
        .poll(() => page.evaluate((name) => switchboard.call(`${name}.status`, {}), role), { timeout: 30_000 })
        .toMatchObject({ ok: true, value: { running: true } });
    const seen = await page.evaluate(async () => [
      'require' in window,
      'process' in window,
      window.open('https://partner.example/') === null,
      await fetch('https://partner.example/').then(String, (error: Error) => error.name),
    ]);
    expect(seen).toEqual([false, false, true, 'TypeError']);
    expect(app.windows()).toHaveLength(1);
  });

  test('hears changes as they happen', async () => {
    const page = await app.firstWindow();
    const name = await page.evaluate(async () => {
      const heard = new Promise<string>((resolve) => {
        switchboard.listen((event) => {
          if (event.type === 'change' && event.change.op === 'put' && event.change.kind === 'connection')
            if (event.change.record.origin === 'user') resolve(event.change.record.name);
        });
      });
      await switchboard.call('connections.add', { name: 'Alder Clinic', baseUrl: 'https://alder.example/fhir' });
      return heard;
    });
    expect(name).toBe('Alder Clinic');
  });
});
