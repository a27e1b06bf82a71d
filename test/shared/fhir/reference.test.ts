import { describe, expect, it } from 'vitest';
import { isUnderBase, parseReference, resolveReference, sameOrigin } from '../../../shared/fhir/reference.ts';

const base = 'https://ehr.example/fhir/r4';

describe('a reference', () => {
  it.each([
    ['#results', { kind: 'contained' }],
    ['#', { kind: 'missing' }],
    ['Patient/1', { kind: 'relative', type: 'Patient', id: '1' }],
    ['Patient/1/_history/2', { kind: 'relative', type: 'Patient', id: '1', versionId: '2' }],
    ['/Binary/note', { kind: 'relative', type: 'Binary', id: 'note' }],
    ['Patient?name=a', { kind: 'relative' }],
    [`${base}/Patient/1`, { kind: 'absolute', type: 'Patient', id: '1', underBase: true }],
    ['https://ehr.example/fhir/r44/Patient/1', { kind: 'absolute', type: 'Patient', id: '1', underBase: false }],
    ['https://EHR.example:443/files/1.pdf', { kind: 'absolute', underBase: false }],
    ['http://ehr.example/fhir/r4/Patient/1', { kind: 'foreign', type: 'Patient', id: '1' }],
    ['https://ehr.example:8443/fhir/r4/Patient/1', { kind: 'foreign', type: 'Patient', id: '1' }],
    ['https://ehr.example.evil.example/Patient/1', { kind: 'foreign', type: 'Patient', id: '1' }],
    ['https://ehr.example@evil.example/Patient/1', { kind: 'foreign', type: 'Patient', id: '1' }],
    ['//evil.example/Patient/1', { kind: 'foreign', type: 'Patient', id: '1' }],
    ['ftp://ehr.example/x', { kind: 'foreign' }],
    ['data:text/plain,x', { kind: 'foreign' }],
    ['urn:uuid:9a2f7a5e-0000-4000-8000-000000000001', { kind: 'urn' }],
    ['URN:OID:1.2.3', { kind: 'urn' }],
  ])('%s', (reference, expected) => {
    expect(parseReference(reference, base)).toEqual({ reference, ...expected });
    expect(parseReference({ reference }, base)).toEqual({ reference, ...expected });
  });

  it.each([
    [{ identifier: { value: '1' } }, 'logical'],
    [{ identifier: { system: 'x' } }, 'missing'],
    [{ display: 'Somebody' }, 'missing'],
    [undefined, 'missing'],
    [null, 'missing'],
    [7, 'missing'],
    ['', 'missing'],
  ])('%j is %s', (value, kind) => {
    expect(parseReference(value, base)).toEqual({ kind, reference: '' });
  });

  it('trusts no origin when the base is not known', () => {
    expect(parseReference(`${base}/Patient/1`).kind).toBe('foreign');
    expect(parseReference(`${base}/Patient/1`, 'no url').kind).toBe('foreign');
  });

  it.each([
    ['Patient/1', [`${base}/Patient/1`]],
    ['/Binary/note', [`${base}/Binary/note`, 'https://ehr.example/Binary/note']],
    ['https://other.example/x', ['https://other.example/x']],
    ['//other.example/x', ['https://other.example/x']],
    ['#results', []],
    ['urn:uuid:1', []],
    ['ftp://ehr.example/x', []],
    ['javascript:alert(1)', []],
    ['http://', []],
  ])('%s is tried at %j', (reference, urls) => {
    expect(resolveReference(reference, base)).toEqual(urls);
    expect(resolveReference({ reference }, `${base}/`)).toEqual(urls);
  });

  it('with a leading slash is tried once when the base is the root', () => {
    expect(resolveReference('/Binary/1', 'https://ehr.example')).toEqual(['https://ehr.example/Binary/1']);
  });

  it('is under a base segment by segment', () => {
    expect(isUnderBase('https://ehr.example/fhir/r4', base)).toBe(true);
    expect(isUnderBase('https://ehr.example/fhir/r4x', base)).toBe(false);
    expect(isUnderBase('https://ehr.example/fhir/r4/../r5/Patient/1', base)).toBe(false);
    expect(sameOrigin('nonsense', base)).toBe(false);
  });
});
