import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}
interface Lock {
  packages: Record<string, Entry>;
}
// Scripts are plain JavaScript without types, because they run before anything is installed.
const script = '../../scripts/check-lock.mjs';
const { lockFaults }: { lockFaults(lock: Lock): string[] } = await import(script);

const tool = { optionalDependencies: { 'tool-linux': '1', 'tool-mac': '1' } };

test('the lockfile of the product has no fault', () => {
  const file = path.resolve(import.meta.dirname, '../../package-lock.json');
  expect(lockFaults(JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
});

test('a lockfile that names a registry host is at fault; links and files are not', () => {
  const packages = {
    '': {},
    'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
    'node_modules/b': { resolved: 'http://registry.example/b.tgz' },
    'node_modules/c': { resolved: 'file:../c' },
    'node_modules/d': {},
  };
  expect(lockFaults({ packages })).toEqual([
    'node_modules/a: names a registry host',
    'node_modules/b: names a registry host',
  ]);
});

test('a platform package that is not locked is at fault', () => {
  const packages = { '': {}, 'node_modules/tool': tool, 'node_modules/tool-linux': {} };
  expect(lockFaults({ packages })).toEqual(['node_modules/tool: optional tool-mac is not locked']);
  expect(lockFaults({ packages: { '': { optionalDependencies: { own: '1' } } } })).toEqual([
    'the project: optional own is not locked',
  ]);
});

test('a platform package counts beside its dependant and in every folder above, and nowhere else', () => {
  const at = (place: string) => ({
    'node_modules/x/node_modules/tool': tool,
    [place]: {},
    'node_modules/tool-mac': {},
  });
  const missing = ['node_modules/x/node_modules/tool: optional tool-linux is not locked'];
  for (const [place, faults] of [
    ['node_modules/x/node_modules/tool/node_modules/tool-linux', []],
    ['node_modules/x/node_modules/tool-linux', []],
    ['node_modules/tool-linux', []],
    ['node_modules/y/node_modules/tool-linux', missing],
  ] as const)
    expect(lockFaults({ packages: at(place) }), place).toEqual(faults);
});
