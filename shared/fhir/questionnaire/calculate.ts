import { type JsonObject, objectsOf, textOf } from '../json.ts';
import { answersOf, childrenOf } from './answers.ts';
import { calculationsOf } from './expression-order.ts';
import { answersOfValue } from './expression-values.ts';
import { asAnswer } from './prefill.ts';
import type { Question, TypedAnswer } from './questions.ts';
import { askedOf } from './scope.ts';
import { isSimpleExpression } from './simple-expression.ts';

/** What an expression may refer to: `%resource` as it stands for this place, `%context`, and what was named on the way. */
export interface Surroundings {
  resource: JsonObject;
  context: JsonObject;
  named: ReadonlyMap<string, readonly Value[]>;
}

/** What an expression gives: a value and its type, as FHIRPath and FHIR call it. */
export interface Value {
  type: string;
  value: unknown;
}

/** Works an expression out (FHIRPath), by the library of whoever calls; throws where that cannot be done. */
export type Evaluate = (expression: string, surroundings: Surroundings) => Value[];

/** What became of one calculated item: its answers, or why the person is to answer it. */
export type Outcome = { answers: readonly TypedAnswer[] } | { problem: string };

/** Conditions may hang on results, and results on what is asked: after so many rounds it is left as it stands. */
const mostRounds = 3;

/** A calculated item in the response that is worked on, with what it stands in, from the outside in. */
interface Place {
  item: JsonObject;
  above: readonly JsonObject[];
}

/**
 * Works out the calculated answers of a response (SDC calculatedExpression, variable). In a group that repeats each repetition is a world of
 * its own: `%resource` is the response with that one alone. Results are worked out anew from what was typed, those first that others wait
 * for; what is not asked does not count. Yields after each expression, so that whoever drives it can let others have a turn. Returns the
 * outcomes by the items that were given; those of items that are not asked are left out.
 */
export function* calculate(
  questions: readonly Question[],
  items: readonly JsonObject[],
  evaluate: Evaluate,
): Generator<void, Map<JsonObject, Outcome>> {
  const { order } = calculationsOf(questions);
  const calculated = new Set(order.map(({ linkId }) => linkId));
  const given: JsonObject[] = [];
  const bare = copied(items, calculated, given);
  let outcomes = new Map<string, Outcome>();
  let asked = order.length > 0 ? bare : [];
  for (let round = 0; round < mostRounds && asked.length > 0; round += 1) {
    outcomes = yield* workOut(questions, asked, order, evaluate);
    const next = askedOf(questions, answered(bare, outcomes));
    const isSettled = idsIn(next).join() === idsIn(asked).join();
    if (isSettled) break;
    asked = answered(next, new Map(), calculated);
  }
  return new Map(
    [...outcomes].flatMap(([id, outcome]) => (given[Number(id)] ? [[given[Number(id)] ?? {}, outcome]] : [])),
  );
}

/** Copies without calculated answers, as the response will be sent; each has the number of the item it stands for as its id. */
function copied(items: readonly JsonObject[], calculated: ReadonlySet<string>, given: JsonObject[]): JsonObject[] {
  return items.map((one) => {
    const id = String(given.push(one) - 1);
    const { answer: _answer, item: _item, ...rest } = one;
    const answer = calculated.has(textOf(one.linkId) ?? '')
      ? []
      : objectsOf(one.answer)
          .filter((each) => answersOf({ answer: [each] }).length > 0)
          .map(({ item: _below, ...value }) => value as JsonObject);
    return placed({ ...rest, id }, answer, copied(childrenOf(one), calculated, given));
  });
}

/** An item with its answers; what lies below a question stands below its first answer. */
function placed(item: JsonObject, answer: JsonObject[], below: JsonObject[]): JsonObject {
  const [first, ...more] = answer;
  if (!first) return { ...item, ...(below.length > 0 && { item: below }) };
  return { ...item, answer: [{ ...first, ...(below.length > 0 && { item: below }) }, ...more] };
}

const answersWritten = (answers: readonly TypedAnswer[]): JsonObject[] =>
  answers.map(({ type, value }) => ({ [`value${type}`]: value }));

/** The items with these outcomes as their answers; those of `emptied` questions without any. */
function answered(
  items: readonly JsonObject[],
  outcomes: ReadonlyMap<string, Outcome>,
  emptied: ReadonlySet<string> = new Set(),
): JsonObject[] {
  return items.map((one) => {
    const { answer: _answer, item: _item, ...rest } = one;
    const outcome = outcomes.get(textOf(one.id) ?? '');
    const values = objectsOf(one.answer).map(({ item: _below, ...value }) => value as JsonObject);
    const own = outcome && 'answers' in outcome ? answersWritten(outcome.answers) : values;
    const answer = emptied.has(textOf(one.linkId) ?? '') ? [] : own;
    return placed(rest, answer, answered(childrenOf(one), outcomes, emptied));
  });
}

