import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import type { EvaluateReply, EvaluateRequest, StandInElectron, WindowNotice } from './control.ts';

/** What to run: the built main bundle, the folder that plays `userData`, and more environment for the app. */
export interface LaunchOptions {
  entry: string;
  dataDir: string;
  env?: Record<string, string>;
}

/** A running app. */
export interface StandInApp {
  /** Its first window, after the page loaded. */
  page: Page;
  browser: Browser;
  /** Main's process. */
  child: ChildProcess;
  /** What main wrote to standard output and standard error so far. */
  output(): string;
  /** Runs a function in main with the electron modules and `standIn`. It is sent as text: it closes over nothing. */
  evaluate<R, A = undefined>(fn: (electron: StandInElectron, arg: A) => R, arg?: A): Promise<Awaited<R>>;
  /** Quits the app as SIGTERM does, by force after 5 s. Resolves when main and Chromium's main process have ended. */
  close(): Promise<void>;
}

const startMs = 20_000;
const quitMs = 5_000;

/** Starts an app on the stand-in and attaches Playwright to it. Rejects with main's output when it ends before its window. */
export async function launchStandIn({ entry, dataDir, env = {} }: LaunchOptions): Promise<StandInApp> {
  const child = fork(fileURLToPath(new URL('./run.ts', import.meta.url)), [entry], {
    env: { ...process.env, ...env, STANDIN_USER_DATA: dataDir },
    serialization: 'advanced',
    execArgv: [],
    silent: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  const ended = once(child, 'exit');
  const evaluate = evaluator(child);
  let profile: string | undefined;
  const end = async () => {
    const force = setTimeout(() => child.kill('SIGKILL'), quitMs);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(force);
    if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const notice = await firstWindow(child);
    profile = notice.profile;
    const browser = await chromium.connectOverCDP(notice.endpoint);
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (!page) throw new Error('Chromium shows no window');
    await page.waitForURL((url) => url.protocol !== 'about:', { timeout: startMs });
    return {
      page,
      browser,
      child,
      output: () => text,
      evaluate,
      async close() {
        await browser.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw new Error(`The app did not start on the stand-in: ${error}\n${text}`, { cause: error });
  }
}

/** Waits for main to open a window; rejects when it ends or takes too long. */
function firstWindow(child: ChildProcess): Promise<WindowNotice> {
  const { promise, resolve, reject } = Promise.withResolvers<WindowNotice>();
  const timer = setTimeout(() => reject(new Error(`no window after ${startMs} ms`)), startMs);
  child.on('message', (message: object) => {
    if ('endpoint' in message) resolve(message as WindowNotice);
  });
  child.once('exit', (code, signal) => reject(new Error(`main ended with ${code ?? signal}`)));
  return promise.finally(() => clearTimeout(timer));
}

function evaluator(child: ChildProcess): StandInApp['evaluate'] {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let count = 0;
  child.on('message', (message: object) => {
    if (!('id' in message)) return;
    const reply = message as EvaluateReply;
    const promise = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) promise?.reject(reply.error);
    else promise?.resolve(reply.value);
  });
  child.once('exit', () => {
    for (const promise of waiting.values()) promise.reject(new Error('main ended before it answered'));
  });
  return <R, A>(fn: (electron: StandInElectron, arg: A) => R, arg?: A) => {
    count += 1;
    const promise = Promise.withResolvers<unknown>();
    waiting.set(count, promise);
    const request: EvaluateRequest = { id: count, source: String(fn), arg };
    child.send(request);
    return promise.promise as Promise<Awaited<R>>;
  };
}
