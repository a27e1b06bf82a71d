import { describe, expect, it } from 'vitest';
import { base64Size, decodeBase64, toHex } from '../../../shared/fhir/base64.ts';
import {
  formatIdentifier,
  parseIdentifier,
  identifierSystem,
  identifierValue,
} from '../../../shared/fhir/identifier.ts';
import { parameterNamed, parametersNamed, readParameters } from '../../../shared/fhir/parameters.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';

describe('a Parameters resource', () => {
  const resource = {
    resourceType: 'Parameters',
    parameter: [
      'rubbish',
      { name: 'Code', valueCode: 'claim' },
      {
        name: 'Attachment',
        part: [{ name: 'LineItem', valueString: '1' }, null, { name: 'Content', resource: { resourceType: 'Binary' } }],
      },
      { name: 'flag', valueBoolean: false },
      { valueString: 'nameless' },
    ],
  };
  const list = readParameters(resource) ?? [];

  it('is read in order, rubbish left out, every pointer leading back into it', () => {
    expect(list.map((one) => one.name)).toEqual(['Code', 'Attachment', 'flag', '']);
    for (const one of list) expect(getPointer(resource, one.pointer)).toMatchObject(one.name ? { name: one.name } : {});
    expect(list[1]?.parts.map((part) => part.pointer)).toEqual(['/parameter/2/part/0', '/parameter/2/part/2']);
    expect(list[1]?.parts[1]?.resource).toEqual({ resourceType: 'Binary' });
  });

  it('gives value and type, false among them', () => {
    expect(parameterNamed(list, 'FLAG')).toMatchObject({ valueType: 'Boolean', value: false });
    expect(parametersNamed(list, 'code')).toHaveLength(1);
    expect(parameterNamed(list, 'absent')).toBeUndefined();
  });

  it.each([undefined, [], {}, { resourceType: 'Bundle', parameter: [] }])('is not %j', (value) => {
    expect(readParameters(value)).toBeUndefined();
  });

  it('may be empty or broken', () => {
    expect(readParameters({ resourceType: 'Parameters' })).toEqual([]);
    expect(readParameters({ resourceType: 'Parameters', parameter: { name: 'x' } })).toEqual([]);
  });
});

describe('an identifier as text', () => {
  it.each([
    ['http://payer.example/ids|M1', { system: 'http://payer.example/ids', value: 'M1' }],
    ['|M1', { value: 'M1' }],
    ['M1', { value: 'M1' }],
    ['sys|a|b', { system: 'sys', value: 'a|b' }],
    [' sys | M1 ', { system: 'sys', value: 'M1' }],
    ['sys|', undefined],
    ['', undefined],
    ['|', undefined],
  ])('%s', (text, identifier) => {
    expect(parseIdentifier(text)).toEqual(identifier);
  });

  it.each([
    [{ system: 's', value: 'v' }, 's|v'],
    [{ value: 'v' }, 'v'],
    [{ value: 'a|b' }, '|a|b'],
    ['plain', 'plain'],
    [{ system: 's' }, undefined],
    [undefined, undefined],
    [{ value: 5 }, undefined],
  ])('%j is written %s', (identifier, text) => {
    expect(formatIdentifier(identifier)).toBe(text);
    if (text && typeof identifier === 'object') expect(parseIdentifier(text)).toEqual(identifier);
  });
});

describe('the parts of SYSTEM|VALUE', () => {
  it.each([
    ['https://payer.example/ids|HM1', 'https://payer.example/ids', 'HM1'],
    ['HM1', undefined, 'HM1'],
    ['|HM1', undefined, 'HM1'],
    ['urn:a|b|c', 'urn:a', 'b|c'],
    ['https://payer.example/ids|', undefined, 'https://payer.example/ids|'],
  ])('%s', (text, system, value) => {
    expect([identifierSystem(text), identifierValue(text)]).toEqual([system, value]);
  });
});

describe('base64', () => {
  it.each([0, 1, 2, 3, 20, 21, 255])('of %i bytes comes out as it went in', (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + 200) % 256);
    const text = Buffer.from(bytes).toString('base64');
    expect(decodeBase64(text)).toEqual(bytes);
    expect(decodeBase64(Buffer.from(bytes).toString('base64url'))).toEqual(bytes);
    expect(base64Size(text)).toBe(length);
    expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
  });

  it('is not any text', () => {
    expect(decodeBase64('a')).toBeUndefined();
    expect(decodeBase64('ab*d')).toBeUndefined();
  });
});
