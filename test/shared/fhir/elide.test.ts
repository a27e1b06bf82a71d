import { describe, expect, it } from 'vitest';
import { elide } from '../../../shared/fhir/elide.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';

const base64 = (bytes: number) => Buffer.alloc(bytes, 'document').toString('base64');

describe('eliding', () => {
  it.each([
    [384, false], // 512 characters
    [385, true],
    [386, true],
    [387, true],
    [4_000_000, true],
  ])('%i bytes of base64 under data: left out is %s', (bytes, leftOut) => {
    const value = { resourceType: 'Binary', data: base64(bytes) };
    const expected = leftOut ? { $base64: { bytes, pointer: '/data' } } : value.data;
    expect(elide(value)).toEqual({ resourceType: 'Binary', data: expected });
  });

  it('counts the bytes of base64 with line breaks', () => {
    const data = base64(1000).replace(/.{76}/g, '$&\r\n');
    expect(elide({ data })).toEqual({ data: { $base64: { bytes: 1000, pointer: '/data' } } });
  });

  it('says where each one stands in the whole document', () => {
    const document = { entry: [{ resource: { content: [{ attachment: { data: base64(600) } }] } }] };
    const resource = document.entry[0]?.resource;
    const pointer = '/entry/0/resource/content/0/attachment/data';
    expect(elide(resource, '/entry/0/resource')).toEqual({
      content: [{ attachment: { data: { $base64: { bytes: 600, pointer } } } }],
    });
    expect(getPointer(document, pointer)).toBe(base64(600));
  });

  it('leaves samples and short texts under data alone', () => {
    const samples = Array.from({ length: 400 }, (_, at) => String(at)).join(' ');
    expect(elide({ data: samples })).toEqual({ data: samples });
    expect(elide({ valueString: base64(600) })).toEqual({ valueString: base64(600) });
  });

  it('leaves out any text over 8 KiB', () => {
    const div = `<div>${'x'.repeat(9000)}</div>`;
    expect(elide({ text: { div } })).toEqual({ text: { div: { $text: { length: 9011, pointer: '/text/div' } } } });
    expect(elide({ text: 'x'.repeat(8192) })).toEqual({ text: 'x'.repeat(8192) });
    expect(elide('x'.repeat(8193), '/a')).toEqual({ $text: { length: 8193, pointer: '/a' } });
  });

  it.each([null, true, 0, '', [], {}, [1, [2, { a: null }]]])('keeps %j', (value) => {
    expect(elide(value)).toEqual(value);
  });

  it('copies: the original is not touched', () => {
    const value = { a: { data: base64(600) } };
    const before = structuredClone(value);
    elide(value);
    expect(value).toEqual(before);
  });

  it('keeps a member named __proto__ a member', () => {
    const copy = elide(JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Object.keys(copy ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('survives nesting no resource has', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`);
    expect(JSON.stringify(elide(deep))).toContain('"$deep":{"pointer":"/0/0');
  });
});
