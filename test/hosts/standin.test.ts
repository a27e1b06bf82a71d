import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchStandIn, type StandInApp } from '../fakes/electron/launch.ts';

/** What the fixture's preload exposes. */
interface Fixture {
  version: number;
  names: string[];
  add(left: number, right: number): number;
  throws(): void;
  call(channel: string, ...args: unknown[]): Promise<unknown>;
  callName(channel: string, ...args: unknown[]): Promise<string>;
  ping(value: unknown): void;
  world(): string[];
  loads(id: string): void;
}
declare const fixture: Fixture;
declare const stopListening: () => void;

const entry = path.join(import.meta.dirname, '../fakes/electron/fixture-app/main.mjs');
let dataDir: string;
let app: StandInApp;

const recorded = (kind: string) =>
  app.evaluate(({ standIn }, wanted) => standIn.record.filter((entry) => entry.kind === wanted), kind);
const details = async (kind: string) => (await recorded(kind)).map((entry) => entry.detail);

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'stand-in-test-'));
  app = await launchStandIn({ entry, dataDir });
  await app.page.getByText('version 1').waitFor();
});

afterAll(async () => {
  await app.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('values survive the way to main and back', async () => {
  const seen = await app.page.evaluate(async () => {
    const sent = {
      date: new Date(86_400_000),
      map: new Map<string, unknown>([['a', new Set([1, 2])]]),
      bytes: new Uint8Array([0, 128, 255]),
      nothing: undefined,
      big: 2n ** 70n,
      numbers: [-0, Number.NaN, Number.POSITIVE_INFINITY],
      error: new RangeError('far'),
      nested: [{ $: 'date', v: null }],
    };
    const { args, from } = (await fixture.call('echo', sent)) as { args: [typeof sent]; from: string };
    const [back] = args;
    return [
      from,
      back.date instanceof Date && back.date.getTime(),
      back.map instanceof Map && back.map.get('a') instanceof Set && [...(back.map.get('a') as Set<number>)],
      back.bytes instanceof Uint8Array && [...back.bytes],
      'nothing' in back && back.nothing === undefined,
      String(back.big),
      back.numbers.map((number) => (Object.is(number, -0) ? '-0' : String(number))),
      back.error instanceof Error && `${back.error.name}: ${back.error.message}`,
      back.nested,
    ];
  });
  expect(seen).toEqual([
    'app://fixture',
    86_400_000,
    [1, 2],
    [0, 128, 255],
    true,
    '1180591620717411303424',
    ['-0', 'NaN', 'Infinity'],
    'RangeError: far',
    [{ $: 'date', v: null }],
  ]);
});

test('main receives the types the page sent, and its Buffers arrive as bytes', async () => {
  const seen = await app.page.evaluate(async () => {
    const bytes = await fixture.call('read');
    const text = bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : '';
    return [await fixture.call('describe', new Map()), await fixture.call('describe', 1n), text.includes('pushed')];
  });
  expect(seen).toEqual(['[object Map]', '[object BigInt]', true]);
});

test('functions are refused, both ways', async () => {
  const [sent, received] = await app.page.evaluate(() =>
    Promise.all([fixture.callName('echo', () => 1), fixture.callName('give-function')]),
  );
  expect(sent).toMatch(/^DataCloneError: .*could not be cloned/);
  expect(received).toMatch(/^Error: Error invoking remote method 'give-function': DataCloneError: /);
});

test('failures of main arrive in the words of Electron', async () => {
  const [unknown, failed] = await app.page.evaluate(() =>
    Promise.all([fixture.callName('nobody'), fixture.callName('fail')]),
  );
  expect(unknown).toBe("Error: Error invoking remote method 'nobody': Error: No handler registered for 'nobody'");
  expect(failed).toBe("Error: Error invoking remote method 'fail': TypeError: no such task");
  // What main writes comes by another way than its answers.
  await expect.poll(() => app.output()).toContain("Error occurred in handler for 'fail'");
});

test('main pushes to the page until the page stops listening', async () => {
  const items = app.page.locator('#pushed li');
  await app.page.evaluate(() => fixture.ping('first'));
  await items.first().waitFor();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.send('pushed', { n: 2 }));
  await items.nth(1).waitFor();
  expect(await items.allTextContents()).toEqual(['{"pong":"first"}', '{"n":2}']);
  const after = await app.page.evaluate(async () => {
    stopListening();
    fixture.ping('late');
    await fixture.call('echo'); // answered after the push was delivered: messages keep their order
    return document.querySelectorAll('#pushed li').length;
  });
  expect(after).toBe(2);
});

test('the bridge is a frozen copy, with plain errors', async () => {
  const seen = await app.page.evaluate(() => {
    const thrown = () => {
      try {
        fixture.throws();
        return 'nothing';
      } catch (error) {
        return String(error);
      }
    };
    return [fixture.add(1, 2), Object.isFrozen(fixture), Object.isFrozen(fixture.names), thrown()];
  });
  expect(seen).toEqual([3, true, true, 'Error: out of range']);
});

test('the page is isolated from the preload, and subframes have no bridge', async () => {
  const page = await app.page.evaluate(() =>
    ['ipcRenderer', 'require', 'process', 'standInPost', 'standInDeliver'].map(
      (name) => typeof Reflect.get(window, name),
    ),
  );
  expect(new Set(page)).toEqual(new Set(['undefined']));
  expect(await app.page.evaluate(() => fixture.world())).toEqual(['function', 'object', true, 'undefined']);
  const loads = (id: string) =>
    app.page.evaluate((wanted) => {
      try {
        fixture.loads(wanted);
        return 'loaded';
      } catch (error) {
        return String(error);
      }
    }, id);
  expect(await loads('node:fs')).toBe('Error: module not found: node:fs');
  const frame = app.page.frames()[1];
  await expect.poll(() => frame?.title()).toBe('Frame');
  expect(await frame?.evaluate(() => typeof Reflect.get(window, 'fixture'))).toBe('undefined');
});

test('a navigation is denied and the page stays', async () => {
  await app.page.click('#elsewhere');
  await expect.poll(() => details('navigationDenied')).toEqual(['https://partner.example/elsewhere']);
  expect(await app.page.evaluate(() => document.querySelector('#ready')?.textContent)).toBe('version 1');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toBe(
    'app://fixture/index.html',
  );
});

test('a redirect is denied and the page stays', async () => {
  const load = app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('app://fixture/moved'));
  await expect(load).rejects.toThrow("net::ERR_ABORTED (-2) loading 'app://fixture/moved'");
  expect(await details('navigationDenied')).toContain('app://fixture/index.html');
  expect(await app.page.evaluate(() => document.querySelector('#ready')?.textContent)).toBe('version 1');
});