const idsIn = (items: readonly JsonObject[]): string[] =>
  items.flatMap((one) => [textOf(one.id) ?? '', ...idsIn(childrenOf(one))]);

function* workOut(
  questions: readonly Question[],
  asked: readonly JsonObject[],
  order: readonly Question[],
  evaluate: Evaluate,
): Generator<void, Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const items = answered(asked, new Map());
  const places = placesOf(items, new Set(order.map(({ linkId }) => linkId)));
  const levels = levelsOf(questions);
  for (const question of order)
    for (const place of places.get(question.linkId) ?? []) {
      const outcome = outcomeOf(question, place, { items, levels, evaluate });
      outcomes.set(textOf(place.item.id) ?? '', outcome);
      if ('answers' in outcome && outcome.answers.length > 0) place.item.answer = answersWritten(outcome.answers);
      yield;
    }
  return outcomes;
}

/** The questions around each question, from the outside in, itself last. */
function levelsOf(questions: readonly Question[]): Map<string, readonly Question[]> {
  const found = new Map<string, readonly Question[]>();
  const walk = (list: readonly Question[], above: readonly Question[]): void => {
    for (const one of list) {
      found.set(one.linkId, [...above, one]);
      walk(one.items, [...above, one]);
    }
  };
  walk(questions, []);
  return found;
}

function placesOf(items: readonly JsonObject[], wanted: ReadonlySet<string>): Map<string, Place[]> {
  const found = new Map<string, Place[]>();
  const walk = (list: readonly JsonObject[], above: readonly JsonObject[]): void => {
    for (const item of list) {
      const linkId = textOf(item.linkId) ?? '';
      if (wanted.has(linkId)) found.set(linkId, [...(found.get(linkId) ?? []), { item, above }]);
      walk(childrenOf(item), [...above, item]);
    }
  };
  walk(items, []);
  return found;
}

interface World {
  items: readonly JsonObject[];
  levels: ReadonlyMap<string, readonly Question[]>;
  evaluate: Evaluate;
}

function outcomeOf(question: Question, { item, above }: Place, { items, levels, evaluate }: World): Outcome {
  const resource: JsonObject = { resourceType: 'QuestionnaireResponse', item: aloneIn(items, above) };
  const named = new Map<string, readonly Value[]>();
  try {
    for (const [index, level] of (levels.get(question.linkId) ?? []).entries())
      for (const { name, expression } of level.variables ?? [])
        if (isSimpleExpression(expression))
          named.set(name, evaluate(expression, { resource, context: above[index] ?? item, named }));
    const found = evaluate(question.calculatedExpression ?? '', { resource, context: item, named });
    return fitting(question, found);
  } catch (error) {
    return { problem: `its expression fails: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** What was found as answers of the question; a number that is none (a division by zero) is no answer. */
function fitting(question: Question, found: readonly Value[]): Outcome {
  const real = found.flatMap((one) => (typeof one.value === 'number' ? numberIn(one, one.value) : [one]));
  const answers = real.flatMap((one) =>
    answersOfValue(one).flatMap((typed) => asAnswer(question, widened(question, typed)) ?? []),
  );
  if (answers.length > 0 || real.length === 0) return { answers: question.repeats ? answers : answers.slice(0, 1) };
  return { problem: `its expression gives ${JSON.stringify(real[0]?.value)}, which is no ${question.type}` };
}

/** A whole number where a decimal is asked for is one, and a day where a moment is. */
function widened({ type }: Question, one: TypedAnswer): TypedAnswer {
  if (type === 'decimal' && one.type === 'Integer') return { ...one, type: 'Decimal' };
  return type === 'dateTime' && one.type === 'Date' ? { ...one, type: 'DateTime' } : one;
}

/** A number without the noise of binary fractions: 0.1 + 0.2 is 0.3. */
const numberIn = (one: Value, value: number): Value[] =>
  Number.isFinite(value) ? [{ ...one, value: Number(value.toPrecision(15)) }] : [];

/** A level of the response in which, of items of one kind, only the one on the way to a place is left. */
function aloneIn(items: readonly JsonObject[], [own, ...inside]: readonly JsonObject[]): JsonObject[] {
  if (!own) return [...items];
  return items.flatMap((one) => {
    if (one === own) return [inside.length > 0 ? narrowed(one, inside) : one];
    return one.linkId === own.linkId ? [] : [one];
  });
}

const narrowed = (item: JsonObject, inside: readonly JsonObject[]): JsonObject => ({
  ...item,
  ...(Array.isArray(item.item) && { item: aloneIn(objectsOf(item.item), inside) }),
  ...(Array.isArray(item.answer) && {
    answer: objectsOf(item.answer).map((one) =>
      Array.isArray(one.item) ? { ...one, item: aloneIn(objectsOf(one.item), inside) } : one,
    ),
  }),
});
