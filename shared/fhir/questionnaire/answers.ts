import { choice } from '../datatype.ts';
import { dig, type JsonObject, objectsOf, textOf } from '../json.ts';
import type { Condition, Question, TypedAnswer } from './questions.ts';
import { sameAnswer } from './questions.ts';

/** The answers of an item of a QuestionnaireResponse, those without a value left out. */
export const answersOf = (item: JsonObject): TypedAnswer[] =>
  objectsOf(item.answer).flatMap((one) => choice(one, 'value') ?? []);

/** The items below an item of a response: its own, and those below its answers. */
export const childrenOf = (item: JsonObject): JsonObject[] => [
  ...objectsOf(item.item),
  ...objectsOf(item.answer).flatMap((one) => objectsOf(one.item)),
];

/** Answers by linkId, wherever in a response they stand. */
export function answersById(response: unknown): Map<string, TypedAnswer[]> {
  const found = new Map<string, TypedAnswer[]>();
  const open = [...objectsOf(dig(response, 'item'))];
  for (const item of open) {
    const linkId = textOf(item.linkId);
    if (linkId !== undefined) found.set(linkId, [...(found.get(linkId) ?? []), ...answersOf(item)]);
    open.push(...childrenOf(item));
  }
  return found;
}

const numberIn = ({ value }: TypedAnswer): number | undefined => {
  const amount = typeof value === 'number' ? value : dig(value, 'value');
  return typeof amount === 'number' ? amount : undefined;
};

/** -1, 0 or 1 where two values have an order: numbers, quantities, dates and times; undefined elsewhere. */
export function compareAnswers(one: TypedAnswer, other: TypedAnswer): number | undefined {
  const [a, b] = [numberIn(one), numberIn(other)];
  if (a !== undefined && b !== undefined) return Math.sign(a - b);
  const [from, to] = [textOf(one.value), textOf(other.value)];
  if (from === undefined || to === undefined) return undefined;
  return from < to ? -1 : from > to ? 1 : 0;
}

function holds({ operator, answer }: Condition, given: readonly TypedAnswer[]): boolean {
  if (operator === 'exists') return given.length > 0 === (answer?.value !== false);
  if (!answer) return false;
  return given.some((one) => {
    if (operator === '=') return sameAnswer(answer, one);
    if (operator === '!=') return !sameAnswer(answer, one);
    const order = compareAnswers(one, answer);
    if (order === undefined) return false;
    return (
      (order > 0 && operator.startsWith('>')) ||
      (order < 0 && operator.startsWith('<')) ||
      (order === 0 && operator.endsWith('=') && operator.length === 2)
    );
  });
}

/** Whether an item is asked, given the answers by linkId (FHIR R4, Questionnaire.item.enableWhen and enableBehavior). */
export const isEnabled = (question: Question, answers: ReadonlyMap<string, readonly TypedAnswer[]>): boolean =>
  meets(question, (linkId) => answers.get(linkId) ?? []);

/** The same, with a way to find the answers to another question. */
export function meets(
  { conditions, allConditions }: Question,
  answersTo: (linkId: string) => readonly TypedAnswer[],
): boolean {
  if (conditions.length === 0) return true;
  const each = (one: Condition) => holds(one, answersTo(one.question));
  return allConditions ? conditions.every(each) : conditions.some(each);
}
