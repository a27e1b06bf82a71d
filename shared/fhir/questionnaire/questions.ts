import { choice } from '../datatype.ts';
import { booleanOf, dig, isObject, type JsonObject, numberOf, objectsOf, textOf } from '../json.ts';

/** A value as a Questionnaire or an answer carries it: the suffix of value[x] or answer[x], and what stands there. */
export interface TypedAnswer {
  type: string;
  value: unknown;
}

/** When an item is asked (Questionnaire.item.enableWhen). */
export interface Condition {
  question: string;
  operator: string;
  answer?: TypedAnswer;
}

/** A unit of measure. */
export interface Unit {
  text?: string;
  code?: string;
  system?: string;
}

/** An item of a Questionnaire as far as filling in and checking need it (FHIR R4, Questionnaire). */
export interface Question {
  linkId: string;
  type: string;
  text: string;
  required: boolean;
  repeats: boolean;
  readOnly: boolean;
  hidden: boolean;
  /** What may be chosen: of answerOption, else of a value set that could be expanded. */
  options: TypedAnswer[];
  valueSet?: string;
  maxLength?: number;
  min?: TypedAnswer;
  max?: TypedAnswer;
  /** Codings of what is asked, such as LOINC. */
  codes: { system?: string; code: string }[];
  definition?: string;
  /** Unit a quantity or number is asked in; the first where there are several to choose from. */
  unit?: Unit;
  /** The units to choose from. */
  units: Unit[];
  conditions: Condition[];
  /** Whether all of the conditions must hold, rather than any. */
  allConditions: boolean;
  initial: TypedAnswer[];
  /** FHIRPath of the SDC guide: what it begins with, and what keeps it calculated. */
  initialExpression?: string;
  calculatedExpression?: string;
  /** Named expressions that those of this item and of what lies below it may use as %name (FHIR extension `variable`). */
  variables?: NamedExpression[];
  items: Question[];
}

/** An expression with the name its value goes by. */
export interface NamedExpression {
  name: string;
  expression: string;
}

/** Deeper than any form a person fills in; what lies below is not looked at. */
const deepest = 20;

const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire';
const fhir = 'http://hl7.org/fhir/StructureDefinition';

const extensionOf = (item: JsonObject, url: string) => objectsOf(item.extension).find((one) => one.url === url);
const expressionOf = (item: JsonObject, name: string) =>
  textOf(dig(extensionOf(item, `${sdc}-${name}`), 'valueExpression', 'expression'));

const typed = (element: unknown, name: string): TypedAnswer[] => {
  const found = choice(element, name);
  return found ? [found] : [];
};

const variablesOf = (item: JsonObject): NamedExpression[] =>
  objectsOf(item.extension).flatMap(({ url, valueExpression }) => {
    const [name, expression] = [textOf(dig(valueExpression, 'name')), textOf(dig(valueExpression, 'expression'))];
    return url === `${fhir}/variable` && name && expression ? [{ name, expression }] : [];
  });

/** The unit an item names, then those it offers. */
function unitsOf(item: JsonObject): Unit[] {
  const named = (name: string) =>
    objectsOf(item.extension).filter(({ url }) => url === `${fhir}/questionnaire-${name}`);
  return [...named('unit'), ...named('unitOption')].flatMap(({ valueCoding: coding }) => {
    if (!isObject(coding)) return [];
    const [code, system] = [textOf(coding.code), textOf(coding.system)];
    const text = textOf(coding.display) ?? code;
    return [{ ...(text && { text }), ...(code && { code }), ...(system && { system }) }];
  });
}

function condition(value: JsonObject): Condition {
  const [answer] = typed(value, 'answer');
  return { question: textOf(value.question) ?? '', operator: textOf(value.operator) ?? '=', ...(answer && { answer }) };
}

function present<T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function question(item: JsonObject, depth: number): Question {
  const units = unitsOf(item);
  const variables = variablesOf(item);
  const chosen = objectsOf(item.answerOption).filter(({ initialSelected }) => initialSelected === true);
  const optional = {
    valueSet: textOf(item.answerValueSet),
    maxLength: numberOf(item.maxLength),
    min: typed(extensionOf(item, `${fhir}/minValue`), 'value')[0],
    max: typed(extensionOf(item, `${fhir}/maxValue`), 'value')[0],
    definition: textOf(item.definition),
    unit: units[0],
    initialExpression: expressionOf(item, 'initialExpression'),
    calculatedExpression: expressionOf(item, 'calculatedExpression'),
    variables: variables.length > 0 ? variables : undefined,
  };
  return {
    linkId: textOf(item.linkId) ?? '',
    type: textOf(item.type) ?? '',
    text: textOf(item.text) ?? textOf(item.prefix) ?? textOf(item.linkId) ?? '',
    required: booleanOf(item.required) ?? false,
    repeats: booleanOf(item.repeats) ?? false,
    readOnly: booleanOf(item.readOnly) ?? false,
    hidden: dig(extensionOf(item, `${fhir}/questionnaire-hidden`), 'valueBoolean') === true,
    options: objectsOf(item.answerOption).flatMap((one) => typed(one, 'value')),
    ...present(optional),
    units,
    codes: objectsOf(item.code).flatMap((coding) => {
      const [code, system] = [textOf(coding.code), textOf(coding.system)];
      return code ? [{ code, ...(system && { system }) }] : [];
    }),
    conditions: objectsOf(item.enableWhen).map(condition),
    allConditions: item.enableBehavior === 'all',
    initial: [...objectsOf(item.initial), ...chosen].flatMap((one) => typed(one, 'value')),
    items: depth >= deepest ? [] : objectsOf(item.item).map((one) => question(one, depth + 1)),
  };
}

/** The items of a Questionnaire, nested as they stand; nothing is required to be there. What the whole form names, its outermost items do. */
export function questionsOf(questionnaire: unknown): Question[] {
  const variables = isObject(questionnaire) ? variablesOf(questionnaire) : [];
  return objectsOf(dig(questionnaire, 'item')).map((item) => {
    const found = question(item, 0);
    return variables.length > 0 ? { ...found, variables: [...variables, ...(found.variables ?? [])] } : found;
  });
}

/** Every item and what lies below it, in the order of the form. */
export const everyQuestion = (questions: readonly Question[]): Question[] =>
  questions.flatMap((one) => [one, ...everyQuestion(one.items)]);

/** The members an answer may use for an item type, the right one first (FHIR R4, item-type). */
export const answerTypes: Record<string, readonly string[]> = {
  boolean: ['Boolean'],
  decimal: ['Decimal', 'Integer'],
  integer: ['Integer'],
  date: ['Date'],
  dateTime: ['DateTime', 'Date'],
  time: ['Time'],
  string: ['String'],
  text: ['String'],
  url: ['Uri'],
  choice: ['Coding', 'String', 'Integer', 'Date', 'Time', 'Reference'],
  'open-choice': ['Coding', 'String'],
  attachment: ['Attachment'],
  reference: ['Reference'],
  quantity: ['Quantity'],
};

/** Whether two values are the same answer: codings by system and code, everything else as JSON. */
export function sameAnswer(one: TypedAnswer, other: TypedAnswer): boolean {
  if (one.type === 'Coding' && other.type === 'Coding') {
    const [a, b] = [one.value, other.value];
    const system = textOf(dig(a, 'system'));
    return dig(a, 'code') === dig(b, 'code') && (system === undefined || system === textOf(dig(b, 'system')));
  }
  return JSON.stringify(one.value) === JSON.stringify(other.value);
}
