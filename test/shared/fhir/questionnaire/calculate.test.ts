import { describe, expect, test } from 'vitest';
import { evaluateExpression } from '../../../../renderer/parts/questionnaire-form/evaluate-expression.ts';
import type { JsonObject } from '../../../../shared/fhir/json.ts';
import { calculate, type Outcome } from '../../../../shared/fhir/questionnaire/calculate.ts';
import { calculationsOf } from '../../../../shared/fhir/questionnaire/expression-order.ts';
import { questionsOf } from '../../../../shared/fhir/questionnaire/questions.ts';

const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const variable = 'http://hl7.org/fhir/StructureDefinition/variable';

const saying = (expression: string, name?: string) => ({
  language: 'text/fhirpath',
  expression,
  ...(name && { name }),
});
const calculated = (linkId: string, expression: string, more: object = {}) => ({
  linkId,
  type: 'decimal',
  text: linkId,
  extension: [{ url: sdc, valueExpression: saying(expression) }],
  ...more,
});
const number = (linkId: string, more: object = {}) => ({ linkId, type: 'decimal', text: linkId, ...more });
const group = (linkId: string, ...item: object[]) => ({ linkId, type: 'group', repeats: true, item });

const given = (linkId: string, valueDecimal?: number): JsonObject => ({
  linkId,
  ...(valueDecimal !== undefined && { answer: [{ valueDecimal }] }),
});
const row = (linkId: string, ...item: JsonObject[]): JsonObject => ({ linkId, item });

/** The outcomes of the calculated items in the order of the response. */
function outcomes(form: object, items: JsonObject[]): (Outcome | undefined)[] {
  const questions = questionsOf(form);
  const run = calculate(questions, items, evaluateExpression);
  let step = run.next();
  while (!step.done) step = run.next();
  const found = step.value;
  const wanted = new Set(calculationsOf(questions).order.map(({ linkId }) => linkId));
  const open = [...items];
  const list: (Outcome | undefined)[] = [];
  const walk = (one: JsonObject): void => {
    if (wanted.has(String(one.linkId))) list.push(found.get(one));
    for (const below of (one.item ?? []) as JsonObject[]) walk(below);
  };
  for (const one of open) walk(one);
  return list;
}

const values = (form: object, items: JsonObject[]) =>
  outcomes(form, items).map((one) =>
    one === undefined ? 'not asked' : 'problem' in one ? one.problem : one.answers.map(({ value }) => value),
  );

const answer = (...path: string[]) =>
  `%resource${path.map((linkId) => `.item.where(linkId = '${linkId}')`).join('')}.answer.value`;

