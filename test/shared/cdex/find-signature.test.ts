import { describe, expect, test } from 'vitest';
import { hasSignature, responseSignature } from '../../../shared/cdex/find-signature.ts';
import { readSubmission } from '../../../shared/cdex/read-submission.ts';

const signature = { type: [{ code: '1.2.840.10065.1.12.1.5' }], when: '2026-02-03T10:00:00Z', data: 'AAAA' };
const extension = [{ url: responseSignature, valueSignature: signature }];

const signed: [string, object][] = [
  ['a Bundle', { resourceType: 'Bundle', type: 'searchset', signature }],
  ['a QuestionnaireResponse', { resourceType: 'QuestionnaireResponse', extension }],
  ['an item deep in one', { resourceType: 'QuestionnaireResponse', item: [{}, { item: [{ item: [{ extension }] }] }] }],
  ['a Provenance', { resourceType: 'Provenance', signature: [signature] }],
  ['a Provenance in a Bundle', { resourceType: 'Bundle', entry: [{}, { resource: { signature: [signature] } }] }],
  ['a contained Provenance', { resourceType: 'DocumentReference', contained: [{ signature: [signature] }] }],
  ['an item in a form in a Bundle', { resourceType: 'Bundle', entry: [{ resource: { item: [{ extension }] } }] }],
];

const unsigned: [string, unknown][] = [
  ['a document', { resourceType: 'DocumentReference', content: [{ attachment: { data: 'AAAA' } }] }],
  ['an empty list of signatures', { resourceType: 'Provenance', signature: [] }],
  [
    'a form that asks for one',
    { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired' }] },
  ],
  ['no resource', 'signature'],
  ['nothing', undefined],
];

const submissionWith = (...contents: unknown[]) => ({
  resourceType: 'Parameters',
  parameter: contents.map((resource) => ({ name: 'Attachment', part: [{ name: 'Content', resource }] })),
});

describe('a signature is found in', () => {
  test.each(signed)('%s', (_, resource) => {
    expect(hasSignature(resource)).toBe(true);
    expect(readSubmission(submissionWith({ resourceType: 'Observation' }, resource)).signed).toBe(true);
  });
});

describe('no signature is found in', () => {
  test.each(unsigned)('%s', (_, resource) => {
    expect(hasSignature(resource)).toBe(false);
    expect(readSubmission(submissionWith(resource))).not.toHaveProperty('signed');
  });

  test('a form of great depth, nor in one of great width', () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level += 1) deep = { item: [deep] };
    expect(hasSignature(deep)).toBe(false);
    expect(hasSignature({ item: Array.from({ length: 300_000 }, () => ({})) })).toBe(false);
  });
});
