import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

/** What `switchboard serve --json` says on its first line. */
export interface RunningHost {
  /** With the launch's token. */
  url: string;
  receiver: { submitAttachmentUrl: string; notificationUrl: string };
  sandbox: {
    provider: { fhirBaseUrl: string };
    payer: { fhirBaseUrl: string; submitAttachmentUrl: string };
  };
  dataFolder: string;
}

const program = path.resolve(import.meta.dirname, '../../out/bin/switchboard.js');

/** A console a test started itself. */
export interface StartedHost extends RunningHost {
  /** Its exit code, once it has ended and everything it wrote is in; null where a signal ended it. */
  ended: Promise<number | null>;
  /** Everything it wrote to standard output and standard error. */
  said(): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** The built console on a folder of its own and free ports; gives what it printed and the way to end it. */
export async function startHost(env: NodeJS.ProcessEnv = process.env): Promise<StartedHost> {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-e2e-'));
  const options = ['--no-open', '--json', '--data-dir', dataFolder, '--port', '0', '--receiver-port', '0'];
  const child = spawn(process.execPath, [program, 'serve', ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  let isStopping = false;
  void ended.then((code) => {
    if (!isStopping) console.error(`The console ended by itself (${code ?? child.signalCode}). ${said}`);
  });
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line').then(([first]) => String(first)),
    ended.then((code) => Promise.reject(new Error(`The console ended with ${code}: ${said}`))),
  ]);
  return {
    ...(JSON.parse(line) as Omit<RunningHost, 'dataFolder'>),
    dataFolder,
    ended,
    said: () => said,
    async stop() {
      isStopping = true;
      child.kill('SIGTERM');
      await ended;
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * Playwright's `test` on a real console with its sandbox: one host a worker, and a `page` that is signed in and works with the sandbox's
 * provider. `test.use({ consoleOf: 'a name' })` gives a file a console that no other file has used.
 */
export const test = base.extend<object, { consoleOf: string; host: RunningHost }>({
  consoleOf: ['everybody', { option: true, scope: 'worker' }],
  host: [
    // Playwright reads from this pattern which fixtures are needed, and takes no other form of argument.
    async ({ consoleOf: _ }, use) => {
      const host = await startHost();
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  page: async ({ page, host }, use) => {
    await page.goto(host.url);
    await expectReady(page);
    await use(page);
  },
});

/** Waits until a page that was just opened has read the records and gone to its first screen; keys pressed before may meet nothing. */
export const expectReady = (page: Page): Promise<void> => expect(page).toHaveURL(/#\/[a-z]/);

/** Expects that the console works with a connection, by a part of its name. */
export const expectInUse = (page: Page, name: RegExp): Promise<void> =>
  expect(page.getByRole('banner').first().getByRole('button').first()).toHaveText(name);

/** Chooses a connection in the top bar by a part of its name. */
export async function workWith(page: Page, name: RegExp): Promise<void> {
  const bar = page.getByRole('banner').first();
  await bar.getByRole('button').first().click();
  await page.getByRole('menuitem', { name }).first().click();
  await expectInUse(page, name);
}

/** Expects that axe finds nothing on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))).toEqual([]);
}

export { expect };