describe('in groups that repeat', () => {
  const dose = `${answer('medicine', 'tablets')} * ${answer('medicine', 'strength')}`;
  const form = {
    item: [
      group('medicine', number('tablets'), number('strength'), calculated('dose', dose)),
      calculated('total', `${answer('medicine', 'dose')}.sum()`),
      number('factor'),
    ],
  };
  const medicine = (tablets?: number, strength?: number) =>
    row('medicine', given('tablets', tablets), given('strength', strength), given('dose'));

  test('each repetition has its own answers, and what stands outside has all of them', () => {
    expect(values(form, [medicine(2, 5), medicine(3, 10), medicine(1), given('total'), given('factor')])).toEqual([
      [10],
      [30],
      [],
      [40],
    ]);
    expect(values(form, [medicine(3, 10), given('total')])).toEqual([[30], [30]]);
  });

  test('answers around the groups count for each of them', () => {
    const scaled = {
      item: [
        number('factor'),
        group('row', number('x'), calculated('y', `${answer('factor')} * ${answer('row', 'x')}`)),
      ],
    };
    const one = (x: number) => row('row', given('x', x), given('y'));
    expect(values(scaled, [given('factor', 10), one(1), one(2)])).toEqual([[10], [20]]);
  });

  test('groups within groups are worlds of their own', () => {
    const nested = {
      item: [
        group(
          'outer',
          number('a'),
          group('inner', number('b'), calculated('c', `${answer('outer', 'a')} + ${answer('outer', 'inner', 'b')}`)),
        ),
      ],
    };
    const inner = (b: number) => row('inner', given('b', b), given('c'));
    const items = [row('outer', given('a', 1), inner(2), inner(3)), row('outer', given('a', 10), inner(20))];
    expect(values(nested, items)).toEqual([[3], [4], [30]]);
  });

  test('are added up, and the least, the most and the mean of them found', () => {
    const of = (name: string) => calculated(name, `${answer('row', 'x')}.${name}() + 0`);
    const list = { item: [group('row', number('x')), of('sum'), of('min'), of('max'), of('avg')] };
    const items = [4, 1, 2.5].map((x) => row('row', given('x', x)));
    expect(values(list, [...items, given('sum'), given('min'), given('max'), given('avg')])).toEqual([
      [7.5],
      [1],
      [4],
      [2.5],
    ]);
  });

  test('names given by the group, and by the whole form, stand for its own answers', () => {
    const named = {
      extension: [{ url: variable, valueExpression: saying(answer('factor'), 'factor') }],
      item: [
        number('factor'),
        {
          ...group('row', number('x'), calculated('y', '%x * %factor')),
          extension: [
            { url: variable, valueExpression: saying("%context.item.where(linkId = 'x').answer.value", 'x') },
          ],
        },
      ],
    };
    const one = (x: number) => row('row', given('x', x), given('y'));
    expect(values(named, [given('factor', 10), one(1), one(2)])).toEqual([[10], [20]]);
  });
});

describe('what hangs on each other', () => {
  test('is worked out in the order of its need, however the form is written', () => {
    const form = {
      item: [calculated('c', `${answer('b')} + 1`), calculated('b', `${answer('a')} + 1`), number('a')],
    };
    expect(values(form, [given('c'), given('b'), given('a', 1)])).toEqual([[3], [2]]);
  });

  test('in a circle is left to the person, and does not run away', () => {
    const form = {
      item: [
        calculated('x', `${answer('y')} + 1`),
        calculated('y', `${answer('x')} + 1`),
        calculated('z', `${answer('z')} + 1`),
        calculated('w', `${answer('x')} + 1`),
      ],
    };
    const { left } = calculationsOf(questionsOf(form));
    expect([...left.keys()].sort()).toEqual(['x', 'y', 'z']);
    // What the person types for x counts for what is calculated from it.
    expect(values(form, [given('x', 5), given('y', 7), given('z', 1), given('w')])).toEqual([[6]]);
  });

  test('without saying so starts from what was typed, each time', () => {
    const form = { item: [number('a'), calculated('sum', '%resource.item.answer.value.sum()')] };
    const items = [given('a', 2), given('sum', 100)];
    expect(values(form, items)).toEqual([[2]]);
    expect(values(form, items)).toEqual([[2]]);
  });

  test('in a chain of thousands ends', () => {
    const count = 3_000;
    const item = [
      number('q0'),
      ...Array.from({ length: count }, (_, n) => calculated(`q${n + 1}`, `${answer(`q${n}`)} + 1`)),
    ];
    expect(calculationsOf(questionsOf({ item: item.toReversed() })).order).toHaveLength(count);
  });
});

describe('conditions', () => {
  const when = (question: string) => ({ enableWhen: [{ question, operator: '=', answerBoolean: true }] });
  const form = {
    item: [
      { linkId: 'smokes', type: 'boolean', text: 'Smokes' },
      number('packs', when('smokes')),
      number('years'),
      calculated('product', `iif(${answer('packs')}.exists(), ${answer('packs')}, 0) * ${answer('years')}`),
      calculated('hidden', '1', when('smokes')),
    ],
  };
  const items = (valueBoolean: boolean) => [
    { linkId: 'smokes', answer: [{ valueBoolean }] },
    given('packs', 2),
    given('years', 10),
    given('product'),
    given('hidden'),
  ];

  test('what is not asked does not count, and is not calculated', () => {
    expect(values(form, items(true))).toEqual([[20], [1]]);
    expect(values(form, items(false))).toEqual([[0], 'not asked']);
  });

  test('may hang on results, which may hang on what is asked', () => {
    const chain = {
      item: [
        number('a'),
        calculated('b', `${answer('a')} * 2`),
        number('c', { enableWhen: [{ question: 'b', operator: '>', answerDecimal: 10 }] }),
        calculated('d', `iif(${answer('c')}.exists(), ${answer('c')}, 0) + 1`),
      ],
    };
    const at = (a: number) => values(chain, [given('a', a), given('b'), given('c', 5), given('d')]);
    expect(at(6)).toEqual([[12], [6]]);
    expect(at(1)).toEqual([[2], [1]]);
  });
});

