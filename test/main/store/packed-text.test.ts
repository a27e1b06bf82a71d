import { expect, test } from 'vitest';
import { packText, unpackText } from '../../../main/store/packed-text.ts';

test.each([
  ['short text', 'ok'],
  [
    'a searchset',
    JSON.stringify({ resourceType: 'Bundle', entry: Array.from({ length: 2_000 }, (_, id) => ({ id })) }),
  ],
  ['text that begins like the mark does', `(${'µ/ý'.repeat(8_000)}`],
  ['nothing', ''],
])('%s comes out as it went in', (_, text) => {
  const bytes = Buffer.from(text);
  expect(Buffer.from(unpackText(packText(bytes))).toString()).toBe(text);
});

test('FHIR text takes a fraction of its size', () => {
  const bytes = Buffer.from(
    JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ resourceType: 'Observation', id }))),
  );
  expect(packText(bytes).length).toBeLessThan(bytes.length / 4);
});
