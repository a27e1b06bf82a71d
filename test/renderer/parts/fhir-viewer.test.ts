import { describe, expect, it } from 'vitest';
import { answerSheet } from '../../../renderer/parts/fhir-viewer/answer-rows.ts';
import { readFhirDocument } from '../../../renderer/parts/fhir-viewer/composition.ts';
import { type Fact, factsOf, labelOf } from '../../../renderer/parts/fhir-viewer/facts-of.ts';
import { fhirViewsOf } from '../../../renderer/parts/fhir-viewer/fhir-kinds.ts';
import { findingsOfAttachment } from '../../../renderer/features/push-inbox/detail/attachment-findings.ts';
import type { PushAttachment } from '../../../shared/domain/push.ts';
import { answersAlone, clinicalDocument, questionnaire } from '../../fakes/inbox/contents.ts';

describe('a resource is looked at as what it is', () => {
  it('by its type, and by what a Bundle holds', () => {
    expect(fhirViewsOf(answersAlone)[0]).toBe('answers');
    expect(fhirViewsOf(clinicalDocument)).toEqual(['document', 'entries', 'json']);
    expect(fhirViewsOf({ resourceType: 'Bundle', type: 'document', entry: [] })).toEqual(['entries', 'json']);
    expect(fhirViewsOf({ resourceType: 'Observation' })[0]).toBe('facts');
    expect(fhirViewsOf([1, 2])).toEqual(['json']);
  });
});

describe('answers beside their questions', () => {
  const states = (form: unknown, response: unknown) =>
    answerSheet(form, response).rows.map(({ linkId, state, isGroup, depth }) =>
      isGroup ? `${depth} ${linkId}` : `${depth} ${linkId} ${state}`,
    );

  it('stand in the order of the form, with what was not answered, and what it does not ask last', () => {
    expect(states(questionnaire, answersAlone)).toEqual([
      '0 order',
      '1 order.type answered',
      '1 order.flow answered',
      '1 order.hours open',
      '0 blood',
      '1 blood.po2 answered',
      '1 blood.when open',
      '1 blood.exercise answered',
      '0 remarks open',
      '0 extra unknown',
    ]);
  });

  it('stand in their own order and words where there is no form', () => {
    expect(states(undefined, answersAlone)).toEqual([
      '0 order',
      '1 order.type answered',
      '1 order.flow answered',
      '0 blood',
      '1 blood.po2 answered',
      '1 blood.exercise answered',
      '0 extra answered',
    ]);
  });

  it('say what had to be answered, repeat groups, and count what a condition left out', () => {
    const form = {
      item: [
        { linkId: 'must', type: 'string', required: true, text: 'Must' },
        { linkId: 'yes', type: 'boolean', text: 'Yes?' },
        {
          linkId: 'why',
          type: 'string',
          text: 'Why?',
          enableWhen: [{ question: 'yes', operator: '=', answerBoolean: true }],
        },
        { linkId: 'drug', type: 'group', repeats: true, text: 'Drug', item: [{ linkId: 'name', type: 'string' }] },
        { linkId: 'secret', type: 'string', extension: [hiddenExtension] },
      ],
    };
    const drug = (name: string) => ({ linkId: 'drug', item: [{ linkId: 'name', answer: [{ valueString: name }] }] });
    const response = { item: [{ linkId: 'yes', answer: [{ valueBoolean: false }] }, drug('one'), drug('two')] };
    const sheet = answerSheet(form, response);
    expect(sheet.notAsked).toBe(1);
    expect(states(form, response)).toEqual([
      '0 must missing',
      '0 yes answered',
      '0 drug',
      '1 name answered',
      '0 drug',
      '1 name answered',
    ]);
  });

  it('of anything at all never fail', () => {
    for (const odd of [undefined, null, 5, {}, { item: [null, { linkId: 4 }] }, { item: 'x' }])
      for (const form of [undefined, questionnaire, { item: [{}] }])
        expect(Array.isArray(answerSheet(form, odd).rows)).toBe(true);
  });
});

const hiddenExtension = {
  url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden',
  valueBoolean: true,
};

