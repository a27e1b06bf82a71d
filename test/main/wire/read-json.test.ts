import { describe, expect, test } from 'vitest';
import { createJsonReader, heldText } from '../../../main/wire/read-json.ts';
import { anyObject, seeded } from './random-json.ts';

/** What a reader finds, put together again, when the text comes in pieces of these sizes. */
function readBack(text: Buffer, sizes: () => number): unknown {
  const open: { value: unknown[] | Record<string, unknown>; name: string }[] = [];
  let root: unknown;
  const put = (value: unknown) => {
    const parent = open.at(-1);
    if (!parent) root = value;
    else if (Array.isArray(parent.value)) parent.value.push(value);
    else
      Object.defineProperty(parent.value, parent.name, { value, enumerable: true, configurable: true, writable: true });
  };
  const reader = createJsonReader({
    open(isList) {
      const value = isList ? [] : {};
      put(value);
      open.push({ value, name: '' });
    },
    close: () => void open.pop(),
    name(name) {
      (open.at(-1) as { name: string }).name = name;
    },
    text: (value, at, end) => put(value ?? JSON.parse(text.subarray(at, end).toString('utf8'))),
    scalar: (value, at, end) => {
      expect(JSON.parse(text.subarray(at, end).toString('utf8'))).toBe(value);
      put(value);
    },
    isSkipping: () => false,
  });
  for (let at = 0; at < text.length; ) {
    const size = Math.max(1, sizes());
    const piece = Buffer.from(text.subarray(at, at + size));
    reader.feed(piece);
    piece.fill(0x7e); // pieces are used again by whoever reads
    at += size;
  }
  reader.end();
  return root;
}

const whole = (text: string) => readBack(Buffer.from(text), () => 1_000_000);

describe('reading JSON in pieces', () => {
  test('gives what JSON.parse gives, wherever the text is cut', () => {
    const random = seeded(20_260_101);
    for (let round = 0; round < 400; round += 1) {
      const value = anyObject(random, 0);
      const text = Buffer.from(JSON.stringify(value, null, round % 3 ? 0 : 2));
      expect(readBack(text, () => Math.floor(random() * 12))).toEqual(JSON.parse(text.toString('utf8')));
    }
  });

  test.each([
    '"\\u00e9\\n\\/\\\\\\""',
    '"é€𝄞 \\ud834\\udd1e \\ud834 lone"',
    `{"a":1,"a":{"b":[]},"__proto__":{"x":1},"":null}`,
    ' [ 1 , -0.5e-3 , true , false , null , "" , {} , [] ] ',
    '7',
    '"\\\\"',
    `["${'\\\\'.repeat(50)}"]`,
  ])('%s', (text) => {
    for (let size = 1; size < 6; size += 1) expect(readBack(Buffer.from(text), () => size)).toEqual(JSON.parse(text));
  });

  test('a byte order mark is let pass, at the beginning alone', () => {
    expect(whole('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(() => whole('{"a":\ufeff1}')).toThrow(SyntaxError);
  });

  test.each([
    '',
    ' ',
    '{',
    '[1',
    '[1,]',
    '{"a":1,}',
    '{"a" 1}',
    '{"a":}',
    '{a:1}',
    '[1 2]',
    '{} {}',
    '[}',
    '{]',
    ']',
    '"a',
    '"\\x"',
    '"\\u12g4"',
    '"a\nb"',
    '"a\\n\nb"',
    '01',
    '+1',
    '1.',
    'nul',
    'NaN',
    "'a'",
    '{"a":1}x',
    '[1:2]',
    '{"a"}',
    ',',
    '[,1]',
    `"${'a'.repeat(heldText)}\n"`,
    `"${'\\n'.repeat(heldText)}\\q"`,
    '1'.repeat(heldText + 2),
  ])('refuses what JSON.parse refuses: %j', (text) => {
    if (text.length < heldText) expect(() => JSON.parse(text)).toThrow(SyntaxError);
    for (const size of [1, 3, 1_000_000]) expect(() => readBack(Buffer.from(text), () => size)).toThrow(SyntaxError);
  });

  test('agrees with JSON.parse about damaged texts', () => {
    const random = seeded(7);
    let refused = 0;
    for (let round = 0; round < 3_000; round += 1) {
      const text = JSON.stringify(anyObject(random, 0));
      const at = Math.floor(random() * text.length);
      const changed = `${text.slice(0, at)}${'{}[]",:\\ \n0aeu-.'.charAt(Math.floor(random() * 17))}${text.slice(at + 1)}`;
      const damaged = Buffer.from(changed).toString('utf8'); // half a sign cannot be written
      let expected: unknown;
      try {
        expected = { value: JSON.parse(damaged) };
      } catch {
        expected = 'refused';
        refused += 1;
      }
      let found: unknown;
      try {
        found = { value: readBack(Buffer.from(damaged), () => 1 + Math.floor(random() * 7)) };
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
        found = 'refused';
      }
      expect([damaged, found]).toEqual([damaged, expected]);
    }
    expect(refused).toBeGreaterThan(500);
  });

  test('nesting without end is refused', () => {
    expect(() => whole('['.repeat(100_000))).toThrow(RangeError);
  });

  test('a long text is told by its place alone', () => {
    const text = Buffer.from(`{"a":"${'x'.repeat(heldText)}","b":"${'y'.repeat(heldText + 1)}"}`);
    const told: [string, number, number][] = [];
    const reader = createJsonReader({
      open() {},
      close() {},
      name() {},
      text: (value, at, end) => told.push([value === undefined ? 'long' : 'held', at, end]),
      scalar() {},
      isSkipping: () => false,
    });
    reader.feed(text);
    reader.end();
    expect(told.map(([kind]) => kind)).toEqual(['held', 'long']);
    const [, [, at, end]] = told as [unknown, [string, number, number]];
    expect(text.subarray(at, end).toString()).toBe(`"${'y'.repeat(heldText + 1)}"`);
  });
});
