import type { AnswerAction, AnswerCondition, AnswerRule } from '../domain/answer-rule.ts';
import { answerWays, pushKinds } from '../domain/push.ts';
import { isObject, type JsonObject } from '../fhir/json.ts';
import { nearest } from '../fhir/nearest.ts';
import { answerActionFault } from './answer-policy.ts';
import { claimUses } from './codes.ts';

/** A rule as a policy file has it: without the id it is kept under. */
export type PolicyRule = Omit<AnswerRule, 'id'>;

/** A mistake in a policy file. */
export interface PolicyMistake {
  /** From 1; absent where the parser knows none. */
  line?: number;
  /** Which entry of the list, from 1; absent where it is not about one. */
  entry?: number;
  message: string;
}

/** Tells the line (from 1) of what lies at a path of member names and list positions. */
export type LineOf = (path: readonly (string | number)[]) => number | undefined;

/** The largest number of rules; beyond it a mistake is likelier than a wish. */
const mostRules = 1_000;

/** What a member must be, and in words what it is when it is not; undefined for what is as it should be. */
type Judge = (value: unknown) => string | undefined;

const oneOf =
  (names: readonly string[]): Judge =>
  (value) => {
    if (typeof value === 'string' && names.includes(value)) return undefined;
    const like = typeof value === 'string' ? nearest(value, names) : undefined;
    return `must be one of ${names.join(', ')}${like ? `; perhaps ${like} is meant` : ''}`;
  };

/** The same in any case. */
const oneWordOf =
  (names: readonly string[]): Judge =>
  (value) =>
    oneOf(names)(typeof value === 'string' ? value.toLowerCase() : value);

const words =
  (most: number): Judge =>
  (value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= most
      ? undefined
      : `must be text of 1 to ${most} characters${typeof value === 'number' ? '; put it in quotes' : ''}`;

const whole =
  (least: number, most: number): Judge =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `must be a whole number from ${least} to ${most}`;

const truth: Judge = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');

const conditions: Record<keyof AnswerCondition, Judge> = {
  kind: oneOf(pushKinds),
  tracking: words(200),
  attachTo: oneWordOf(claimUses),
  from: words(200),
  signed: truth,
  member: words(200),
  matched: truth,
};

const members: Record<keyof AnswerAction | 'name' | 'on' | 'when', Judge> = {
  name: words(200),
  on: truth,
  when: (value) => (isObject(value) || value === null ? undefined : 'must hold conditions, such as kind: submission'),
  answer: oneOf(answerWays),
  status: whole(200, 599),
  text: words(2_000),
  delayMs: whole(0, 600_000),
  drop: truth,
  retryAfter: whole(0, 86_400),
};

/**
 * The rules of a policy file, parsed from YAML into plain values; or every mistake in it, in the order of the file. What is left out of
 * an entry is not looked at; an entry without `answer` accepts.
 */
export function readPolicy(parsed: unknown, lineOf: LineOf): { rules: PolicyRule[]; mistakes: PolicyMistake[] } {
  const mistakes: PolicyMistake[] = [];
  const complain = (path: readonly (string | number)[], message: string): void => {
    const line = lineOf(path);
    const entry = typeof path[0] === 'number' ? path[0] + 1 : undefined;
    mistakes.push({ ...(line ? { line } : {}), ...(entry ? { entry } : {}), message });
  };

  /** Holds the members of an object against what is known of them. */
  function hold(value: JsonObject, known: Record<string, Judge>, path: readonly (string | number)[]): void {
    for (const [name, member] of Object.entries(value)) {
      const at = [...path, name];
      const judge = Object.hasOwn(known, name) ? known[name] : undefined;
      const fault = judge?.(member);
      if (fault) complain(at, `${name} ${fault}.`);
      if (judge) continue;
      const like = nearest(name, Object.keys(known));
      complain(
        at,
        `${name} is not known; ${like ? `perhaps ${like} is meant` : `use ${Object.keys(known).join(', ')}`}.`,
      );
    }
  }

  function readEntry(entry: unknown, index: number): PolicyRule[] {
    if (!isObject(entry)) {
      complain([index], 'An entry must be a rule, such as {when: {kind: submission}, answer: hold}.');
      return [];
    }
    const before = mistakes.length;
    hold(entry, members, [index]);
    if (isObject(entry.when)) hold(entry.when, conditions, [index, 'when']);
    if (mistakes.length > before) return [];
    const { name, on, when, ...action } = entry as Partial<Omit<PolicyRule, 'order'>>;
    const rule: PolicyRule = {
      name: name?.trim() ?? `Rule ${index + 1}`,
      order: index,
      on: on ?? true,
      when: when ?? {},
      ...action,
      answer: action.answer ?? 'accept',
    };
    const fault = answerActionFault(rule);
    if (!fault) return [rule];
    complain([index, fault.member], `${fault.says}.`);
    return [];
  }

  if (!Array.isArray(parsed)) {
    complain([], 'The file must be a list of rules; begin each with “- ”.');
    return { rules: [], mistakes };
  }
  if (parsed.length > mostRules) complain([mostRules], `There are more than ${mostRules} rules.`);
  const rules = parsed.slice(0, mostRules).flatMap(readEntry);
  return { rules, mistakes: mistakes.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)) };
}

/** A mistake as a line for people. */
export const sayMistake = ({ line, entry, message }: PolicyMistake): string =>
  [line ? `line ${line}` : '', entry ? `entry ${entry}` : '']
    .filter(Boolean)
    .join(', ')
    .concat(line || entry ? ': ' : '', message);

/** A rule as it stands in a policy file: what is as usual is left out. */
export function policyEntry({
  name,
  on,
  when,
  answer,
  status,
  text,
  delayMs,
  drop,
  retryAfter,
}: PolicyRule): JsonObject {
  return Object.fromEntries(
    Object.entries({
      name,
      on: on ? undefined : false,
      when: Object.keys(when).length > 0 ? { ...when } : undefined,
      answer,
      status,
      text,
      delayMs,
      drop,
      retryAfter,
    }).filter(([, value]) => value !== undefined),
  );
}