test('the app can cancel requests before they are made', async () => {
  await app.evaluate(({ session }) =>
    session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: url.endsWith('/echo') })),
  );
  const outcome = () =>
    app.page.evaluate(() =>
      fetch('/echo').then(
        ({ status }) => status,
        () => 'cancelled',
      ),
    );
  expect(await outcome()).toBe('cancelled');
  await app.evaluate(({ session }) => session.defaultSession.webRequest.onBeforeRequest(null));
  expect(await outcome()).toBe(200);
  expect(await details('requestCancelled')).toEqual(['app://fixture/echo']);
});

test('new windows are denied and handed to the system browser', async () => {
  await app.page.evaluate(() => void window.open('https://partner.example/opened'));
  await app.page.click('#outside');
  const urls = ['https://partner.example/opened', 'https://partner.example/outside'];
  await expect.poll(() => details('openExternal')).toEqual(urls);
  expect(await details('windowOpen')).toEqual(urls.map((url) => ({ url, action: 'deny' })));
  await expect.poll(() => app.browser.contexts()[0]?.pages().length).toBe(1);
});

test('permissions and webviews are denied by the app', async () => {
  const denied = await app.evaluate(async ({ standIn }) => [
    await standIn.askPermission('media'),
    standIn.checkPermission('geolocation', 'app://fixture'),
    standIn.attachWebview('https://partner.example/'),
  ]);
  expect(denied).toEqual([false, false, false]);
  const open = await app.evaluate(async ({ session, standIn }) => {
    session.defaultSession.setPermissionRequestHandler(null);
    return standIn.askPermission('media');
  });
  expect(open).toBe(true); // as Electron does without a handler
});

