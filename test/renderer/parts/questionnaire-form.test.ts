import { describe, expect, test } from 'vitest';
import {
  answerOfText,
  chosenKey,
  optionsOf,
  textOfAnswer,
} from '../../../renderer/parts/questionnaire-form/answer-values.ts';
import { askedQuestionnaires, payerUrlOf } from '../../../renderer/parts/questionnaire-form/asked-questionnaires.ts';
import { beginningItem, plainQuestionnaire } from '../../../renderer/parts/questionnaire-form/plain-questionnaire.ts';
import { openItems, takeOut, tidyResponse } from '../../../renderer/parts/questionnaire-form/tidy-response.ts';
import { type Question, questionsOf } from '../../../shared/fhir/questionnaire/questions.ts';
import { form } from '../../shared/fhir/questionnaire/form.ts';

const question = (type: string): Question => questionsOf({ item: [{ linkId: 'q', type }] })[0] as Question;

describe('answers of a form', () => {
  test.each([
    ['integer', '12', { valueInteger: 12 }],
    ['integer', '1.5', {}],
    ['decimal', '1.5', { valueDecimal: 1.5 }],
    ['decimal', 'much', {}],
    ['date', '2026-01-02', { valueDate: '2026-01-02' }],
    ['time', '08:30', { valueTime: '08:30:00' }],
    ['url', 'https://plan.example/x', { valueUri: 'https://plan.example/x' }],
    ['reference', 'Patient/1', { valueReference: { reference: 'Patient/1' } }],
    ['string', 'two words ', { valueString: 'two words ' }],
    ['text', '   ', {}],
  ])('%s %j is %j', (type, text, answer) => {
    expect(answerOfText(question(type), text)).toEqual(answer);
  });

  test('an instant is shown in local time and comes back the same', () => {
    const answer = answerOfText(question('dateTime'), '2026-01-02T08:30');
    expect(answer.valueDateTime).toMatch(/Z$/);
    expect(textOfAnswer(answer)).toBe('2026-01-02T08:30');
  });

  test('a choice is known by system and code, whatever its display', () => {
    const [, reason] = questionsOf(form);
    const sets = {
      '#reasons': [
        { system: 's', code: 'a', display: 'First' },
        { system: 's', code: 'b' },
      ],
    };
    const options = optionsOf(reason as Question, sets);
    expect(options.map(({ label }) => label)).toEqual(['First', 'b']);
    expect(chosenKey({ valueCoding: { system: 's', code: 'a' } }, options)).toBe('s|a');
    expect(chosenKey({ valueCoding: { code: 'b' } }, options)).toBe('s|b');
    expect(chosenKey({ valueCoding: { system: 'other', code: 'a' } }, options)).toBeUndefined();
    expect(chosenKey(undefined, options)).toBeUndefined();
  });

  test('what the form added for itself and what nobody answered is not kept', () => {
    const before = { resourceType: 'QuestionnaireResponse', questionnaire: form.url, status: 'in-progress', item: [] };
    const edited = {
      id: 'made-up',
      item: [
        { id: 'id-1', linkId: 'who', item: [{ id: 'id-2', linkId: 'name', answer: [{}] }] },
        { id: 'id-3', linkId: 'flow', answer: [{ valueDecimal: 0 }, {}] },
        {
          id: 'kept',
          linkId: 'smokes',
          answer: [{ valueBoolean: false, item: [{ id: 'id-4', linkId: 'x', answer: [] }] }],
        },
      ],
    };
    expect(tidyResponse(before, edited)).toEqual({
      resourceType: 'QuestionnaireResponse',
      questionnaire: form.url,
      status: 'in-progress',
      item: [
        { linkId: 'flow', answer: [{ valueDecimal: 0 }] },
        { id: 'kept', linkId: 'smokes', answer: [{ valueBoolean: false }] },
      ],
    });
    expect(tidyResponse(before, {})).not.toHaveProperty('item');
  });
});

describe('the form’s own shape', () => {
  const answer = (valueString: string, more: object = {}) => [{ valueString, ...more }];
  const below = [{ linkId: 'dose', answer: answer('4') }];

  test('what lies below a question goes to its item and comes back below its answer', () => {
    const item = [{ linkId: 'drug', answer: answer('A', { item: below }) }];
    const opened = openItems(item);
    expect(opened).toEqual([{ linkId: 'drug', answer: answer('A'), item: below }]);
    expect(tidyResponse({}, { item: opened })).toEqual({ item });
  });

  test('a group that was added later stands with its kind', () => {
    const row = (n: string) => ({ linkId: 'row', item: [{ linkId: 'x', answer: answer(n) }] });
    const end = { linkId: 'end', answer: answer('z') };
    expect(tidyResponse({}, { item: [row('1'), end, row('2')] })).toEqual({ item: [row('1'), row('2'), end] });
  });

  test('an item is taken out where it stands, and nothing else', () => {
    const [gone, kept] = [{ linkId: 'row' }, { linkId: 'row' }];
    const items = [{ linkId: 'outer', item: [gone, kept] }, { linkId: 'end' }];
    expect(takeOut(items, gone)).toBe(true);
    expect(items).toEqual([{ linkId: 'outer', item: [kept] }, { linkId: 'end' }]);
    expect(takeOut(items, { linkId: 'row' })).toBe(false);
  });

  test('another repetition begins with what expressions and the form say, the form as it is opened does not', () => {
    const item = [{ linkId: 'row', type: 'group', item: [{ linkId: 'x', type: 'string', initial: answer('old') }] }];
    const [plain] = plainQuestionnaire({ resourceType: 'Questionnaire', item }).item ?? [];
    expect(plain).toEqual({ linkId: 'row', type: 'group', item: [{ linkId: 'x', type: 'string' }] });
    const initial = new Map([['x', [{ type: 'String', value: 'Lindqvist' }]]]);
    expect(beginningItem(plain ?? { linkId: '', type: 'group' }, initial).item).toEqual([
      { linkId: 'x', type: 'string', initial: answer('Lindqvist') },
    ]);
  });
});

test('the questionnaires of a Task are found whichever way its version writes them', () => {
  const input = (code: string, value: object) => ({ type: { coding: [{ code }] }, ...value });
  const titled = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/display', valueString: 'Oxygen' }] };
  const task = {
    input: [
      input('questionnaire', { valueCanonical: 'https://plan.example/a|1', _valueCanonical: titled }),
      input('questionnaire-context', { valueString: 'https://plan.example/b' }),
      input('payer-url', { valueUrl: 'https://plan.example/$submit-attachment' }),
    ],
  };
  expect(askedQuestionnaires(task)).toEqual([
    { url: 'https://plan.example/a|1', title: 'Oxygen' },
    { url: 'https://plan.example/b' },
  ]);
  expect(payerUrlOf(task)).toBe('https://plan.example/$submit-attachment');
  expect(askedQuestionnaires(undefined)).toEqual([]);
});
