import { expect, test } from 'vitest';
import { failureOf, SandboxError } from '../../../main/sandbox/errors.ts';

test.each([
  [new Error('The disk is gone.'), 'The sandbox failed: The disk is gone.'],
  [new Error('ENOENT: no such file, open a.json'), 'The sandbox failed: ENOENT: no such file, open a.json.'],
  ['thrown as text. ', 'The sandbox failed: thrown as text.'],
])('%s is told in one sentence, with one full stop', (error, message) => {
  expect(failureOf(error, 'Reset it.')).toEqual({ code: 'internal', message, next: 'Reset it.' });
});

test('a failure of its own is told in its own words', () => {
  const failure = { code: 'invalid-input', message: 'No such member.', next: 'Name another.' } as const;
  expect(failureOf(new SandboxError(failure.code, failure.message, failure.next), 'Reset it.')).toEqual(failure);
});
