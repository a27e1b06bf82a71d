import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CdpConnection } from './cdp.ts';

/** A running browser: where to attach, and the connection the stand-in itself uses. */
export interface Chromium {
  endpoint: string;
  pid: number;
  connection: CdpConnection;
}

/** The throw-away folder of this run: Chromium's profile and every `app.getPath` the test did not place. */
export const profile = mkdtempSync(path.join(os.tmpdir(), 'stand-in-'));

let started: Promise<Chromium> | undefined;
let browser: ChildProcess | undefined;

const flags = [
  '--headless=new',
  '--remote-debugging-port=0',
  // The pipe carries nothing; it is there to end Chromium when this process dies without a chance to clean up.
  '--remote-debugging-pipe',
  `--user-data-dir=${path.join(profile, 'chromium')}`,
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-sync',
  '--password-store=basic',
  // Every request of a page is answered by the app or refused; nothing may slip past to the network.
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/** Starts Chromium at the first call and gives the same one afterwards. Rejects with its output when it ends early. */
export function startChromium(): Promise<Chromium> {
  started ??= launch();
  return started;
}

async function launch(): Promise<Chromium> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [...flags, ...root], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  browser = child;
  const endpoint = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += String(chunk);
      const found = /listening on (ws:\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Chromium ended: ${text}`)));
  });
  const connection = await CdpConnection.open(endpoint);
  return { endpoint, pid: child.pid ?? 0, connection };
}

/** Ends Chromium with all its processes and removes the throw-away folder. Synchronous: runs while the process exits. */
export function removeChromium(): void {
  try {
    // Chromium leads a process group of its own (`detached`), so that its helpers end with it.
    if (browser?.pid) process.kill(-browser.pid, 'SIGKILL');
  } catch {
    // It ended before.
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
