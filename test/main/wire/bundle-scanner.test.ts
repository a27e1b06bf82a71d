import { describe, expect, test } from 'vitest';
import { createBundleScanner, mostEntries, type Scan } from '../../../main/wire/bundle-scanner.ts';
import { headOf } from '../../../shared/fhir/body-head.ts';
import { anyBundle, cut, seeded, writeLoosely } from './random-json.ts';

function scan(chunks: Iterable<Uint8Array>): Scan {
  const scanner = createBundleScanner();
  for (const chunk of chunks) scanner.feed(chunk);
  return scanner.end();
}

const scanText = (text: string) => scan([Buffer.from(text)]);

/** The entries as the ranges of a scan cut them out. */
const entriesOf = (bytes: Buffer, { ranges }: Scan): unknown[] =>
  Array.from({ length: ranges.length / 2 }, (_, index) => {
    const [offset = 0, length = 0] = ranges.subarray(index * 2);
    const text = bytes.subarray(offset, offset + length).toString('utf8');
    expect([text[0], text.at(-1)]).toEqual(['{', '}']); // exact: not a byte more or less
    return JSON.parse(text);
  });

describe('the scan of any Bundle in any pieces says what JSON.parse says', () => {
  test.each(Array.from({ length: 20 }, (_, n) => n + 1))('seed %i', (seed) => {
    const random = seeded(seed);
    for (let round = 0; round < 20; round += 1) {
      const bundle = anyBundle(random);
      const bytes = Buffer.from(writeLoosely(bundle, random));
      expect(JSON.parse(bytes.toString('utf8'))).toEqual(bundle);
      for (const longest of [1, 7, bytes.length]) {
        const found = scan(cut(bytes, random, longest));
        expect(found.state).toBe('json');
        expect(found.head).toEqual(headOf(bundle));
        expect(entriesOf(bytes, found)).toEqual(bundle.entry);
      }
    }
  });
});

test('a Bundle that breaks off at any byte is truncated, never whole', () => {
  const bundle = anyBundle(seeded(4));
  const text = `${JSON.stringify({ ...bundle, meta: { x: '\\"{[' } })}`;
  const bytes = Buffer.from(text);
  for (let length = 1; length < bytes.length; length += 1)
    expect([length, scan([bytes.subarray(0, length)]).state]).toEqual([length, 'truncated']);
  expect(scan([bytes]).state).toBe('json');
});

test('entries of a Bundle that breaks off are those that were whole', () => {
  const found = scanText('{"resourceType":"Bundle","entry":[{"a":1},{"b":[{}]},{"c":');
  expect(found.state).toBe('truncated');
  expect(found.ranges).toHaveLength(4);
});

test.each([
  ['', 'empty'],
  [' \n\t', 'empty'],
  ['<html><body>{"resourceType":"Bundle"}</body></html>', 'not-json'],
  ['[{"resourceType":"Bundle"}]', 'not-json'],
  ['plain text', 'not-json'],
  ['{"resourceType":"Patient"} and more', 'not-json'],
  ['{"resourceType":"Patient"}{"resourceType":"Patient"}', 'not-json'],
  ['{"resourceType":"Patient"}}', 'not-json'],
  ['{"resourceType":"Patient"', 'truncated'],
  ['{"resourceType":"Patient"}', 'json'],
  ['\ufeff{"resourceType":"Patient"}\n', 'json'],
])('%j is %s', (text, state) => {
  expect(scanText(text).state).toBe(state);
});

test('a byte order mark shifts no range', () => {
  const bytes = Buffer.from('\ufeff{"resourceType":"Bundle","entry":[{"x":"ä"}]}');
  expect(entriesOf(bytes, scan([bytes]))).toEqual([{ x: 'ä' }]);
});

test('members called entry inside resources are no entries', () => {
  const text =
    '{"entry":[{"resource":{"resourceType":"Bundle","entry":[{"deep":1},{"deep":2}]}},{"entry":{"entry":[{}]}}],"resourceType":"Bundle"}';
  const found = scanText(text);
  expect(found.head.entries).toBe(2);
  expect(entriesOf(Buffer.from(text), found)).toEqual(JSON.parse(text).entry);
});

test('only a list of objects has entries', () => {
  for (const entry of ['{"a":{"b":1}}', '"x"', '[[{"a":1}]]', '{}', '[]', 'null'])
    expect([entry, scanText(`{"resourceType":"Bundle","entry":${entry},"total":3}`).head]).toEqual([
      entry,
      { resourceType: 'Bundle', total: 3, links: {}, entries: 0 },
    ]);
});

test('names may be written with escapes', () => {
  const found = scanText('{"resource\\u0054ype":"Bundle","\\u0065ntry":[{}],"t\\u006ftal":7}');
  expect(found.head).toEqual({ resourceType: 'Bundle', total: 7, links: {}, entries: 1 });
});

test('what is no Bundle has no entries and no links', () => {
  const found = scanText('{"resourceType":"Patient","entry":[{}],"link":[{"relation":"next","url":"x"}],"total":4}');
  expect(found.head).toEqual({ resourceType: 'Patient', links: {}, entries: 0 });
  expect(found.ranges).toHaveLength(0);
});

test('a top-level value too long to keep is left out, the rest is known', () => {
  const url = `https://source.example/fhir?${'x'.repeat(100_000)}`;
  const text = JSON.stringify({ link: [{ relation: 'next', url }], resourceType: 'Bundle', total: 1, entry: [{}] });
  expect(scanText(text).head).toEqual({ resourceType: 'Bundle', total: 1, links: {}, entries: 1 });
});

test('of a body with millions of entries no more are listed than memory allows', () => {
  const scanner = createBundleScanner();
  scanner.feed(Buffer.from('{"resourceType":"Bundle","entry":[{}'));
  const many = Buffer.from(',{}'.repeat(100_000));
  for (let n = 0; n < 6; n += 1) scanner.feed(many);
  scanner.feed(Buffer.from(']}'));
  const { head, ranges, state } = scanner.end();
  expect([head.entries, ranges.length, state]).toEqual([mostEntries, 2 * mostEntries, 'json']);
});
