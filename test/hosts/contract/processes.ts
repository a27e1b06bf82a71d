import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { bin } from './built.ts';
import { vaultPassphrase } from './vault.ts';

/** Folders and environment of one host under test. */
export interface Surroundings {
  root: string;
  dataFolder: string;
  secret: { name: string; value: string };
  environment: Record<string, string>;
  openedLinks(): Promise<string[]>;
}

/** Makes a throw-away folder with a data folder, a secret in the environment, and a program that plays the browser. */
export async function makeSurroundings(): Promise<Surroundings> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'switchboard-contract-'));
  const programs = path.join(root, 'programs');
  const opened = path.join(root, 'opened.txt');
  await mkdir(programs);
  for (const name of ['xdg-open', 'open'])
    await writeFile(path.join(programs, name), `#!/bin/sh\necho "$1" >> '${opened}'\n`, { mode: 0o755 });
  const secret = { name: 'SWITCHBOARD_TEST_TOKEN', value: `token-${path.basename(root)}` };
  return {
    root,
    dataFolder: path.join(root, 'data'),
    secret,
    environment: {
      ...(process.env as Record<string, string>),
      NODE_OPTIONS: '',
      PATH: `${programs}${path.delimiter}${process.env.PATH}`,
      SWITCHBOARD_DATA_DIR: path.join(root, 'data'),
      [secret.name]: secret.value,
      SWITCHBOARD_PASSPHRASE: vaultPassphrase,
    },
    openedLinks: async () => (await readFile(opened, 'utf8').catch(() => '')).split('\n').filter(Boolean),
  };
}

const start = (args: string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, [bin, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });

/** Runs the built command line to its end. */
export async function runBin(args: string[], env: NodeJS.ProcessEnv, input: string) {
  const child = start(args, env);
  child.stdin?.end(input);
  const streams = [child.stdout, child.stderr].map((stream) => text(stream as NodeJS.ReadableStream));
  const [[code], ...written] = await Promise.all([once(child, 'close'), ...streams]);
  return { code: code as number, out: written[0] ?? '', err: written[1] ?? '' };
}

/** A `serve` in the background. */
export interface Served {
  url: string;
  stop(): Promise<void>;
}

/** Starts `switchboard serve` and waits for its first line. */
export async function serve({ environment }: Surroundings): Promise<Served> {
  const child = start(['serve', '--json', '--no-open', '--no-sandbox', '--receiver-port', '0'], environment);
  child.stdin?.end();
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = once(child, 'exit');
  let line = '';
  for await (const chunk of child.stdout ?? []) {
    line += String(chunk);
    if (line.includes('\n')) break;
  }
  if (!line.includes('\n')) throw new Error(`serve ended: ${said}`);
  return {
    url: (JSON.parse(line) as { url: string }).url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