describe('a FHIR document', () => {
  it('is its Composition’s sections, with what they point at', () => {
    const { title, facts, sections } = readFhirDocument(clinicalDocument);
    expect(title).toBe('Medical records');
    expect(Object.fromEntries(facts)).toMatchObject({ Subject: 'Amara Lindqvist', Author: 'J. Hancock, MD' });
    expect(sections.map((section) => section.title)).toEqual(['Problems', 'Plan', 'Allergies']);
    expect(sections[0]?.entries[0]?.found).toEqual({ type: 'Condition', title: 'Type 2 diabetes mellitus' });
    expect(sections[1]?.sections[0]?.entries).toEqual([{ reference: 'urn:uuid:gone' }]);
    expect(sections[2]?.emptyBecause).toBe('Nil known');
  });

  it('names where a long narrative stands', () => {
    const div = { $text: { length: 20_000, pointer: '/entry/0/resource/section/0/text/div' } };
    const bundle = { entry: [{ resource: { section: [{ title: 'Long', text: { div } }] } }] };
    expect(readFhirDocument(bundle).sections[0]?.narrative).toEqual({ length: 20_000, pointer: div.$text.pointer });
  });

  it('of anything at all is empty rather than an error', () => {
    for (const odd of [undefined, null, [], { entry: 'x' }, { entry: [{ resource: { section: [null, 3] } }] }])
      expect(readFhirDocument(odd).sections).toEqual([]);
  });
});

describe('facts of a resource', () => {
  const words = (facts: readonly Fact[]): unknown =>
    Object.fromEntries(
      facts.map(({ label, values }) => [
        label,
        values.map((value) =>
          'facts' in value ? words(value.facts) : 'document' in value ? value.document : value.words,
        ),
      ]),
    );

  it('say codes, amounts, times and references in words, and what has parts below its name', () => {
    const resource = {
      resourceType: 'Observation',
      id: 'x',
      meta: { versionId: '1' },
      status: 'final',
      code: { coding: [{ code: '4548-4', display: 'Hemoglobin A1c' }] },
      subject: { reference: 'Patient/1' },
      effectivePeriod: { start: '2026-01-01' },
      valueQuantity: { value: 0, unit: '%' },
      component: [{ code: { text: 'Part' }, valueBoolean: false }],
      extension: [{ url: 'http://e.example/x', valueString: 'secret' }],
      contained: [{ resourceType: 'Patient' }],
    };
    expect(words(factsOf(resource))).toEqual({
      Status: ['final'],
      Code: ['Hemoglobin A1c'],
      Subject: ['Patient/1'],
      Effective: ['2026-01-01 to …'],
      Value: ['0 %'],
      Component: [{ Code: ['Part'], Value: ['false'] }],
      Extension: ['http://e.example/x'],
    });
  });

  it('name documents by their note', () => {
    const content = { attachment: { title: 'Note', data: { $base64: { bytes: 900, pointer: '/a/data' } } } };
    expect(words(factsOf({ resourceType: 'DocumentReference', content: [content] }))).toEqual({
      Content: [{ Attachment: [{ pointer: '/a/data', bytes: 900, name: 'Note' }] }],
    });
  });

  it('end before hostile nesting does', () => {
    let deep: unknown = 'end';
    for (let at = 0; at < 5_000; at += 1) deep = { more: deep, other: 1 };
    expect(JSON.stringify(factsOf({ resourceType: 'Basic', deep }))).toContain('more, in its JSON');
    expect(factsOf('x')).toEqual([]);
  });

  it('have names people read', () => {
    expect(labelOf('valueQuantity')).toBe('Value');
    expect(labelOf('referenceRange')).toBe('Reference range');
    expect(labelOf('code')).toBe('Code');
  });
});

describe('findings of an attachment', () => {
  const attachment = { pointer: '/parameter/4/part/2/resource/content/0/attachment/data' } as PushAttachment;
  const at = (path: string) => ({ rule: 'x', severity: 'error' as const, path, message: '' });

  it('are those of the parameter that carries it', () => {
    const found = [
      at('Parameters.parameter[4].part[0]'),
      at('Parameters.parameter[4]'),
      at('Parameters.parameter[40]'),
    ];
    expect(findingsOfAttachment([...found, at('Parameters')], attachment)).toEqual(found.slice(0, 2));
  });
});
