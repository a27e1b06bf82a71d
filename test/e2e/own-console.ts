import type { Browser, Page } from '@playwright/test';
import { post } from '../hosts/contract/web.ts';
import { expect, expectReady, type StartedHost, startHost } from './host.ts';
import { placeOf } from './task-pages.ts';

/** A console that one file has to itself, for all its tests: they go on where the one before left off. */
export interface OwnConsole {
  host: StartedHost;
  /** Runs a command of the contract that must succeed; gives its value. */
  command<T>(name: string, input: unknown): Promise<T>;
  /** Opens a page that is signed in and has read the records. */
  openPage(browser: Browser): Promise<Page>;
  /** Closes its pages and ends it. */
  close(): Promise<void>;
}

/** Starts one; `env` is its whole environment. */
export async function startOwnConsole(env?: NodeJS.ProcessEnv): Promise<OwnConsole> {
  const host = await startHost(env);
  const pages: Page[] = [];
  return {
    host,
    async command<T>(name: string, input: unknown): Promise<T> {
      const reply = await post(host.url, name, JSON.stringify(input));
      expect(reply, name).toMatchObject({ ok: true });
      return (reply as { value: T }).value;
    },
    async openPage(browser) {
      const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
      pages.push(page);
      page.setDefaultTimeout(20_000);
      await page.goto(host.url);
      await expectReady(page);
      return page;
    },
    async close() {
      for (const page of pages) await page.context().close();
      await host.stop();
    },
  };
}

/** Opens a connection by its name, from the list of connections. */
export async function openConnection(page: Page, name: string): Promise<void> {
  await page.goto(placeOf(page, 'connections'));
  await page.getByRole('grid').getByText(name, { exact: true }).first().click();
  await page.getByRole('heading', { name, level: 2, exact: true }).waitFor();
}
