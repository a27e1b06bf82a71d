import { describe, expect, it } from 'vitest';
import { isSimpleExpression, withSimpleExpressions } from '../../../../shared/fhir/questionnaire/simple-expression.ts';

describe('an expression somebody else wrote', () => {
  it.each([
    '%patient.name.first().family',
    "%patient.name.where(use = 'official').given.first() & ' ' & %patient.name.first().family",
    "%patient.identifier.where(system = 'http://plan.example/members').value",
    "%resource.item.where(linkId = 'weight').answer.value / (%resource.item.where(linkId = 'height').answer.value * 2)",
    'iif(%patient.birthDate.exists(), today() > %patient.birthDate + 18 years, false) and (1 < 2)',
  ])('is worked out where it is simple: %s', (text) => {
    expect(isSimpleExpression(text)).toBe(true);
  });

  it.each([
    ['a pattern', "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')"],
    ['a pattern behind a space', "%patient.name.family.matches ('(a+)+$')"],
    ['a replacement', "'a'.replaceMatches('(a+)+$', '')"],
    ['a growing text', "'a'.replace('a', 'aaaaaaaaaa').replace('a', 'aaaaaaaaaa')"],
    ['a growing list', '(1 | 2).select(1 | 2).select(1 | 2)'],
    ['what repeats', '%patient.repeat($this)'],
    ['names in other signs', '%patient.`matches`(1)'],
    ['an escape', "'\\'.matches(' + 1"],
    ['a comment', "/*'*/ 'a'.matches('b') /*'*/"],
    ['a comment to the end', "1 //'\n + 'a'.matches('b') //'"],
    ['conditions within conditions', 'item.where(item.where(item.where(item.where(true).exists()).exists()).exists())'],
    ['more than a line or two', `1${' + 1'.repeat(100)}`],
  ])('is left to the person where it holds %s', (_, text) => {
    expect(isSimpleExpression(text)).toBe(false);
  });
});

it('a questionnaire keeps its simple expressions and everything else', () => {
  const expression = (text: string) => ({ url: 'x', valueExpression: { language: 'text/fhirpath', expression: text } });
  const hidden = { url: 'h', valueBoolean: true };
  const form = (...more: unknown[]) => ({
    resourceType: 'Questionnaire',
    extension: [hidden],
    item: [{ linkId: 'g', item: [{ linkId: 'q', type: 'string', extension: [expression('1 + 1'), hidden, ...more] }] }],
  });
  expect(withSimpleExpressions(form(expression("'a'.matches('a')")))).toEqual(form());
  expect(withSimpleExpressions(form())).toEqual(form());
  expect(withSimpleExpressions(null)).toBeNull();
});
