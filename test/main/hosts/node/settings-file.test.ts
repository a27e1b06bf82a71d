import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSettings } from '../../../../main/hosts/node/settings-file.ts';
import { defaultSettings } from '../../../../shared/domain/settings.ts';

let folder: string;
let logged: string[];
const open = () => openSettings(folder, (line) => logged.push(line));
const file = () => path.join(folder, 'settings.json');

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-settings-'));
  logged = [];
});

describe('the settings file', () => {
  it('starts with the defaults', () => {
    expect({ ...open().store }).toEqual(defaultSettings);
    expect(logged).toEqual([]);
  });

  it('keeps what was set, readable by its owner alone', () => {
    open().set('theme', 'dark');
    expect(open().get('theme')).toBe('dark');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('refuses a value outside the schema', () => {
    expect(() => open().set('receiverPort', 70_000)).toThrow(/receiverPort/);
  });

  it.each([
    ['not JSON', '{"theme": "dark"'],
    ['outside the schema', '{"theme": "purple"}'],
  ])('keeps a file that is %s aside and starts over', (_what, text) => {
    writeFileSync(file(), text);
    expect(open().get('theme')).toBe('system');
    expect(readFileSync(`${file()}.broken-1`, 'utf8')).toBe(text);
    expect(logged.join()).toContain('settings.json.broken-1');
    expect({ ...open().store }).toEqual(defaultSettings);
  });

  it('counts the broken files up', () => {
    for (const text of ['{', '{{']) {
      writeFileSync(file(), text);
      open();
    }
    expect(readdirSync(folder).filter((name) => name.includes('broken'))).toEqual([
      'settings.json.broken-1',
      'settings.json.broken-2',
    ]);
  });
});
