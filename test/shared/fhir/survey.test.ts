import { describe, expect, it } from 'vitest';
import { surveyResource } from '../../../shared/fhir/survey.ts';

describe('a survey of a resource', () => {
  it('finds documents where resources keep them, with what is said of each', () => {
    const attachment = { url: 'Binary/1', contentType: 'application/pdf', title: 'Note', size: 7, hash: 'AA==' };
    expect(surveyResource({ resourceType: 'DocumentReference', id: 'd', content: [{}, { attachment }] })).toEqual({
      resourceType: 'DocumentReference',
      id: 'd',
      included: [],
      outcomes: [],
      documents: [{ pointer: '/content/1/attachment', ...attachment }],
    });
    const places = [
      [{ resourceType: 'DiagnosticReport', presentedForm: [{ url: 'x' }] }, '/presentedForm/0'],
      [{ resourceType: 'Media', content: { url: 'x' } }, '/content'],
    ] as const;
    for (const [resource, pointer] of places)
      expect(surveyResource(resource).documents).toEqual([{ pointer, url: 'x' }]);
    expect(surveyResource({ resourceType: 'Observation', content: [{ attachment }] }).documents).toEqual([]);
  });

  it('believes bytes inside over a URL beside them, and leaves out what has neither', () => {
    const content = [{ attachment: { data: 'QQ==', url: 'Binary/1' } }, { attachment: { title: 'Nothing' } }];
    const { documents } = surveyResource({ resourceType: 'DocumentReference', content });
    expect(documents).toEqual([{ pointer: '/content/0/attachment' }]);
  });

  it('tells matches of a Bundle from what came along, and that there is more', () => {
    const entry = [
      { resource: { resourceType: 'Condition', id: 'c' } },
      {
        resource: { resourceType: 'DocumentReference', content: [{ attachment: { url: 'u' } }] },
        search: { mode: 'match' },
      },
      { resource: { resourceType: 'Provenance', id: 'p' }, search: { mode: 'include' } },
      {
        resource: {
          resourceType: 'OperationOutcome',
          issue: [{ severity: 'warning', code: 'x', diagnostics: 'Slow.' }],
        },
      },
      {},
    ];
    const link = [{ relation: 'next', url: 'x' }];
    expect(surveyResource({ resourceType: 'Bundle', link, entry })).toEqual({
      resourceType: 'Bundle',
      matches: 2,
      more: true,
      included: [{ resourceType: 'Provenance', reference: 'Provenance/p', pointer: '/entry/2/resource' }],
      outcomes: ['Slow.'],
      documents: [{ pointer: '/entry/1/resource/content/0/attachment', url: 'u' }],
    });
  });

  it('survives anything', () => {
    const odd = [undefined, null, 7, 'x', [], {}, { resourceType: 7 }, { resourceType: 'constructor', content: 1 }];
    const bundles = [
      null,
      7,
      {},
      [null, 7, { resource: 7 }, { resource: { resourceType: 'DocumentReference', content: [null, 7] } }],
    ];
    for (const one of odd) expect(surveyResource(one).documents).toEqual([]);
    for (const entry of bundles) expect(surveyResource({ resourceType: 'Bundle', entry }).documents).toEqual([]);
  });
});
