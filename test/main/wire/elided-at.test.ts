import { expect, it } from 'vitest';
import { elidedAt, mostLetters } from '../../../main/wire/elided-at.ts';

const data = 'QUJD'.repeat(300);
const body = Buffer.from(JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'x', part: [{ data }] }] }));

it('shows JSON at a place with its base64 as a note that leads back into the whole body', () => {
  expect(elidedAt(body, '/parameter/0/part')).toEqual({
    value: [{ data: { $base64: { bytes: 900, pointer: '/parameter/0/part/0/data' } } }],
    letters: JSON.stringify([{ data }]).length,
  });
  expect(elidedAt(body, '/parameter/4')).toBeUndefined();
});

it('brings a long text whole when it is what was asked for', () => {
  const div = 'x'.repeat(20_000);
  const long = Buffer.from(JSON.stringify({ text: { div } }));
  expect(elidedAt(long, '')?.value).toEqual({ text: { div: { $text: { length: 20_000, pointer: '/text/div' } } } });
  expect(elidedAt(long, '/text/div')?.value).toBe(div);
});

it('refuses what is too much for a screen without its documents, and what is no JSON', () => {
  const many = Array.from({ length: 1_300 }, () => 'x'.repeat(8_000));
  expect(JSON.stringify(many).length).toBeGreaterThan(mostLetters);
  expect(() => elidedAt(Buffer.from(JSON.stringify(many)), '')).toThrow(RangeError);
  expect(() => elidedAt(Buffer.from('{"a":'), '')).toThrow(SyntaxError);
});
