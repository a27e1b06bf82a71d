import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const runner = path.join(import.meta.dirname, '../fakes/electron/run.ts');
const fixture = path.join(import.meta.dirname, '../fakes/electron/fixture-app/main.mjs');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'stand-in-refusals-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(entry: string, env: Record<string, string> = {}): ChildProcess {
  return fork(runner, [entry], {
    silent: true,
    execArgv: [],
    env: { ...process.env, STANDIN_USER_DATA: folder, ...env },
  });
}

/** Runs an entry of these lines; gives its exit code and what it wrote. */
async function run(
  name: string,
  source: string,
  env?: Record<string, string>,
): Promise<{ code: number; text: string }> {
  const file = path.join(folder, `${name.replaceAll(/\W+/g, '-')}.mjs`);
  await writeFile(file, source);
  const child = start(file, env);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const [code] = await once(child, 'close');
  return { code, text };
}

const imports = `import electron, { app, BrowserWindow, protocol, safeStorage } from 'electron';\n`;
const window = (preferences: string) => `new BrowserWindow({ webPreferences: { ${preferences} } })`;

interface Refusal {
  name: string;
  line: string;
  message: string;
}
const beforeReady: Refusal[] = [
  { name: 'a window', line: `new BrowserWindow()`, message: 'BrowserWindow cannot be used before the app is ready' },
  { name: 'a handler', line: `protocol.handle('app', () => {})`, message: 'protocol cannot be used before' },
  { name: 'secrets', line: `safeStorage.isEncryptionAvailable()`, message: 'safeStorage cannot be used before' },
  { name: 'an unknown module', line: `electron.autoUpdater`, message: `has no 'electron.autoUpdater'` },
  { name: 'an unknown method', line: `app.getGPUInfo()`, message: `has no 'app.getGPUInfo'` },
  { name: 'an unknown static', line: `BrowserWindow.addExtension()`, message: `has no 'BrowserWindow.addExtension'` },
];
const afterReady: Refusal[] = [
  {
    name: 'privileged schemes',
    line: `protocol.registerSchemesAsPrivileged([])`,
    message: 'protocol.registerSchemesAsPrivileged should be called before app is ready',
  },
  { name: 'the sandbox', line: `app.enableSandbox()`, message: 'app.enableSandbox() should be called before' },
  { name: 'a scheme without privileges', line: `protocol.handle('own', () => {})`, message: `'own' is not` },
  { name: 'Node in the page', line: window('nodeIntegration: true'), message: 'refuses nodeIntegration: true' },
  { name: 'a shared world', line: window('contextIsolation: false'), message: 'refuses contextIsolation: false' },
  { name: 'a page without sandbox', line: window('sandbox: false'), message: 'refuses sandbox: false' },
  { name: 'unknown preferences', line: window('partition: "other"'), message: 'refuses partition: other' },
  { name: 'a relative preload', line: window('preload: "preload.cjs"'), message: 'must have absolute path' },
];

/** An entry that tries every line and prints what each one threw, one a line. */
function attempts(refusals: Refusal[]): string {
  const tries = refusals.map(
    ({ line }) => `try { ${line}; console.log('accepted'); } catch (error) { console.log(error.message); }`,
  );
  return tries.join('\n');
}

describe('the stand-in refuses', () => {
  let early: string[];
  let late: string[];
  beforeAll(async () => {
    const [before, after] = await Promise.all([
      run('before', `${imports}${attempts(beforeReady)}\napp.exit(0);`),
      run('after', `${imports}app.whenReady().then(() => { ${attempts(afterReady)}\napp.exit(0); });`),
    ]);
    early = before.text.split('\n');
    late = after.text.split('\n');
  });
  test.for(beforeReady)('before ready: $name', ({ message }) => {
    expect(early[beforeReady.findIndex((refusal) => refusal.message === message)]).toContain(message);
  });
  test.for(afterReady)('after ready: $name', ({ message }) => {
    expect(late[afterReady.findIndex((refusal) => refusal.message === message)]).toContain(message);
  });
  test('a refusal nobody catches ends the app', async () => {
    const { code, text } = await run(
      'uncaught',
      `${imports}app.whenReady().then(() => ${window('nodeIntegration: true')});`,
    );
    expect([code, text]).toEqual([1, expect.stringContaining('refuses nodeIntegration: true')]);
  });
  test('an unknown named import', async () => {
    const { code, text } = await run('export', `import { Tray } from 'electron';`);
    expect([code, text]).toEqual([1, expect.stringContaining(`does not provide an export named 'Tray'`)]);
  });
});

test('an entry that awaits ready at its top level ends with code 70', async () => {
  const { code, text } = await run('deadlock', `${imports}await app.whenReady();`);
  expect(text).toContain('The entry never finished evaluating');
  expect(code).toBe(70);
});

test('the instance lock can be held by another', async () => {
  const entry = `${imports}if (!app.requestSingleInstanceLock()) { console.log('second'); app.quit(); }`;
  expect(await run('second instance', entry, { STANDIN_SECOND_INSTANCE: '1' })).toEqual({ code: 0, text: 'second\n' });
});

test('quitting asks the app at each step, in the order of Electron', async () => {
  const source = `${imports}
    for (const name of ['before-quit', 'window-all-closed', 'will-quit', 'quit']) app.on(name, () => console.log(name));
    let asked = 0;
    app.on('will-quit', (event) => { if (asked++ === 0) { event.preventDefault(); setTimeout(() => app.quit(), 1); } });
    app.whenReady().then(() => app.quit());`;
  const { code, text } = await run('quitting', source);
  expect([code, text.trim().split('\n')]).toEqual([
    0,
    ['before-quit', 'will-quit', 'before-quit', 'will-quit', 'quit'],
  ]);
});

test('a killed main takes Chromium with it', async () => {
  const child = start(fixture);
  const [{ endpoint, profile }] = (await once(child, 'message')) as [{ endpoint: string; profile: string }];
  const alive = () =>
    fetch(`http://${new URL(endpoint).host}/json/version`).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await alive()).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(alive, { timeout: 5000 }).toBe(false);
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});
