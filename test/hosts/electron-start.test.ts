import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electronEntry, unbuilt } from './contract/built.ts';

describe.skipIf(unbuilt)('the desktop host that cannot start', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-desktop-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs the desktop until it ends; gives its exit code and what it wrote. */
  async function run(env: Record<string, string>): Promise<[code: number, output: string]> {
    const child = fork(path.resolve('test/fakes/electron/run.ts'), [electronEntry], {
      silent: true,
      execArgv: [],
      env: { ...process.env, STANDIN_USER_DATA: folder, SWITCHBOARD_DATA_DIR: path.join(folder, 'data'), ...env },
    });
    let output = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
    const [code] = await once(child, 'close');
    return [code, output];
  }

  test('says that the data folder cannot be used, and ends with 2', async () => {
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    const [code, output] = await run({ SWITCHBOARD_DATA_DIR: path.join(file, 'data') });
    expect([code, output]).toEqual([2, expect.stringMatching(/data folder .* cannot be used.*SWITCHBOARD_DATA_DIR/s)]);
  });

  test('says that the database is damaged, and keeps it', async () => {
    const data = path.join(folder, 'damaged');
    await mkdir(data);
    await writeFile(path.join(data, 'switchboard.db'), 'not a database'.repeat(1000));
    const [code, output] = await run({ SWITCHBOARD_DATA_DIR: data });
    expect([code, output.length > 0]).toEqual([2, true]);
    expect(await readFile(path.join(data, 'switchboard.db'), 'utf8')).toContain('not a database');
  });

  test('leaves the folder to the instance that has it', async () => {
    expect(await run({ STANDIN_SECOND_INSTANCE: '1' })).toEqual([0, '']);
  });
});
