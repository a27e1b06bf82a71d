import { dig, isObject, type JsonObject, objectsOf, textOf } from '../json.ts';
import { answersOf, childrenOf, meets } from './answers.ts';
import { type Question, questionsOf, type TypedAnswer } from './questions.ts';

/**
 * One level of a form: its questions, what a response says there, and the level around it. A condition looks for its question where it
 * stands itself, then further out: in a group that repeats each one has its own answers (FHIR R4, Questionnaire.item.enableWhen).
 */
export interface Scope {
  questions: readonly Question[];
  items: readonly JsonObject[];
  outer: Scope | undefined;
  /** What was found out already. */
  found: Map<string, readonly TypedAnswer[]>;
  inside: Map<JsonObject, Scope>;
  byLinkId: Map<string, JsonObject[]> | undefined;
  holders: Holders;
}

/** Conditions on conditions on conditions: beyond this many a form was written to keep us busy, and is taken as it stands. */
const deepest = 50;

type Holders = ReadonlyMap<string, readonly Question[]>;
const holdersOf = new WeakMap<readonly Question[], Holders>();

/** The questions of a level by the linkIds that stand there: their own, and those of what lies below them. */
function holdersIn(questions: readonly Question[]): Holders {
  const known = holdersOf.get(questions);
  if (known) return known;
  const all = new Map<string, Question[]>();
  for (const question of questions)
    for (const linkId of new Set([question.linkId, ...holdersIn(question.items).keys()]))
      all.set(linkId, [...(all.get(linkId) ?? []), question]);
  holdersOf.set(questions, all);
  return all;
}

/** A level of a form; without `outer` its outermost. */
export const scopeOf = (questions: readonly Question[], items: readonly JsonObject[], outer?: Scope): Scope => ({
  questions,
  items,
  outer,
  found: new Map(),
  inside: new Map(),
  byLinkId: undefined,
  holders: holdersIn(questions),
});

/** The items of a level with a linkId. */
function itemsOf(scope: Scope, linkId: string): readonly JsonObject[] {
  scope.byLinkId ??= Map.groupBy(scope.items, (item) => textOf(item.linkId) ?? '');
  return scope.byLinkId.get(linkId) ?? [];
}

function scopeInside(scope: Scope, question: Question, item: JsonObject): Scope {
  const known = scope.inside.get(item) ?? scopeOf(question.items, childrenOf(item), scope);
  scope.inside.set(item, known);
  return known;
}

/** The answers to a question within a level, without those of questions that are not asked. */
function answersIn(scope: Scope, linkId: string, depth: number): readonly TypedAnswer[] {
  const known = scope.found.get(linkId);
  if (known) return known;
  scope.found.set(linkId, []); // questions that depend on each other in a circle end here
  const answers = (scope.holders.get(linkId) ?? []).flatMap((question) => {
    if (!isAsked(question, scope, depth)) return [];
    return itemsOf(scope, question.linkId).flatMap((item) =>
      question.linkId === linkId ? answersOf(item) : answersIn(scopeInside(scope, question, item), linkId, depth),
    );
  });
  scope.found.set(linkId, answers);
  return answers;
}

function answersFor(scope: Scope, linkId: string, depth: number): readonly TypedAnswer[] {
  for (let at: Scope | undefined = scope; at; at = at.outer)
    if (at.holders.has(linkId)) return answersIn(at, linkId, depth);
  return [];
}

/**
 * Whether a question of a level is asked, given the answers around it (enableWhen, enableBehavior). `depth` counts the conditions that
 * led here.
 */
export const isAsked = (question: Question, scope: Scope, depth = 0): boolean =>
  depth > deepest || meets(question, (linkId) => answersFor(scope, linkId, depth + 1));

/** A response without the answers to questions that are not asked: they were given before another answer left the question out. */
export function withoutUnasked(questionnaire: unknown, response: JsonObject): JsonObject {
  const item = askedOf(questionsOf(questionnaire), objectsOf(dig(response, 'item')));
  const { item: _before, ...rest } = response;
  return { ...rest, ...(item.length > 0 && { item }) };
}

/** The items of a level that are asked, with what of them is. */
export function askedOf(questions: readonly Question[], items: readonly JsonObject[], outer?: Scope): JsonObject[] {
  const scope = scopeOf(questions, items, outer);
  const known = new Map(questions.map((question) => [question.linkId, question]));
  return items.flatMap((item) => {
    const question = known.get(textOf(item.linkId) ?? '');
    if (!question) return [item]; // the check says so
    if (!isAsked(question, scope)) return [];
    const below = <T extends JsonObject>(one: T): T => {
      if (!Array.isArray(one.item)) return one;
      const { item: _before, ...rest } = one;
      const kept = askedOf(question.items, objectsOf(one.item), scope);
      return { ...rest, ...(kept.length > 0 && { item: kept }) } as unknown as T;
    };
    const { answer } = item;
    const own = below(item);
    const whole = Array.isArray(answer)
      ? { ...own, answer: answer.map((one) => (isObject(one) ? below(one) : one)) }
      : own;
    return Array.isArray(item.item) && !('item' in whole) && !('answer' in whole) ? [] : [whole];
  });
}
