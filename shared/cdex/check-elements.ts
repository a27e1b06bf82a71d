import type { Finding } from '../domain/finding.ts';
import { isObject, type JsonObject, textOf } from '../fhir/json.ts';
import { parseReference } from '../fhir/reference.ts';
import { isSearchDate } from '../fhir/search-values.ts';
import { error } from './findings.ts';

const isEmpty = (value: unknown): boolean =>
  isObject(value)
    ? Object.keys(value).length === 0
    : Array.isArray(value)
      ? value.length === 0
      : value === undefined || value === null || value === '';

/** Elements that must be there, each with what to do; `rule` is CONF-088 for attachment requests, CONF-089 for data requests. */
export const checkMandatory = (task: JsonObject, rule: string, elements: Record<string, string>): Finding[] =>
  Object.entries(elements)
    .filter(([name]) => isEmpty(task[name]))
    .map(([name, next]) => error(rule, `Task.${name}`, `Task.${name} is missing; the profile requires it.`, next));

const objects = ['code', 'for', 'requester', 'owner', 'reasonCode', 'reasonReference', 'restriction', 'statusReason'];
const lists = ['contained', 'identifier', 'basedOn', 'input', 'output'];
const texts = ['status', 'intent', 'authoredOn'];

/** Elements that stand where they belong but are not written as FHIR writes them, such as a list where one thing belongs. */
export function checkKinds(task: JsonObject, rule: string): Finding[] {
  const wrong = (name: string, what: string) =>
    error(rule, `Task.${name}`, `Task.${name} is not written as FHIR writes it.`, `Write ${what} there.`);
  const given = (names: readonly string[]) => names.filter((name) => !isEmpty(task[name]));
  return [
    ...given([...objects, 'businessStatus', 'meta'])
      .filter((name) => !isObject(task[name]))
      .map((name) => wrong(name, 'one object')),
    ...given(lists)
      .filter((name) => !Array.isArray(task[name]))
      .map((name) => wrong(name, 'a list')),
    ...given(texts)
      .filter((name) => typeof task[name] !== 'string')
      .map((name) => wrong(name, 'a text')),
  ];
}

/** Whether a text is a FHIR dateTime: a year, a month, a day, or an instant with its offset. */
const isDateTime = (text: string): boolean =>
  isSearchDate(text) && (!text.includes('T') || /T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text));

/** When it was written, and the time it is needed in. Source: FHIR R4 dateTime. */
export function checkDates(task: JsonObject, rule: string): Finding[] {
  const period = isObject(task.restriction) && isObject(task.restriction.period) ? task.restriction.period : {};
  const dates: [path: string, date: string | undefined][] = [
    ['Task.authoredOn', textOf(task.authoredOn)],
    ['Task.restriction.period.start', textOf(period.start)],
    ['Task.restriction.period.end', textOf(period.end)],
  ];
  const found = dates.flatMap(([path, date]) =>
    date === undefined || isDateTime(date)
      ? []
      : [error(rule, path, `${date} is no date.`, 'Write it as YYYY-MM-DD, or with a time and its offset.')],
  );
  const [start, end] = [Date.parse(textOf(period.start) ?? ''), Date.parse(textOf(period.end) ?? '')];
  if (found.length > 0 || !(start > end)) return found;
  const message = 'The time the data are needed in ends before it begins.';
  return [error(rule, 'Task.restriction.period', message, 'Correct one of the two dates.')];
}

/** References must lead to a type the profile names, where they show their type; `targets` names the types for each element. */
export const checkTargets = (task: JsonObject, targets: Record<string, { types: string[]; rule: string }>): Finding[] =>
  Object.entries(targets).flatMap(([name, { types, rule }]) => {
    const reference = task[name];
    const type = parseReference(reference).type ?? (isObject(reference) ? textOf(reference.type) : undefined);
    if (type === undefined || types.includes(type)) return [];
    const message = `Task.${name} refers to a ${type}; the profile wants ${types.join(' or ')}.`;
    return [error(rule, `Task.${name}`, message, `Refer to ${types.join(' or ')}.`)];
  });
