import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { errorReport, errorWords, withoutValues } from '../../../shared/contract/error-words.ts';

const canary = 'canary7Qz9secret';

test.each([
  [`Received '${canary}'`, 'Received …'],
  [`The argument must be text. Received type string ('${canary}')`, 'The argument must be text. Received …'],
  [`Unexpected token 'c', "${canary}" is not valid JSON`, 'Unexpected token \'…\', "…" is not valid JSON'],
  [
    `Headers.append: "Bearer ${canary}\n" is an invalid header value.`,
    'Headers.append: "…" is an invalid header value.',
  ],
  [`bad value ${canary}`, 'bad value …'],
  ['UNIQUE constraint failed: connections.name', 'UNIQUE constraint failed: connections.name'],
  ['Cannot read properties of undefined', 'Cannot read properties of undefined'],
])('%s', (message, words) => {
  expect(withoutValues(message)).toBe(words);
});

test('an error is told by name, code and message', () => {
  const error = Object.assign(new TypeError('bad'), { code: 'ERR_BAD', request: canary });
  expect(errorWords(error)).toBe('TypeError (ERR_BAD): bad');
  expect(errorWords(`thrown ${canary}`)).toBe('thrown …');
});

test.each([
  ['It broke.', 'It broke'],
  ['It broke... ', 'It broke'],
  ['It broke in fetch.ts', 'It broke in fetch.ts'],
])('"%s" ends no sentence by itself, so none ends with two full stops', (message, words) => {
  expect(errorWords(new Error(message))).toBe(`Error: ${words}`);
  expect(errorWords(message)).toBe(words);
});

test('a report has the places, and neither properties nor causes', () => {
  const error = Object.assign(new Error(`"${canary}"\n${canary}`, { cause: new Error(canary) }), { request: canary });
  const report = errorReport(error);
  expect(report).toMatch(/^Error: "…"\n…\n {4}at .*error-words\.test\.ts/);
  expect(report).not.toContain(canary);
});

test('what Node says of a key it cannot use is no exception', () => {
  try {
    createPrivateKey({ key: canary, format: canary as 'pem' });
    expect.unreachable();
  } catch (error) {
    expect(String(error)).toContain(canary);
    expect(errorReport(error)).not.toContain(canary);
  }
});
