import { describe, expect, it } from 'vitest';
import { chipOf, holdsOf, jsonLines, lineText, visibleLines } from '../../../renderer/ui/json-lines.ts';

const text = (value: unknown) => jsonLines(value).map((line) => '  '.repeat(line.depth) + lineText(line));

describe('lines', () => {
  it('keeps short containers on one line and opens long ones', () => {
    expect(text({ id: 'a', coding: [{ system: 's', code: 'c' }], list: [] })).toEqual([
      '{',
      '  "id": "a",',
      '  "coding": [{ "system": "s", "code": "c" }],',
      '  "list": []',
      '}',
    ]);
  });

  it('opens an array of one container on one line', () => {
    const long = { url: `http://example.com/${'x'.repeat(80)}` };
    expect(text({ link: [long] })).toEqual(['{', '  "link": [{', `    "url": "${long.url}"`, '  }]', '}']);
  });

  it('writes every value once: without white space the lines are the JSON', () => {
    const value = {
      a: [1, [2, { b: null, c: true }], 'x'.repeat(90), [[[{ deep: { deeper: 1 } }]]]],
      'odd/key~': { d: [], e: {}, f: 'é"\\n' },
    };
    const bare = jsonLines(value).map(lineText).join('');
    expect(JSON.parse(bare)).toEqual(value);
  });

  it('names values by JSON pointer', () => {
    const lines = jsonLines({ 'a/b~c': { text: 'x'.repeat(90) } });
    expect(lines[2]?.pointer).toBe('/a~1b~0c/text');
  });

  it('shows base64 as a chip and marks references', () => {
    const lines = jsonLines({
      data: { $base64: { bytes: 9, sha256: 'ab', pointer: '/data' } },
      reference: 'Patient/1',
    });
    expect(lines[1]?.tokens.at(-2)).toEqual({ ink: 'base64', chip: { bytes: 9, sha256: 'ab', pointer: '/data' } });
    expect(lines[2]?.tokens.at(-1)).toMatchObject({ ink: 'reference', reference: 'Patient/1' });
    expect(chipOf({ $base64: 'no' })).toBeUndefined();
  });

  it('cuts a very long string and says how long it was', () => {
    expect(text({ s: 'y'.repeat(2000) })[1]).toMatch(/… \(2000 letters\)"$/);
  });
});

describe('folding', () => {
  const lines = jsonLines({ a: { b: 'x'.repeat(80), c: { d: 'y'.repeat(80) } }, e: 1 });
  it('hides what lies between opening and closing line, the closing line included', () => {
    expect(visibleLines(lines, new Set())).toHaveLength(lines.length);
    const inner = lines.findIndex((line) => lineText(line).startsWith('"a"'));
    const left = visibleLines(lines, new Set([inner])).map((index) => lineText(lines[index] as (typeof lines)[0]));
    expect(left).toEqual(['{', '"a": {', '"e": 1', '}']);
  });
  it('does not trip over a fold inside a fold', () => {
    expect(visibleLines(lines, new Set([0, 1, 3]))).toEqual([0]);
  });
});

it('says what a folded part holds in the words people know it by', () => {
  expect(holdsOf({ resourceType: 'Patient', id: '1' })).toBe('Patient/1');
  expect(holdsOf({ coding: [{ code: 'x', display: 'Progress note' }] })).toBe('Progress note');
  expect(holdsOf([1, 2, 3])).toBe('3 items');
  expect(holdsOf({ a: 1, b: 2 })).toBe('2 members');
});
