// Electron's own security checklist, item by item, against the built desktop host. What an item needs more than a glance at is in
// electron.test.ts; this file is the list one can tick off.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { contentPolicy } from '../../main/hosts/content-policy.ts';
import { type Bridge, callChannel } from '../../shared/contract/bridge.ts';
import type { Reply } from '../../shared/contract/errors.ts';
import type { VaultStatus } from '../../shared/domain/vault.ts';
import { launchStandIn, type StandInApp } from '../fakes/electron/launch.ts';
import { startPartner, type TestPartner } from './cli-partner.ts';
import { electronEntry, out, unbuilt } from './contract/built.ts';
import { until } from './contract/host.ts';

declare const switchboard: Bridge;

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFile(path.join(root, file), 'utf8');

describe.skipIf(unbuilt)(`Electron’s checklist${unbuilt ? ` (${unbuilt})` : ''}`, () => {
  let dataDir: string;
  let app: StandInApp;

  const start = (folder: string, env: Record<string, string> = {}) =>
    launchStandIn({
      entry: electronEntry,
      dataDir: folder,
      env: { SWITCHBOARD_DATA_DIR: path.join(folder, 'data'), ...env },
    });
  const call = <T>(name: string, input: unknown, on = app): Promise<Reply<T>> =>
    on.page.evaluate(([to, what]) => switchboard.call(to as string, what), [name, input] as const) as Promise<Reply<T>>;
  const details = async (kind: string) =>
    (await app.evaluate(({ standIn }) => standIn.record)).flatMap((one) => (one.kind === kind ? [one.detail] : []));
  const preferences = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.webContents.getLastWebPreferences()),
    );

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'switchboard-checklist-'));
    app = await start(dataDir);
    await app.page.locator('#root > *').first().waitFor();
  });
  afterAll(async () => {
    await app?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('1: only its own content is loaded', async () => {
    expect(app.page.url()).toMatch(/^https:\/\/console\.app\.stand-in\//); // app://console/, as the stand-in's Chromium sees it
    const loaded = await app.page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
    );
    expect(loaded.length).toBeGreaterThan(1);
    expect(new Set(loaded)).toEqual(new Set([new URL(app.page.url()).origin]));
    const html = await readFile(path.join(out, 'renderer/index.html'), 'utf8');
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('2: Node is off in the page, its workers and its frames', async () => {
    for (const { nodeIntegration, nodeIntegrationInWorker, nodeIntegrationInSubFrames } of await preferences())
      expect([nodeIntegration, nodeIntegrationInWorker ?? false, nodeIntegrationInSubFrames ?? false]).toEqual([
        false,
        false,
        false,
      ]);
    expect(
      await app.page.evaluate(() => ['require', 'process', 'Buffer', 'module'].filter((name) => name in window)),
    ).toEqual([]);
  });

  test('3: the preload is isolated from the page', async () => {
    expect((await preferences()).map(({ contextIsolation }) => contextIsolation)).toEqual([true]);
    expect(await app.page.evaluate(() => Object.isFrozen(switchboard))).toBe(true);
  });

  test('4: every process of a page is sandboxed', async () => {
    expect((await preferences()).map(({ sandbox }) => sandbox)).toEqual([true]);
    expect(await read('main/hosts/electron/entry.ts')).toContain('app.enableSandbox()');
  });

  test('5: permissions are refused, asked for or checked', async () => {
    const names = ['media', 'geolocation', 'notifications', 'clipboard-read', 'hid', 'serial', 'usb', 'openExternal'];
    const answers = await app.evaluate(
      async ({ standIn }, permissions) => [
        ...(await Promise.all(permissions.map((name) => standIn.askPermission(name)))),
        ...permissions.map((name) => standIn.checkPermission(name, 'app://console')),
      ],
      names,
    );
    expect(answers).toEqual(Array(names.length * 2).fill(false));
  });

  test.for([
    ['6', 'webSecurity', true],
    ['8', 'allowRunningInsecureContent', false],
    ['9', 'experimentalFeatures', false],
    ['10', 'enableBlinkFeatures', undefined],
    ['11', 'webviewTag', false],
  ] as const)('%s: %s is %s', async ([, name, safe]) => {
    for (const all of await preferences()) expect([safe, undefined]).toContain(all[name]);
  });

  test('7: a policy says what the page may load and run', async () => {
    const policy = await app.page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toBe(contentPolicy);
    expect(contentPolicy).toMatch(/default-src 'none'|default-src 'self'/);
    expect(contentPolicy).not.toMatch(/script-src[^;]*(?:unsafe-inline|unsafe-eval|https?:|\*)/);
  });

  test('12: no webview is attached, whatever it asks for', async () => {
    expect(await app.evaluate(({ standIn }) => standIn.attachWebview('https://partner.example/'))).toBe(false);
  });

  test('13: a page goes nowhere else', async () => {
    const before = app.page.url();
    await app.page.evaluate(() => location.assign('https://partner.example/away'));
    await until('the refusal', async () => ((await details('navigationDenied')).length > 0 ? true : undefined));
    expect(await details('navigationDenied')).toEqual(['https://partner.example/away']);
    expect(app.page.url()).toBe(before);
  });

  test('14: a page opens no windows', async () => {
    await app.page.evaluate(() => void window.open('https://partner.example/new'));
    await until('the refusal', async () => ((await details('windowOpen')).length > 0 ? true : undefined));
    expect(await details('windowOpen')).toEqual([{ url: 'https://partner.example/new', action: 'deny' }]);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('15: only web addresses are handed to the system', async () => {
    const bad = [
      'file:///etc/hosts',
      'smb://partner.example/share',
      'javascript:alert(1)',
      'ms-msdt:/id',
      'app://console/',
      'data:text/html,x',
    ];
    for (const url of bad)
      expect(await call('links.open', { url }), url).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(await details('openExternal')).toEqual([]);
    expect(await call('links.open', { url: 'https://partner.example/help' })).toMatchObject({ ok: true });
    expect(await details('openExternal')).toEqual(['https://partner.example/help']);
  });

  test('16: the version of Electron is one and pinned', async () => {
    const { devDependencies } = JSON.parse(await read('package.json')) as { devDependencies: Record<string, string> };
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    const { version } = JSON.parse(await read('node_modules/electron/package.json')) as { version: string };
    expect(devDependencies.electron).toBe(version);
  });

  test('17: only our own page is answered', async () => {
    const ask = (frame: object | null) =>
      app.evaluate(({ ipcMain }, [to, senderFrame]) => ipcMain.invoke(to, { senderFrame }, ['host.info', {}]), [
        callChannel,
        frame,
      ] as const);
    const ours = { origin: 'app://console', parent: null };
    expect(await ask(ours)).toMatchObject({ ok: true });
    for (const stranger of [{ ...ours, origin: 'https://partner.example' }, { ...ours, parent: ours }, null])
      expect(await ask(stranger)).toMatchObject({ ok: false, error: { code: 'origin-refused' } });
  });

  test('18: pages come by a scheme of our own that serves the renderer alone, never by file:', async () => {
    const paths = [
      '/%2e%2e/package.json',
      '/..%2fmain%2felectron.js',
      '/%2fetc%2fhosts',
      '/preload.cjs',
      '//etc/hosts',
    ];
    const found = await app.page.evaluate(
      (all) =>
        Promise.all(
          all.map((each) =>
            fetch(each).then(
              ({ status }) => status,
              () => 'refused',
            ),
          ),
        ),
      paths,
    );
    for (const status of found) expect([404, 'refused']).toContain(status);
    expect(await app.page.evaluate(() => fetch('file:///etc/hosts').then(String, () => 'refused'))).toBe('refused');
    for (const file of ['window.ts', 'protocol.ts'])
      expect(await read(`main/hosts/electron/${file}`)).not.toMatch(/loadFile|'file:/);
  });

  test('19: the fuses of the binary are set', async () => {
    const { electronFuses } = parse(await read('electron-builder.yml')) as { electronFuses: object };
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('20: of Electron’s own interfaces the page has none', async () => {
    expect(await app.page.evaluate(() => Object.keys(switchboard).sort())).toEqual(['call', 'listen']);
    const preload = await readFile(path.join(out, 'preload/preload.cjs'), 'utf8');
    expect([...preload.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map(([, name]) => name)).toEqual(['electron']);
    expect(preload).not.toMatch(/process\.env|passphrase|secret|token/i);
    const passed = await app.page.evaluate(() => {
      const heard: unknown[] = [];
      const stop = switchboard.listen((...all: unknown[]) => heard.push(...all));
      stop();
      return JSON.stringify(heard);
    });
    expect(passed).not.toContain('sender');
  });

  test('besides: no crash reports are collected, no debugger listens, no remote module is there', async () => {
    const main = await readFile(electronEntry, 'utf8');
    expect(main).not.toMatch(/crashReporter|@electron\/remote|remote-debugging-port/);
    expect((await preferences()).map(({ devTools }) => devTools)).toEqual([true]); // of a build that is not packaged
    expect(await read('main/hosts/electron/window.ts')).toContain('devTools: !app.isPackaged');
  });

  test('besides: the system’s key store is used where it is one', async () => {
    const status = await call<VaultStatus>('vault.status', {});
    expect(status.ok && status.value.choices.find(({ backend }) => backend === 'safe-storage')).toMatchObject({
      available: true,
    });
  });

  test.for(['basic_text', 'none'])(
    'besides: a key store that is %s is refused, and nothing weaker is taken in its place',
    async (keyring) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-keyring-'));
      const other = await start(folder, { STANDIN_KEYRING: keyring });
      try {
        const status = await call<VaultStatus>('vault.status', {}, other);
        const choice = status.ok ? status.value.choices.find(({ backend }) => backend === 'safe-storage') : undefined;
        expect(choice).toMatchObject({ available: false, says: expect.stringMatching(/\.$/) });
        const made = await call('vault.create', { backend: 'safe-storage' }, other);
        expect(made).toMatchObject({ ok: false, error: { code: 'capability-missing' } });
        expect(await call('vault.status', {}, other)).toMatchObject({ ok: true, value: { state: 'none' } });
      } finally {
        await other.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  test('besides: signing in happens in the person’s browser, never in a window of ours', async () => {
    const partner: TestPartner = await startPartner(({ path: asked }, response, base) => {
      if (asked !== '.well-known/smart-configuration') return response.writeHead(404).end();
      const published = {
        token_endpoint: `${base}/token`,
        authorization_endpoint: `${base}/authorize`,
        capabilities: [],
      };
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(published));
    });
    try {
      await call('vault.create', { backend: 'memory' });
      await call('connections.add', {
        name: 'Portal',
        baseUrl: partner.base,
        auth: { method: 'code', clientId: 'app' },
      });
      const before = [app.page.url(), (await details('openExternal')).length];
      const signingIn = call('tokens.sign-in', { connection: 'Portal', operationId: 'sign-in' });
      const opened = await until('the browser', async () => (await details('openExternal')).at(before[1] as number));
      expect(String(opened)).toMatch(new RegExp(`^${partner.base}/authorize\\?`));
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
      expect(app.page.url()).toBe(before[0]);
      await call('operations.cancel', { operationId: 'sign-in' });
      expect(await signingIn).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    } finally {
      await partner.close();
    }
  });
});