describe('an expression that cannot be worked out', () => {
  const only = (expression: string, more: object = {}) =>
    values({ item: [number('a'), calculated('x', expression, more)] }, [given('a', 1), given('x')]);

  test('says why, and the others are worked out all the same', () => {
    const form = {
      item: [
        { linkId: 'a', type: 'string', text: 'a', repeats: true },
        calculated('broken', `${answer('a')}.single() + `),
        calculated('throws', `${answer('a')}.single().length()`),
        calculated('fine', '1 + 1'),
      ],
    };
    const a = { linkId: 'a', answer: [{ valueString: 'x' }, { valueString: 'y' }] };
    const [broken, throws, fine] = values(form, [a, given('broken'), given('throws'), given('fine')]);
    expect(broken).toMatch(/^its expression fails: /);
    expect(throws).toMatch(/^its expression fails: /);
    expect(fine).toEqual([2]);
  });

  test('gives nothing where its number is none, and says so where it is of another kind', () => {
    expect(only(`${answer('a')} / 0`)).toEqual([[]]);
    expect(only('%nothing + 1')).toEqual([expect.stringContaining('its expression fails: ')]);
    expect(only(`${answer('none')}.sum()`)).toEqual([[]]);
    expect(only('0.1 + 0.2')).toEqual([[0.3]]);
    expect(only("'much'")).toEqual(['its expression gives "much", which is no decimal']);
    expect(only('1.5', { type: 'integer' })).toEqual(['its expression gives 1.5, which is no integer']);
  });

  test('is left to the person where it could run for hours', () => {
    const questions = questionsOf({ item: [calculated('x', "'aaaa'.matches('(a+)+$')")] });
    expect([...calculationsOf(questions).left.keys()]).toEqual(['x']);
    const behind = questionsOf({
      extension: [{ url: variable, valueExpression: saying("'a'.matches('(a+)+$')", 'slow') }],
      item: [calculated('x', '%slow')],
    });
    expect([...calculationsOf(behind).left.keys()]).toEqual(['x']);
  });
});

test('a whole number answers a question for a decimal as one', () => {
  expect(outcomes({ item: [calculated('x', '20')] }, [given('x')])).toEqual([
    { answers: [{ type: 'Decimal', value: 20 }] },
  ]);
});

test('what lies below a question stands below its answer while it is worked out', () => {
  const form = {
    item: [
      { linkId: 'takes', type: 'boolean', text: 'takes', item: [number('dose')] },
      calculated('twice', "%resource.item.where(linkId = 'takes').answer.item.where(linkId = 'dose').answer.value * 2"),
    ],
  };
  const takes = { linkId: 'takes', answer: [{ valueBoolean: true }], item: [given('dose', 4)] };
  expect(values(form, [takes, given('twice')])).toEqual([[8]]);
});

test('hundreds of repetitions can be worked out in small pieces', () => {
  const form = {
    item: [group('row', number('x'), calculated('y', `${answer('row', 'x')} + 1`))],
  };
  const items = Array.from({ length: 200 }, (_, x) => row('row', given('x', x), given('y')));
  let pieces = 0;
  for (const _ of calculate(questionsOf(form), items, evaluateExpression)) pieces += 1;
  expect(pieces).toBe(200);
  expect(values(form, items).at(-1)).toEqual([200]);
});
