import { expect, test } from 'vitest';
import { contradicts, sameType } from '../../../shared/fhir/same-type.ts';

test.each([
  ['application/xml', 'text/xml'],
  ['application/hl7-sda+xml', 'text/xml'],
  ['application/json', 'application/fhir+json'],
  ['text/plain; charset=utf-8', 'text/plain'],
  ['image/jpg', 'image/jpeg'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/zip'],
])('%s and %s are one type', (declared, sniffed) => {
  expect(sameType(declared, sniffed)).toBe(true);
  expect(contradicts(declared, sniffed)).toBe(false);
});

test.each([
  ['application/pdf', 'text/xml'],
  ['application/pdf', 'text/plain'],
  ['application/pdf', 'application/octet-stream'],
  ['image/png', 'image/jpeg'],
  ['text/plain', 'text/html'],
  ['application/xml', 'text/plain'],
  ['application/dicom', 'application/pdf'],
])('%s is contradicted by bytes that say %s', (declared, sniffed) => {
  expect(contradicts(declared, sniffed)).toBe(true);
});

test.each([
  ['text/csv', 'text/plain'],
  ['application/dicom', 'application/octet-stream'],
  ['application/octet-stream', 'application/pdf'],
  ['x-application/hl7-v2+er7', 'text/plain'],
])('%s may hold bytes that say %s', (declared, sniffed) => {
  expect(contradicts(declared, sniffed)).toBe(false);
});
