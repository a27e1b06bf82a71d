import { describe, expect, test } from 'vitest';
import { answersById, isEnabled } from '../../../../shared/fhir/questionnaire/answers.ts';
import { questionsOf } from '../../../../shared/fhir/questionnaire/questions.ts';

const coding = (code: string) => ({ valueCoding: { system: 's', code } });

function enabled(enableWhen: object[], answers: Record<string, object[]>, enableBehavior?: string): boolean {
  const [question] = questionsOf({
    item: [{ linkId: 'q', type: 'string', enableWhen, ...(enableBehavior && { enableBehavior }) }],
  });
  const item = Object.entries(answers).map(([linkId, answer]) => ({ linkId, answer }));
  return question !== undefined && isEnabled(question, answersById({ item: [{ linkId: 'group', item }] }));
}

describe('whether a question is asked', () => {
  test.each([
    ['=', { answerInteger: 2 }, { valueInteger: 2 }, true],
    ['!=', { answerInteger: 2 }, { valueInteger: 2 }, false],
    ['>', { answerInteger: 2 }, { valueInteger: 3 }, true],
    ['>=', { answerInteger: 2 }, { valueInteger: 2 }, true],
    ['<', { answerInteger: 2 }, { valueInteger: 2 }, false],
    ['<=', { answerDecimal: 2.5 }, { valueDecimal: 2.5 }, true],
    ['>', { answerDate: '2026-01-01' }, { valueDate: '2026-01-02' }, true],
    ['<', { answerQuantity: { value: 5 } }, { valueQuantity: { value: 4 } }, true],
    ['=', { answerCoding: { system: 's', code: 'a' } }, coding('a'), true],
    ['=', { answerCoding: { code: 'a' } }, coding('a'), true],
    ['=', { answerCoding: { system: 'other', code: 'a' } }, coding('a'), false],
    ['exists', { answerBoolean: true }, { valueString: 'x' }, true],
    ['exists', { answerBoolean: false }, { valueString: 'x' }, false],
    ['nonsense', { answerInteger: 1 }, { valueInteger: 1 }, false],
  ])('%s %j of %j is %s', (operator, answer, given, asked) => {
    expect(enabled([{ question: 'other', operator, ...answer }], { other: [given] })).toBe(asked);
  });

  test('depends on one of several conditions, or on all', () => {
    const two = [
      { question: 'a', operator: '=', answerBoolean: true },
      { question: 'b', operator: 'exists', answerBoolean: false },
    ];
    expect(enabled(two, { a: [{ valueBoolean: false }] })).toBe(true);
    expect(enabled(two, { a: [{ valueBoolean: false }] }, 'all')).toBe(false);
    expect(enabled(two, { a: [{ valueBoolean: true }] }, 'all')).toBe(true);
    expect(enabled([], {})).toBe(true);
  });
});
