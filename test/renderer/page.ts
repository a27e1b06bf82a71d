import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Locator, type Page } from '@playwright/test';
import { build } from 'vite';
import { expect } from 'vitest';
import { contentPolicy } from '../../main/hosts/content-policy.ts';

/** A built page served on loopback under the product's own content policy, and a browser to look at it. */
export interface Stage {
  origin: string;
  browser: Browser;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Builds as for people: the test runner's NODE_ENV would bring React's slow development build. */
async function buildForPeople(configFile: string, outDir: string): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  } finally {
    process.env.NODE_ENV = before;
  }
}

/** Builds a page folder under test/fakes (its own vite.config.ts) and opens a browser. */
export async function openStage(folder: string): Promise<Stage> {
  const root = path.resolve(import.meta.dirname, '../fakes', folder);
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'switchboard-page-'));
  await buildForPeople(path.join(root, 'vite.config.ts'), outDir);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = path.join(outDir, pathname === '/' ? 'index.html' : pathname);
    if (!file.startsWith(outDir) || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentPolicy,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser,
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** Waits until an element, or something in it, has the focus: what is typed next goes there. */
export const focused = (element: Locator): Promise<void> =>
  expect.poll(() => element.evaluate((one) => one.contains(document.activeElement))).toBe(true);

/** What axe finds on a page, one line a rule. In dark only colours are looked at again: nothing else depends on the theme. */
export async function violationsIn(page: Page, theme: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}
