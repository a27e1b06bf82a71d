import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '..');

/** A row: what is demanded, and the tests that show it, each with its file and the words it is named by. */
interface Row {
  name: string;
  tests: { file: string | undefined; words: string }[];
}

const named = /^((?:main|shared|renderer|hosts|scripts|e2e)\/[\w./-]+): (.+)$/;

function readRows(text: string): Row[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((line) => {
    const [, name = '', tests = ''] = line.split('|').map((cell) => cell.trim());
    let file: string | undefined;
    return {
      name,
      // A test without a file is in that of the one before it.
      tests: tests.split(';').map((one) => {
        const [, where, words] = named.exec(one.trim()) ?? [];
        file = where ?? file;
        return { file, words: words ?? one.trim() };
      }),
    };
  });
}

const fileOf = (name: string) =>
  ['.test.ts', '.spec.ts'].map((end) => path.join(folder, `${name}${end}`)).find((file) => existsSync(file));
const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}$_]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
/** Titles of a table of tests are put together from parts, so each word is looked for, not the whole; what is in brackets is a remark. */
const missingIn = (text: string, words: string) => {
  const there = new Set(wordsOf(text));
  return wordsOf(words.replaceAll(/\([^)]*\)/g, '')).filter((word) => !there.has(word));
};

const rows = readRows(readFileSync(path.join(folder, 'requirements.md'), 'utf8'));

describe('each row of the requirements', () => {
  test.each(rows)('$name names tests that are there', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    const faults = tests.flatMap(({ file, words }) => {
      if (!file) return [`${words}: in no file`];
      const found = fileOf(file);
      if (!found) return [`${file}: there is no such file`];
      const missing = missingIn(readFileSync(found, 'utf8'), words);
      return missing.length > 0 ? [`${file}: ${words}: without ${missing.join(', ')}`] : [];
    });
    expect(faults).toEqual([]);
  });
});

test('the requirements on Tasks, subscriptions and the profiles of Tasks all have a row', () => {
  const said = new Set(rows.flatMap(({ name }) => name.match(/CONF-\d{3}/g) ?? []));
  const stretch = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const demanded = [12, 17, 18, ...stretch(57, 62), ...stretch(64, 69), ...stretch(78, 83), ...stretch(86, 99)];
  const missing = demanded.map((number) => `CONF-${String(number).padStart(3, '0')}`).filter((name) => !said.has(name));
  expect(missing).toEqual([]);
});

test('a row that names what is not there is found out', () => {
  const [row] = readRows('| R | T |\n| x | shared/cdex/no-such-file: words |');
  expect(fileOf(row?.tests[0]?.file ?? '')).toBeUndefined();
  expect(missingIn("test('finds a status')", 'find a status')).toEqual(['find']);
});
