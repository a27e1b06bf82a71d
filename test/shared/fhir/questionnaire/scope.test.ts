import { describe, expect, test } from 'vitest';
import { checkResponse } from '../../../../shared/cdex/check-response.ts';
import { withoutUnasked } from '../../../../shared/fhir/questionnaire/scope.ts';

const when = (question: string, answerBoolean = true) => ({
  enableWhen: [{ question, operator: '=', answerBoolean }],
});

/** Medicines, each with a question of its own below a condition; a chain of conditions; and one about any of the medicines. */
const questionnaire = {
  resourceType: 'Questionnaire',
  url: 'https://plan.example/Questionnaire/medicines',
  item: [
    {
      linkId: 'medicine',
      type: 'group',
      repeats: true,
      item: [
        { linkId: 'name', type: 'string' },
        { linkId: 'stopped', type: 'boolean' },
        { linkId: 'why', type: 'string', required: true, ...when('stopped') },
      ],
    },
    { linkId: 'any', type: 'string', ...when('stopped') },
    { linkId: 'a', type: 'boolean' },
    { linkId: 'b', type: 'boolean', ...when('a') },
    { linkId: 'c', type: 'string', ...when('b') },
    { linkId: 'yes', type: 'boolean', item: [{ linkId: 'more', type: 'string', ...when('yes') }] },
  ],
};

type Item = Record<string, unknown>;
const text = (linkId: string, valueString: string): Item => ({ linkId, answer: [{ valueString }] });
const yes = (linkId: string, valueBoolean = true): Item => ({ linkId, answer: [{ valueBoolean }] });
const medicine = (...item: Item[]): Item => ({ linkId: 'medicine', item });
const response = (item: Item[], status = 'completed') => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: questionnaire.url,
  status,
  item,
});
const rules = (item: Item[], status?: string) =>
  checkResponse(questionnaire, response(item, status)).map(
    ({ rule, severity, path }) => `${severity} ${rule} ${path.replace('QuestionnaireResponse.', '')}`,
  );
const kept = (...item: Item[]) => withoutUnasked(questionnaire, response(item)).item;

describe('a condition', () => {
  test('in a group that repeats looks at its own group alone', () => {
    const stopped = medicine(text('name', 'A'), yes('stopped'), text('why', 'rash'));
    const taken = medicine(text('name', 'B'), yes('stopped', false));
    expect(rules([stopped, taken])).toEqual([]);
    expect(rules([taken, medicine(text('name', 'A'), yes('stopped'))])).toEqual(['error qr-required item[1].item']);
    expect(rules([stopped, medicine(text('name', 'B'), text('why', 'x'))])).toEqual([
      'error qr-enabled item[1].item[1]',
    ]);
  });

  test('from outside the groups holds where any of them fits', () => {
    const group = medicine(yes('stopped'), text('why', 'x'));
    expect(rules([medicine(yes('stopped', false)), group, text('any', 'x')])).toEqual([]);
    expect(rules([medicine(yes('stopped', false)), text('any', 'x')])).toEqual(['error qr-enabled item[1]']);
  });

  test('on a question that is not asked itself does not hold', () => {
    expect(rules([yes('a'), yes('b'), text('c', 'x')])).toEqual([]);
    expect(rules([yes('a', false), yes('b'), text('c', 'x')])).toEqual([
      'error qr-enabled item[1]',
      'error qr-enabled item[2]',
    ]);
  });

  test('below a question may be about that question', () => {
    const below = (valueBoolean: boolean) => [{ linkId: 'yes', answer: [{ valueBoolean, item: [text('more', 'x')] }] }];
    expect(rules(below(true))).toEqual([]);
    expect(rules(below(false))).toEqual(['error qr-enabled item[0].answer[0].item[0]']);
  });

  test('that leads in a circle ends', () => {
    const circle = {
      ...questionnaire,
      item: [
        { linkId: 'x', type: 'boolean', ...when('y') },
        { linkId: 'y', type: 'boolean', ...when('x') },
      ],
    };
    expect(checkResponse(circle, response([yes('x'), yes('y')])).length).toBeLessThan(3);
  });

  test('on a condition, thousands deep, ends too', () => {
    const count = 5_000;
    const ids = Array.from({ length: count }, (_, n) => `q${n}`);
    const item = ids.map((linkId, n) => ({ linkId, type: 'boolean', ...(n > 0 && when(`q${n - 1}`)) })).reverse();
    const chain = { ...questionnaire, item };
    expect(checkResponse(chain, response(ids.map((linkId) => yes(linkId)).reverse()))).toEqual([]);
  });
});

describe('what is no longer asked', () => {
  test('is left out of what is completed, and only that', () => {
    expect(kept(yes('a', false), yes('b'), text('c', 'x'))).toEqual([yes('a', false)]);
    const stopped = medicine(text('name', 'A'), yes('stopped'), text('why', 'rash'));
    expect(kept(stopped, medicine(yes('stopped', false), text('why', 'x')))).toEqual([
      stopped,
      medicine(yes('stopped', false)),
    ]);
    expect(kept({ linkId: 'yes', answer: [{ valueBoolean: false, item: [text('more', 'x')] }] })).toEqual([
      yes('yes', false),
    ]);
    expect(kept(medicine(text('why', 'x')))).toBeUndefined();
    expect(kept(text('unknown', 'x'))).toEqual([text('unknown', 'x')]);
  });

  test('is no error while the form is being filled in', () => {
    expect(rules([yes('a', false), yes('b')], 'in-progress')).toEqual(['information qr-enabled item[1]']);
  });
});
