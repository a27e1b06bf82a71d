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
  linkIds: ReadonlySet<string>;
}

const linkIdsOf = new WeakMap<readonly Question[], ReadonlySet<string>>();

function linkIdsIn(questions: readonly Question[]): ReadonlySet<string> {
  const known = linkIdsOf.get(questions);
  if (known) return known;
  const all = new Set(questions.flatMap(({ linkId, items }) => [linkId, ...linkIdsIn(items)]));
  linkIdsOf.set(questions, all);
  return all;
}

/** A level of a form; without `outer` its outermost. */
export const scopeOf = (questions: readonly Question[], items: readonly JsonObject[], outer?: Scope): Scope => ({
  questions,
  items,
  outer,
  found: new Map(),
  inside: new Map(),
  linkIds: linkIdsIn(questions),
});

function scopeInside(scope: Scope, question: Question, item: JsonObject): Scope {
  const known = scope.inside.get(item) ?? scopeOf(question.items, childrenOf(item), scope);
  scope.inside.set(item, known);
  return known;
}

/** The answers to a question within a level, without those of questions that are not asked. */
function answersIn(scope: Scope, linkId: string): readonly TypedAnswer[] {
  const known = scope.found.get(linkId);
  if (known) return known;
  scope.found.set(linkId, []); // questions that depend on each other in a circle end here
  const answers = scope.questions.flatMap((question) => {
    const isIt = question.linkId === linkId;
    if ((!isIt && !linkIdsIn(question.items).has(linkId)) || !isAsked(question, scope)) return [];
    const own = scope.items.filter((item) => textOf(item.linkId) === question.linkId);
    return own.flatMap((item) => (isIt ? answersOf(item) : answersIn(scopeInside(scope, question, item), linkId)));
  });
  scope.found.set(linkId, answers);
  return answers;
}

function answersFor(scope: Scope | undefined, linkId: string): readonly TypedAnswer[] {
  for (let at = scope; at; at = at.outer) if (at.linkIds.has(linkId)) return answersIn(at, linkId);
  return [];
}

/** Whether a question of a level is asked, given the answers around it (enableWhen, enableBehavior). */
export const isAsked = (question: Question, scope: Scope): boolean =>
  meets(question, (linkId) => answersFor(scope, linkId));

/** A response without the answers to questions that are not asked: they were given before another answer left the question out. */
export function withoutUnasked(questionnaire: unknown, response: JsonObject): JsonObject {
  const item = askedOf(questionsOf(questionnaire), objectsOf(dig(response, 'item')));
  const { item: _before, ...rest } = response;
  return { ...rest, ...(item.length > 0 && { item }) };
}

function askedOf(questions: readonly Question[], items: readonly JsonObject[], outer?: Scope): JsonObject[] {
  const scope = scopeOf(questions, items, outer);
  return items.flatMap((item) => {
    const question = questions.find(({ linkId }) => linkId === textOf(item.linkId));
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
