import type { NamedExpression, Question } from './questions.ts';
import { everyQuestion } from './questions.ts';
import { isSimpleExpression } from './simple-expression.ts';

/** Why an expression is left to the person. */
export const leftToThePerson = {
  circle: 'its expression leads back to itself',
  involved: 'its expression is too long or too involved to be worked out here',
};

/** What of a form is calculated, in the order in which one result may depend on another. */
export interface Calculations {
  order: readonly Question[];
  /** The calculated questions that the person answers, by linkId, each with the reason. */
  left: ReadonlyMap<string, string>;
}

/** A chain longer than this is followed no further: its end is worked out with what is there. */
const longest = 500;

const known = new WeakMap<readonly Question[], Calculations>();

/** The calculated questions of a form: those that wait for others come after them, and those that wait for themselves are left out. */
export function calculationsOf(questions: readonly Question[]): Calculations {
  const found = known.get(questions) ?? arrange(questions);
  known.set(questions, found);
  return found;
}

function arrange(questions: readonly Question[]): Calculations {
  const all = everyQuestion(questions);
  const calculated = new Map(all.flatMap((one) => (one.calculatedExpression ? [[one.linkId, one] as const] : [])));
  const variables = all.flatMap((one) => one.variables ?? []);
  const order: Question[] = [];
  const left = new Map<string, string>();
  const state = new Map<string, 'open' | 'done'>();
  const way: string[] = [];

  function visit(linkId: string): void {
    const question = calculated.get(linkId);
    if (!question || state.get(linkId) === 'done' || way.length > longest) return;
    if (state.get(linkId) === 'open') {
      for (const one of way.slice(way.indexOf(linkId))) left.set(one, leftToThePerson.circle);
      return;
    }
    state.set(linkId, 'open');
    way.push(linkId);
    const expressions = inFull(question.calculatedExpression ?? '', variables);
    if (!expressions.every(isSimpleExpression)) left.set(linkId, leftToThePerson.involved);
    for (const other of new Set(expressions.flatMap(linkIdsIn))) visit(other);
    way.pop();
    state.set(linkId, 'done');
    order.push(question);
  }
  for (const linkId of calculated.keys()) visit(linkId);
  return { order: order.filter((one) => !left.has(one.linkId)), left };
}

/** The texts an expression holds: where it names a question, its linkId is one of them. */
const linkIdsIn = (expression: string): string[] => [...expression.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);

/** An expression and those behind the names it uses. */
function inFull(expression: string, variables: readonly NamedExpression[]): string[] {
  const found = new Set([expression]);
  for (const text of found)
    for (const one of variables)
      if (text.includes(`%${one.name}`) || text.includes(`%'${one.name}'`)) found.add(one.expression);
  return [...found];
}
