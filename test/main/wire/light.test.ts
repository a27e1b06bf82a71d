import { expect, test } from 'vitest';
import { isLight } from '../../../main/wire/light.ts';

const bytes = (text: string) => Buffer.from(text);

test.each<[string, string, boolean]>([
  ['an empty body', '', true],
  ['a document of a megabyte', JSON.stringify({ data: 'QUJD'.repeat(262_144) }), true],
  ['an ordinary resource', JSON.stringify({ a: [1, { b: 2 }], c: Array(500).fill({ d: 1 }) }), true],
  ['a text of brackets and commas', JSON.stringify({ note: '[{,'.repeat(5_000) }), true],
  ['a text with quotes and backslashes in it', JSON.stringify({ note: '\\"[{,\\\\'.repeat(5_000) }), true],
  ['very many values after such a text', JSON.stringify(['\\"\\\\', ...Array(5_000).fill(1)]), false],
  ['a text that never ends', `{"a":"${'[,'.repeat(5_000)}`, true],
  ['very many parameters', JSON.stringify(Array(20_000).fill({})), false],
  ['very many numbers', JSON.stringify(Array(20_000).fill(1)), false],
  ['very many brackets, however broken', '['.repeat(20_000), false],
  ['very many members', JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [n, 0]))), false],
])('%s: light is %s', (_, text, light) => {
  expect(isLight(bytes(text))).toBe(light);
});
