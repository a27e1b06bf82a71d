import { isObject, textOf } from '../json.ts';

/** Longer expressions, and deeper ones, are left to the person: what each function multiplies is bounded by both. */
const longest = 300;
const deepest = 3;

/** Functions, and operators that may stand before a parenthesis, whose work is bounded by what they are given. */
const bounded = new Set(
  `where select exists all allTrue anyTrue allFalse anyFalse empty not hasValue count sum min max avg distinct isDistinct first last tail
  skip take single iif ofType is as today now timeOfDay extension substring startsWith endsWith contains indexOf length upper lower trim
  join toString toInteger toDecimal toDate toDateTime toTime toBoolean toQuantity round abs ceiling floor truncate sqrt power
  and or xor implies in div mod`.split(/\s+/),
);

function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (const sign of text) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    most = Math.max(most, depth);
  }
  return most;
}

/**
 * Whether an expression of a questionnaire (FHIRPath) is worked out here. Somebody else wrote it: a pattern to match, a chain of unions
 * or of replacements can be made to run for hours in a line, and nothing can stop it. Paths, conditions and arithmetic cannot.
 */
export function isSimpleExpression(text: string): boolean {
  if (text.length > longest) return false;
  const bare = text.replace(/'[^']*'/g, "''"); // with an escape in it a literal may end elsewhere, so there must be none
  if (/[`\\|]|\/\*|\/\//.test(bare) || text.includes('\\') || depthOf(bare) > deepest) return false;
  return [...bare.matchAll(/([A-Za-z_]\w*)\s*\(/g)].every(([, name = '']) => bounded.has(name));
}

const isHarmless = (extension: unknown): boolean => {
  const expression = isObject(extension) && isObject(extension.valueExpression) ? extension.valueExpression : undefined;
  return expression === undefined || isSimpleExpression(textOf(expression.expression) ?? '');
};

/** A Questionnaire without the expressions that are not simple: their questions are answered by the person. */
export function withSimpleExpressions<T>(questionnaire: T): T {
  if (Array.isArray(questionnaire)) return questionnaire.map(withSimpleExpressions) as T;
  if (!isObject(questionnaire)) return questionnaire;
  const members = Object.entries(questionnaire).map(([name, value]) => [
    name,
    /^(modifierE|e)xtension$/.test(name) && Array.isArray(value)
      ? value.filter(isHarmless)
      : name === 'item'
        ? withSimpleExpressions(value)
        : value,
  ]);
  return Object.fromEntries(members) as T;
}
