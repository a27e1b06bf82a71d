import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Lifeline } from '../../renderer/api/lifeline.ts';
import type { FakeBridge } from '../fakes/bridge.ts';
import { openStage, type Stage } from './page.ts';

export { focused } from './page.ts';

declare global {
  interface Window {
    fake: FakeBridge;
    reportLifeline: (state: Lifeline) => void;
  }
}

let stage: Stage;
const troubles: string[] = [];

/** The page under test: the console on its fake bridge, opened anew for each test. */
export let page: Page;

/** Builds and serves the page once for a file of tests; after each, no error may have been thrown or logged in it. */
export function onConsolePage(): void {
  beforeAll(async () => {
    stage = await openStage('renderer-page');
  });
  afterAll(() => stage.close());
  afterEach(async () => {
    await page.context().close();
    expect(troubles.splice(0)).toEqual([]);
  });
}

/** Opens an address of it, as `?fresh` or `#/tasks`, in a window of its own, and waits until the records are there. */
export async function open(address: string): Promise<void> {
  const context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.goto(`${stage.origin}/${address}`);
  await page.getByRole('navigation', { name: 'Console' }).waitFor();
  await page.getByText('Reading the records', { exact: true }).waitFor({ state: 'detached' });
}

/** The inputs of every call of a command so far. */
export const calls = (name: string) =>
  page.evaluate((wanted) => window.fake.calls.filter((one) => one.name === wanted).map((one) => one.input), name);

/** Presses keys one after another. */
export const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
