import { chmodSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultDataFolder, prepareDataFolder } from '../../../../main/hosts/node/data-folder.ts';

const on = (platform: NodeJS.Platform, environment: Record<string, string> = {}) =>
  defaultDataFolder({ platform, home: '/home/ada', environment });

describe('the default data folder', () => {
  it.each([
    ['linux', {}, '/home/ada/.local/share/switchboard'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/switchboard'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/switchboard'],
    ['darwin', {}, '/home/ada/Library/Application Support/Switchboard/data'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Switchboard/data'],
    ['linux', { SWITCHBOARD_DATA_DIR: '/elsewhere', XDG_DATA_HOME: '/data' }, '/elsewhere'],
  ] as const)('on %s with %j is %s', (platform, environment, folder) => {
    expect(on(platform, environment)).toBe(folder);
  });
});

describe('preparing it', () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'switchboard-folder-'));
  const rights = (folder: string) => (statSync(folder).mode & 0o777).toString(8);

  it('makes it for its owner alone', () => {
    const folder = path.join(scratch, 'a', 'b');
    expect(prepareDataFolder(folder)).toEqual({ ok: true, value: folder });
    expect(rights(folder)).toBe('700');
  });

  it('narrows one that was open to others', () => {
    const folder = path.join(scratch, 'open');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    prepareDataFolder(folder);
    expect(rights(folder)).toBe('700');
  });

  it('refuses a place that cannot be a folder', () => {
    const file = path.join(scratch, 'file');
    writeFileSync(file, '');
    expect(prepareDataFolder(path.join(file, 'below'))).toMatchObject({
      ok: false,
      error: { code: 'folder-unusable', message: expect.stringContaining(file) },
    });
  });
});
