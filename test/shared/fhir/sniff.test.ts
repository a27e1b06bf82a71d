import { describe, expect, it } from 'vitest';
import { sniff, sniffType } from '../../../shared/fhir/sniff.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  );
const bom = [0xef, 0xbb, 0xbf];

describe('telling content by its first bytes', () => {
  it.each([
    ['PDF', bytes('%PDF-1.7\n'), 'application/pdf'],
    ['PDF after other bytes', bytes([0, 13, 10], '%PDF-1.4'), 'application/pdf'],
    ['PNG', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0]), 'image/png'],
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
    ['GIF', bytes('GIF89a', [1, 0]), 'image/gif'],
    ['TIFF, little end first', bytes('II*', [0, 8]), 'image/tiff'],
    ['TIFF, big end first', bytes('MM', [0], '*', [0]), 'image/tiff'],
    ['ZIP', bytes('PK', [3, 4, 20, 0]), 'application/zip'],
    ['RTF', bytes(String.raw`{\rtf1\ansi`), 'application/rtf'],
    ['HTML', bytes('\n<!DOCTYPE html>\n<html>'), 'text/html'],
    ['HTML without a doctype', bytes('<html lang="en">'), 'text/html'],
    ['HTML after a comment', bytes('<!-- saved --><HTML>'), 'text/html'],
    ['XHTML', bytes('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'), 'text/html'],
    ['XML', bytes('<?xml version="1.0"?><order/>'), 'text/xml'],
    ['XML without a declaration', bytes('<order a="1">'), 'text/xml'],
    [
      'C-CDA after a document type and comments',
      bytes('<?xml version="1.0"?><!-- a --><!DOCTYPE x>\n<!-- b --> <ClinicalDocument xmlns="urn:hl7-org:v3">'),
      'text/xml',
    ],
    ['FHIR XML', bytes('<Patient xmlns="http://hl7.org/fhir"><id value="1"/>'), 'application/fhir+xml'],
    ['FHIR JSON', bytes('{"id":"1","resourceType":"Patient"}'), 'application/fhir+json'],
    ['JSON', bytes(' {"a":1}'), 'application/json'],
    ['a JSON list', bytes('[1,2]'), 'application/json'],
    ['plain text', bytes('Progress note\r\n\tseen today'), 'text/plain'],
    ['text in an old encoding', bytes('na', [0xef], 've'), 'text/plain'],
    ['text in braces', bytes('{not json}'), 'text/plain'],
    ['text beginning with a less-than', bytes('<3 mg daily'), 'text/plain'],
    ['a byte order mark before JSON', bytes(bom, '{"resourceType":"Bundle"}'), 'application/fhir+json'],
    ['bytes', bytes([1, 2, 3, 0, 255]), 'application/octet-stream'],
    ['nothing', bytes(), 'application/octet-stream'],
  ])('%s', (_, content, type) => {
    expect(sniffType(content)).toBe(type);
  });

  it.each([
    ['plain', '<?xml version="1.0"?>\n<?xml-stylesheet href="cda.xsl"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">'],
    ['prefixed', '<cda:ClinicalDocument xmlns:cda="urn:hl7-org:v3">'],
    ['after a comment', '<!-- made by us --><ClinicalDocument>'],
  ])('knows a C-CDA, %s', (_, text) => {
    expect(sniff(bytes(text))).toEqual({ form: 'c-cda', contentType: 'text/xml' });
    expect(sniff(bytes(bom, text)).form).toBe('c-cda');
    expect(sniff(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))).form).toBe('c-cda');
  });

  it('says which FHIR resource', () => {
    expect(sniff(bytes('{\n "resourceType" : "DocumentReference"')).resourceType).toBe('DocumentReference');
    expect(sniff(bytes('<Bundle xmlns="http://hl7.org/fhir">')).resourceType).toBe('Bundle');
  });

  it('looks at the beginning only, and is quick about comments that never end', () => {
    expect(sniffType(bytes('a'.repeat(5000), [0, 1, 2]))).toBe('text/plain');
    expect(sniff(bytes('<!-- -->'.repeat(500), '<')).form).not.toBe('html');
  });
});
