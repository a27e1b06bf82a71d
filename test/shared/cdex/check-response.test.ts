import { describe, expect, test } from 'vitest';
import { checkResponse } from '../../../shared/cdex/check-response.ts';
import { form, response } from '../fhir/questionnaire/form.ts';

const rules = (given: unknown) => checkResponse(form, given).map(({ rule, severity }) => `${severity} ${rule}`);
const item = (linkId: string, ...answer: object[]) => ({ linkId, answer });

describe('a response against its questionnaire', () => {
  test('finds nothing in one that answers it', () => {
    expect(checkResponse(form, response())).toEqual([]);
    const full = [
      item('saturation', { valueQuantity: { value: 88, unit: '%' } }),
      item('flow', { valueDecimal: 2 }),
      item('smokes', { valueBoolean: true }),
      item('packs', { valueInteger: 1 }),
      { linkId: 'devices', item: [item('device', { valueString: 'A' })] },
      { linkId: 'devices', item: [item('device', { valueString: 'B' })] },
      item('phones', { valueString: '1' }, { valueString: '2' }),
    ];
    expect(checkResponse(form, response(full))).toEqual([]);
  });

  test.each([
    ['an item the form does not have', [item('nobody', { valueString: 'x' })], 'error qr-link-id'],
    ['a value of another type', [item('smokes', { valueString: 'yes' })], 'error qr-type'],
    ['an answer without a value', [item('smokes', {})], 'error qr-answer'],
    ['two answers where one is asked', [item('flow', { valueDecimal: 1 }, { valueDecimal: 2 })], 'error qr-repeats'],
    ['an item twice', [item('flow', { valueDecimal: 1 }), item('flow', { valueDecimal: 2 })], 'error qr-repeats'],
    ['less than the least', [item('flow', { valueDecimal: 0.1 })], 'error qr-range'],
    ['more than the most', [item('flow', { valueDecimal: 11 })], 'error qr-range'],
    [
      'an answer to what is not asked',
      [item('smokes', { valueBoolean: false }), item('packs', { valueInteger: 1 })],
      'error qr-enabled',
    ],
    ['nothing where the other answers ask for it', [item('smokes', { valueBoolean: true })], 'error qr-required'],
    ['an answer of a display item', [item('note', { valueString: 'x' })], 'error qr-answer'],
  ])('finds %s', (_name, items, rule) => {
    expect(rules(response(items))).toEqual([rule]);
  });

  test('finds a choice that is not offered and words that are too long', () => {
    const who = (...below: object[]) => ({
      item: [{ linkId: 'who', item: [item('born', { valueDate: '1970-01-02' }), ...below] }, response().item[1]],
    });
    expect(rules(response([], who(item('sex', { valueCoding: { code: 'both' } }))))).toEqual(['error qr-option']);
    expect(rules(response([], who(item('name', { valueString: 'x'.repeat(31) }))))).toEqual(['error qr-max-length']);
  });

  test('takes what is missing for information until the response is completed', () => {
    const bare = { ...response(), item: [] };
    // What is required in a group counts once the group is there.
    const begun = { ...bare, item: [{ linkId: 'who', item: [] }] };
    expect(rules(bare)).toEqual(['error qr-required']);
    expect(rules(begun)).toEqual(['error qr-required', 'error qr-required']);
    expect(rules({ ...bare, status: 'in-progress' })).toEqual(['information qr-required']);
  });

  test('finds that it answers another questionnaire, none, or is something else', () => {
    expect(rules({ ...response(), questionnaire: 'https://plan.example/other' })).toEqual(['error qr-questionnaire']);
    expect(rules({ ...response(), questionnaire: undefined })).toEqual(['error qr-questionnaire']);
    expect(rules({ ...response(), status: undefined })).toEqual(['error qr-status']);
    expect(rules({ resourceType: 'Bundle' })).toEqual(['error qr-type']);
  });

  test('survives anything', () => {
    let deep: object = { linkId: 'who' };
    for (let level = 0; level < 3_000; level += 1) deep = { linkId: 'who', item: [deep] };
    const many = Array.from({ length: 5_000 }, () => item('nobody', { valueString: 'x' }));
    expect(checkResponse(form, response([deep])).length).toBeGreaterThan(0);
    expect(checkResponse(form, response(many))).toHaveLength(200);
    for (const odd of [
      undefined,
      null,
      7,
      [],
      { resourceType: 'QuestionnaireResponse', item: [null, 3, { answer: 'x' }] },
    ]) {
      expect(checkResponse(form, odd).length).toBeGreaterThan(0);
      expect(checkResponse(odd, response()).length).toBeGreaterThan(0);
    }
  });
});
