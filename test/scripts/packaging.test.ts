import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { DebugLogger } from 'builder-util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { unbuilt } from '../hosts/contract/built.ts';

// No public entry validates without packaging: this one is the builder's own, and its version is pinned.
const { getConfig, validateConfiguration }: typeof import('app-builder-lib/out/util/config/config.js') = createRequire(
  import.meta.url,
)('app-builder-lib/out/util/config/config.js');

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'electron-builder.yml');
type Config = Awaited<ReturnType<typeof getConfig>>;

const validate = (config: Config) => validateConfiguration(config, new DebugLogger(false));
const written = async (): Promise<Config> => parse(await readFile(file, 'utf8'));

describe('electron-builder.yml', () => {
  test('passes the builder’s own schema', async () => {
    await validate(await getConfig(root, file, null));
  });

  test.for([
    ['productName', { productNme: 'Switchboard' }],
    ['mac', { mac: { hardenedRuntme: true } }],
    ['linux', { linux: { target: [{ target: 'AppImage', archs: ['x64'] }] } }],
    ['win', { win: 'nsis' }],
    ['electronFuses', { electronFuses: { runAsNod: false } }],
  ] as const)('a slip in %s would be found', async ([, slip]) => {
    const config = { ...(await written()), ...slip } as Config;
    await expect(validate(config)).rejects.toThrow('Invalid configuration object');
  });

  test('names the packages of each platform, and publishes nothing', async () => {
    const { mac, win, linux, publish, npmRebuild, asar } = await written();
    expect([mac?.target, win?.target, linux?.target]).toEqual([['dmg', 'zip'], ['nsis'], ['AppImage', 'deb']]);
    expect([mac?.hardenedRuntime, publish, npmRebuild, asar]).toEqual([true, null, false, true]);
  });

  test('hardens the binary', async () => {
    const { electronFuses } = await written();
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('has an icon large enough for every platform', async () => {
    const icon = await readFile(path.join(root, 'build/icon.png'));
    expect([icon.toString('latin1', 1, 4), icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual(['PNG', 1024, 1024]);
    expect(icon.length).toBeLessThan(64 * 1024);
  });
});

describe.skipIf(unbuilt)(`a package${unbuilt ? ` (${unbuilt})` : ''}`, () => {
  let folder: string;
  let archive: string;
  let listed: string[];

  /** What stands in for Electron's own files; the builder only copies them. */
  async function makeElectron(): Promise<string> {
    const dist = path.join(folder, 'electron');
    await mkdir(path.join(dist, 'locales'), { recursive: true });
    await mkdir(path.join(dist, 'resources'));
    const { version } = JSON.parse(await readFile(path.join(root, 'node_modules/electron/package.json'), 'utf8'));
    const files = { electron: '', version, 'locales/en-US.pak': '', 'locales/de.pak': '', 'chrome-sandbox': '' };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(dist, name), text);
    await chmod(path.join(dist, 'electron'), 0o755);
    return dist;
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-package-'));
    // Fuses are switched in a real binary; there is none here.
    const { electronFuses: _real, ...config } = await written();
    const changes = { electronDist: await makeElectron(), directories: { ...config.directories, output: folder } };
    const configFile = path.join(folder, 'builder.yml');
    await writeFile(configFile, stringify({ ...config, ...changes }));
    const cli = path.join(root, 'node_modules/electron-builder/cli.js');
    const args = [cli, '--dir', '--linux', '--x64', '--publish', 'never', '--config', configFile];
    await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, NODE_OPTIONS: '' } });
    archive = path.join(folder, 'linux-unpacked/resources/app.asar');
    listed = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('holds everything the product runs on', () => {
    expect(listed).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/out/main/electron.js',
        '/out/main/sandbox.js',
        '/out/main/heavy.js',
        '/out/preload/preload.cjs',
        '/out/renderer/index.html',
        '/out/fhir/r4.json',
      ]),
    );
    const chunks = listed.filter((name) => name.startsWith('/out/main/chunks/'));
    expect(chunks.length).toBeGreaterThan(1);
  });

  test('holds nothing else: no sources, no dependencies, no types, no maps', () => {
    const roots = new Set(listed.map((name) => name.split('/')[1]));
    expect([...roots].sort()).toEqual(['out', 'package.json']);
    const parts = new Set(listed.flatMap((name) => name.split('/')[2] ?? []));
    expect([...parts].sort()).toEqual(['bin', 'fhir', 'main', 'preload', 'renderer']);
    expect(listed.filter((name) => /\.(ts|tsx|map|tsbuildinfo)$|node_modules/.test(name))).toEqual([]);
  });

  test('unpacks nothing, and keeps one language', async () => {
    expect(await readdir(path.dirname(archive))).not.toContain('app.asar.unpacked');
    expect(await readdir(path.join(folder, 'linux-unpacked/locales'))).toEqual(['en-US.pak']);
    expect(statFile(archive, 'out/fhir/r4.json')).toMatchObject({ size: expect.any(Number) });
  });

  test('starts where package.json says, without scripts or development dependencies', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
    expect(manifest).toMatchObject({ name: 'switchboard', main: 'out/main/electron.js', type: 'module' });
    expect(listed).toContain(`/${manifest.main}`);
    expect(Object.keys(manifest)).not.toContain('devDependencies');
  });
});