test('the policy of the scheme holds, and nothing reaches the network', async () => {
  const seen = await app.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const image = await new Promise((resolve) => {
      const element = new Image();
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('blocked');
      element.src = '/index.html';
    });
    const worker = new Worker('worker.js', { type: 'module' });
    const reached = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    const echoed = await fetch('/echo?x=1', { method: 'POST', body: 'é' }).then((response) => response.json());
    return [typeof Reflect.get(window, 'inlineRan'), image, reached, echoed];
  });
  const echoed = { url: 'app://fixture/echo?x=1', referrer: 'app://fixture/index.html', body: 'é' };
  expect(seen).toEqual(['undefined', 'blocked', ['200', 'TypeError'], echoed]);
  expect(await details('networkRefused')).toEqual(['https://partner.example/']);
});

test('a sandboxed frame, a process of its own, is served by the scheme too', async () => {
  const handle = await app.page.evaluateHandle(async () => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', '');
    frame.src = 'frame.html';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    return frame;
  });
  const frame = await handle.contentFrame();
  const color = await frame?.locator('p').evaluate((element) => getComputedStyle(element).color);
  expect(color).toBe('rgb(1, 2, 3)');
});

test('a reload keeps the bridge', async () => {
  await app.page.evaluate(() => void Reflect.set(window, 'before', true));
  await app.page.reload();
  await app.page.getByText('version 1').waitFor();
  const seen = await app.page.evaluate(async () => [
    typeof Reflect.get(window, 'before'),
    await fixture.call('echo', 1),
  ]);
  expect(seen).toEqual(['undefined', { args: [1], from: 'app://fixture' }]);
});

test('the desktop around the app is imitated', async () => {
  const seen = await app.evaluate(
    async ({ app, BrowserWindow, clipboard, dialog, nativeTheme, safeStorage, standIn }) => {
      standIn.dialogAnswers.push({ canceled: false, filePaths: ['/chosen'] });
      const answered = await dialog.showOpenDialog({ title: 'Choose' });
      const cancelled = await dialog.showSaveDialog({ title: 'Save' });
      clipboard.writeText('copied');
      nativeTheme.themeSource = 'dark';
      const box = safeStorage.encryptString('secret');
      return {
        dialogs: [answered, cancelled],
        desktop: [clipboard.readText(), nativeTheme.shouldUseDarkColors, BrowserWindow.getAllWindows()[0]?.isVisible()],
        secret: [box.includes('secret'), safeStorage.decryptString(box)],
        userData: app.getPath('userData'),
      };
    },
  );
  expect(seen).toEqual({
    dialogs: [
      { canceled: false, filePaths: ['/chosen'] },
      { canceled: true, filePath: '' },
    ],
    desktop: ['copied', true, true],
    secret: [false, 'secret'],
    userData: dataDir,
  });
  expect(await details('openDialog')).toEqual([{ title: 'Choose' }]);
});

test.skipIf(process.platform !== 'linux')(
  'closing ends main and every process of Chromium, and removes the profile',
  async () => {
    const pid = await app.evaluate(({ standIn }) => standIn.chromiumPid());
    const profile = /--user-data-dir=(\S+)\/chromium/.exec((await processes()).get(pid) ?? '')?.[1] ?? 'none';
    const ours = async () => [...(await processes()).values()].filter((command) => command.includes(profile)).length;
    expect(await ours()).toBeGreaterThan(1);
    await app.close();
    await expect.poll(ours).toBe(0);
    expect(await readdir(os.tmpdir())).not.toContain(path.basename(profile));
  },
);

/** The command lines of all processes, by id; read from Linux's /proc. */
async function processes(): Promise<Map<number, string>> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (id: string) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
  const commands = await Promise.all(ids.map(async (id): Promise<[number, string]> => [Number(id), await read(id)]));
  return new Map(commands.map(([id, command]) => [id, command.replaceAll('\0', ' ')]));
}
