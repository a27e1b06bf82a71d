import { describe, expect, it } from 'vitest';
import { below, formatPointer, getPointer, parsePointer } from '../../../shared/fhir/pointer.ts';

// The document and the pointers of RFC 6901, section 5.
const document = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

describe('a JSON pointer', () => {
  it.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%s leads where RFC 6901 says', (pointer, value) => {
    expect(getPointer(document, pointer)).toEqual(value);
  });

  it.each(['/foo/2', '/foo/-', '/foo/01', '/foo/bar', '/none', 'foo', '/~', '/foo/0/x', '/__proto__', '/toString'])(
    '%s leads nowhere',
    (pointer) => {
      expect(getPointer(document, pointer)).toBeUndefined();
    },
  );

  it('tells an escaped tilde from an escaped slash', () => {
    expect(parsePointer('/~01/~10')).toEqual(['~1', '/0']);
    expect(formatPointer(['~1', '/0'])).toBe('/~01/~10');
    expect(parsePointer('/~2')).toBeUndefined();
  });

  it.each([[[]], [['a', 'b']], [['', '~', '/']], [['a', '0', 'data']]])(
    '%j survives the way there and back',
    (steps) => {
      expect(parsePointer(formatPointer(steps))).toEqual(steps);
    },
  );

  it('is lengthened step by step', () => {
    expect(below('/parameter/7', 'part', 0, 'a/b')).toBe('/parameter/7/part/0/a~1b');
  });
});
