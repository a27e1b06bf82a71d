import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentPolicy } from '../../main/hosts/content-policy.ts';
import { type Bridge, callChannel } from '../../shared/contract/bridge.ts';
import { launchStandIn, type StandInApp } from '../fakes/electron/launch.ts';
import { electronEntry, unbuilt } from './contract/built.ts';
import { until } from './contract/host.ts';

declare const switchboard: Bridge;

describe.skipIf(unbuilt)(`the desktop host${unbuilt ? ` (${unbuilt})` : ''}`, () => {
  let dataDir: string;
  let app: StandInApp;

  const details = async (kind: string) => {
    const record = await app.evaluate(({ standIn }) => standIn.record);
    return record.filter((entry) => entry.kind === kind).map(({ detail }) => detail);
  };
  const isAlive = () => app.page.evaluate(async () => (await switchboard.call('host.info', {})).ok);
  const launch = () =>
    launchStandIn({ entry: electronEntry, dataDir, env: { SWITCHBOARD_DATA_DIR: path.join(dataDir, 'data') } });

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'switchboard-desktop-'));
    app = await launch();
    await app.page.locator('#root > *').first().waitFor();
  });
  afterAll(async () => {
    await app?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('the window is sandboxed and isolated, has no webviews, and shows when it is ready', async () => {
    // The stand-in refuses windows that are not sandboxed and isolated; what it cannot know is what the page sees.
    const seen = await app.page.evaluate(() => [
      ...['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].map((name) => name in window),
      Object.keys(switchboard).sort().join(),
      Object.isFrozen(switchboard),
      isSecureContext,
    ]);
    expect(seen).toEqual([...Array(7).fill(false), 'call,listen', true, true]);
    // The page may have drawn itself a moment before the window learns that it is ready.
    const windows = () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((each) => [each.isVisible(), each.getTitle(), each.webContents.getURL()]),
      );
    await expect
      .poll(windows, { timeout: 10_000 })
      .toEqual([[true, 'Switchboard', expect.stringMatching(/^app:\/\/console\//)]]);
    expect(await app.evaluate(({ standIn }) => standIn.attachWebview('https://partner.example/'))).toBe(false);
  });

  test('every answer of the scheme carries the policy and the headers of the web host', async () => {
    const answers = await app.page.evaluate(() =>
      Promise.all(
        ['/', '/index.html', '/nothing-here'].map(async (address) => {
          const { status, headers } = await fetch(address);
          return [status, Object.fromEntries(headers)] as const;
        }),
      ),
    );
    expect(answers.map(([status]) => status)).toEqual([200, 200, 404]);
    for (const [, headers] of answers) {
      // The stand-in maps the scheme's origin, which the policy does not name.
      expect(headers).toMatchObject({
        'content-security-policy': contentPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
    expect(answers[0]?.[1]['content-type']).toBe('text/html; charset=utf-8');
  });

  test('the policy is in force: no inline script, no frames, no remote anything', async () => {
    const seen = await app.page.evaluate(async () => {
      const violated: string[] = [];
      const all = Promise.withResolvers<void>();
      document.addEventListener('securitypolicyviolation', (event) => {
        if (violated.push(event.effectiveDirective) === 6) all.resolve();
      });
      const add = (tag: string, values: object) =>
        document.body.append(Object.assign(document.createElement(tag), values));
      add('script', { textContent: 'window.inlineRan = true' });
      add('script', { src: 'https://partner.example/script.js' });
      add('img', { src: 'https://partner.example/pixel.png' });
      add('iframe', { src: 'https://partner.example/' });
      add('object', { data: 'https://partner.example/' });
      const fetched = await fetch('https://partner.example/').catch((error: Error) => error.name);
      await Promise.race([all.promise, new Promise((resolve) => setTimeout(resolve, 5000))]);
      return { violated: violated.sort(), ran: 'inlineRan' in window, fetched };
    });
    expect(seen.violated).toEqual([
      'connect-src',
      'frame-src',
      'img-src',
      'object-src',
      'script-src-elem',
      'script-src-elem',
    ]);
    expect([seen.ran, seen.fetched]).toEqual([false, 'TypeError']);
    expect(await details('networkRefused')).toEqual([]);
  });

  test('a page that escaped its policy still loads nothing from elsewhere', async () => {
    const session = await app.browser.contexts()[0]?.newCDPSession(app.page);
    await session?.send('Page.setBypassCSP', { enabled: true });
    await app.page.reload();
    const seen = await app.page.evaluate(async () => {
      const outcome = (address: string) => fetch(address).then(String, (error: Error) => error.name);
      return Promise.all([
        outcome('https://partner.example/a'),
        outcome('http://127.0.0.1:9/b'),
        outcome('/index.html'),
      ]);
    });
    await session?.send('Page.setBypassCSP', { enabled: false });
    await app.page.reload();
    expect(seen).toEqual(['TypeError', 'TypeError', '[object Response]']);
    expect((await details('requestCancelled')).toSorted()).toEqual([
      'http://127.0.0.1:9/b',
      'https://partner.example/a',
    ]);
    expect(await details('networkRefused')).toEqual([]); // the app refused them, not the stand-in
  });

  test('the scheme serves the renderer and nothing beside it', async () => {
    const statuses = await app.page.evaluate(() =>
      Promise.all(
        ['/%2e%2e/package.json', '/..%2fmain/electron.js', '/..%5cmain%5celectron.js', '/%00', '/%', '/assets/'].map(
          async (address) => [address, (await fetch(address)).status],
        ),
      ),
    );
    for (const [address, status] of statuses) expect([address, status]).toEqual([address, 404]);
    const posted = await app.page.evaluate(async () => (await fetch('/', { method: 'POST', body: 'x' })).status);
    expect(posted).toBe(405);
  });

  test('navigation leads nowhere, whatever asks for it', async () => {
    // The scheme travels under https in the stand-in's Chromium.
    const tries = {
      'https://partner.example/page': 'https://partner.example/page',
      'https://other.app.stand-in/': 'app://other/',
      '/assets/anything.js': 'app://console/assets/anything.js',
    };
    const denied: string[] = [];
    for (const [asked, url] of Object.entries(tries)) {
      await app.page.evaluate((to) => void location.assign(to), asked);
      denied.push(url);
      await until(url, async () => ((await details('navigationDenied')).length >= denied.length ? true : undefined));
      expect(await details('navigationDenied')).toEqual(denied);
    }
    const redirected = await app.evaluate(({ BrowserWindow }) => {
      const event = { defaultPrevented: false, preventDefault: () => Object.assign(event, { defaultPrevented: true }) };
      BrowserWindow.getAllWindows()[0]?.webContents.emit('will-redirect', event, 'https://partner.example/');
      return event.defaultPrevented;
    });
    expect(redirected).toBe(true);
    expect(await isAlive()).toBe(true);
  });

  test('no window is opened and no address handed to the system, except by links.open', async () => {
    await app.page.evaluate(() => {
      window.open('https://partner.example/opened');
      const link = Object.assign(document.createElement('a'), {
        href: 'https://partner.example/linked',
        target: '_blank',
      });
      document.body.append(link);
      link.click();
    });
    const urls = ['https://partner.example/opened', 'https://partner.example/linked'];
    await until('two refusals', async () => ((await details('windowOpen')).length >= 2 ? true : undefined));
    expect(await details('windowOpen')).toEqual(urls.map((url) => ({ url, action: 'deny' })));
    expect(await details('openExternal')).toEqual([]);
    const url = 'https://partner.example/help';
    const open = (address: string) => app.page.evaluate((to) => switchboard.call('links.open', { url: to }), address);
    expect(await open(url)).toEqual({ ok: true, value: { opened: true } });
    expect(await open('file:///etc/hosts')).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(await details('openExternal')).toEqual([url]);
  });

  test('every permission is refused, asked or checked, and so is every device', async () => {
    const names = [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fileSystem',
      'unheard-of',
    ];
    const seen = await app.evaluate(async ({ session, standIn }, permissions) => {
      const asked = await Promise.all(permissions.map((name) => standIn.askPermission(name)));
      const checked = permissions.map((name) => standIn.checkPermission(name, 'app://console'));
      const device = session.defaultSession.deviceHandler?.({ deviceType: 'usb', origin: 'app://console' });
      return [...asked, ...checked, device];
    }, names);
    expect(new Set(seen)).toEqual(new Set([false]));
  });

  test('what is copied by hand reaches the clipboard all the same', async () => {
    const { page } = app;
    const session = await app.browser.newBrowserCDPSession();
    const permission = { name: 'clipboard-write' };
    await session.send('Browser.setPermission', { permission, setting: 'denied' });
    await page.evaluate(() => {
      location.hash = '#/sandbox';
    });
    await page
      .getByRole('button', { name: /^Copy address of/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.evaluate(() => document.body.prepend(document.createElement('textarea')));
    const field = page.locator('body > textarea');
    await field.focus();
    await page.keyboard.press('Control+V');
    await expect.poll(() => field.inputValue()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
    await field.evaluate((element) => element.remove());
  });

  test('only the page itself is answered, and only on the one channel', async () => {
    const ask = (channel: string, frame: object | null) =>
      app.evaluate(
        async ({ ipcMain }, [to, senderFrame]) => {
          try {
            return await ipcMain.invoke(to, { senderFrame }, ['host.info', {}]);
          } catch (error) {
            return String(error);
          }
        },
        [channel, frame] as const,
      );
    const page = { origin: 'app://console', parent: null };
    expect(await ask(callChannel, page)).toMatchObject({ ok: true });
    const strangers = [
      { ...page, origin: 'https://partner.example' },
      { ...page, origin: 'app://other' },
      { ...page, origin: 'null' },
      { ...page, parent: page },
      null,
    ];
    for (const frame of strangers)
      expect(await ask(callChannel, frame)).toMatchObject({ ok: false, error: { code: 'origin-refused' } });
    for (const channel of ['settings.set', 'switchboard:event', 'ELECTRON_BROWSER_REQUIRE'])
      expect(await ask(channel, page)).toContain('No handler registered');
  });

  test('calls carry data only, in the form HTTP gives it', async () => {
    const replies = await app.page.evaluate(() =>
      Promise.all([
        switchboard.call('settings.set', { theme: undefined, run: () => 1 }),
        switchboard.call('connections.list', undefined),
        switchboard.call(['host.info'] as unknown as string, {}),
        switchboard.call({} as unknown as string, {}),
      ]),
    );
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.error.code))).toEqual(['ok', 'ok', 'ok', 'unknown-command']);
  });

  test('the data folder lies beside Electron’s files, and settings are the owner’s alone', async () => {
    const info = await app.page.evaluate(() => switchboard.call('host.info', {}));
    expect(info).toMatchObject({ ok: true, value: { host: 'electron', dataFolder: path.join(dataDir, 'data') } });
    await app.page.evaluate(() => switchboard.call('settings.set', { theme: 'dark' }));
    const file = path.join(dataDir, 'data', 'settings.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ theme: 'dark' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await app.page.evaluate(() => switchboard.call('settings.set', { theme: 'system' }));
    expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('system');
  });

  test('receiver and sandbox run without being asked for', async () => {
    for (const role of ['receiver', 'sandbox']) {
      const running = await until(role, async () => {
        const reply = await app.page.evaluate((name) => switchboard.call(`${name}.status`, {}), role);
        return reply.ok && (reply.value as { running: boolean }).running ? true : undefined;
      });
      expect(running).toBe(true);
    }
  });

  test('a second start brings the window to the front', async () => {
    const visible = await app.evaluate(({ BrowserWindow, standIn }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.hide();
      standIn.startSecondInstance([]);
      return [window?.isVisible(), BrowserWindow.getAllWindows().length];
    });
    expect(visible).toEqual([true, 1]);
  });

  test('a page whose process ends is loaded again, once', async () => {
    await app.page.evaluate(() => void Reflect.set(window, 'before', true));
    const fail = () =>
      app.evaluate(({ BrowserWindow }) => {
        const details = { reason: 'crashed', exitCode: 1 };
        BrowserWindow.getAllWindows()[0]?.webContents.emit('render-process-gone', {}, details);
      });
    await fail();
    await app.page.waitForFunction(() => !('before' in window) && 'switchboard' in window);
    expect(await isAlive()).toBe(true);
    await app.page.evaluate(() => void Reflect.set(window, 'before', true));
    await fail();
    expect(await details('errorBox')).toEqual([{ title: 'The window keeps failing', content: expect.any(String) }]);
    expect(await app.page.evaluate(() => 'before' in window)).toBe(true);
  });

  test('the menus offer the standard roles', async () => {
    const menus = await app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.items.map(({ label, role, submenu }) => ({
        name: role ?? label,
        roles: submenu?.items.flatMap((item) => item.role ?? []),
      })),
    );
    const view = ['reload', 'toggleDevTools', 'resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'];
    expect(menus?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['&File', 'editMenu', '&View', 'windowMenu']),
    );
    expect(menus?.find(({ name }) => name === '&View')?.roles).toEqual(view);
  });

  test('the window comes back where it was, and closing it ends the console', async () => {
    const bounds = { x: 40, y: 60, width: 1100, height: 700 };
    await app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
    await app.close();
    expect(app.child.exitCode).toBe(0);
    app = await launch();
    const place = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(await place()).toEqual(bounds);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 9000, y: 9000 }));
    await app.close();
    expect(app.output()).toBe('');
    app = await launch();
    expect(await place()).toEqual({ x: 0, y: 0, width: 1440, height: 900 });
  });
});
