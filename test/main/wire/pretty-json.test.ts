import { expect, test } from 'vitest';
import { prettyJson } from '../../../main/wire/pretty-json.ts';

test('a resource is laid out for people', () => {
  expect(prettyJson({ resourceType: 'Patient', name: [{ family: 'Example' }] })).toBe(
    '{\n  "resourceType": "Patient",\n  "name": [\n    {\n      "family": "Example"\n    }\n  ]\n}',
  );
});

test('what is nested deeper than any resource stays on one line, because the spaces would multiply', () => {
  const hostile = `${'['.repeat(3_000)}${'1,'.repeat(250_000)}1${']'.repeat(3_000)}`;
  expect(prettyJson(JSON.parse(hostile))).toBe(hostile);
});
