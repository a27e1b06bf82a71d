import { expect, test } from 'vitest';
import { saidFile, saidVariable, setVariable } from '../../../main/services/say-source.ts';

test('a variable is called by its name, unless that may be the secret itself', () => {
  expect([saidVariable('MESA_TOKEN'), setVariable('MESA_TOKEN')]).toEqual([
    'environment variable MESA_TOKEN',
    'MESA_TOKEN',
  ]);
  for (const slip of ['eyJhbGciOi.a.b', 's3cret', 'A'.repeat(65), '']) {
    expect([saidVariable(slip), setVariable(slip)]).toEqual(['environment variable that was named', 'the variable']);
  }
});

test('a path is named, unless a key was pasted in its place', () => {
  expect(saidFile('/home/us/key.pem')).toBe('/home/us/key.pem');
  for (const slip of ['/home/us/-----BEGIN PRIVATE KEY-----', 'one\ntwo', 'x'.repeat(1_001)])
    expect(saidFile(slip)).toBe('What was given as a path');
});
