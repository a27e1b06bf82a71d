import { findType, type ServerAbilities } from './abilities.ts';
import { nearest } from './nearest.ts';
import { formatSearch, parameterLabel, parseSearch, type Search, type SearchParameter } from './search.ts';
import { finding, type SearchFinding } from './search-finding.ts';
import { commonParameters, isModifierOf, modifiersOf, parameterType, resultParameters } from './search-rules.ts';
import { checkValue } from './search-values.ts';

export type { SearchFinding } from './search-finding.ts';

const baseName = (name: string): string => /^[^:.]*/.exec(name)?.[0] ?? name;

function checkForm(text: string): SearchFinding[] {
  const found: SearchFinding[] = [];
  if (!text.includes('?') && text.includes('=')) {
    const message = 'The search has no question mark, so the resource type is missing or runs into the parameters.';
    found.push(finding('search-question-mark', 'error', text, message, 'Write it as Type?parameter=value.'));
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) {
    const message = 'A percent sign is not followed by two hexadecimal digits.';
    found.push(finding('search-encoding', 'error', text, message, 'Write a percent sign itself as %25.'));
  }
  return found;
}

function checkType(search: Search, abilities: ServerAbilities | undefined): SearchFinding[] {
  // A compartment or a base may stand before the type: Patient/1/Condition.
  const type = search.type.split('/').at(-1) ?? '';
  if (type === '') {
    const message = 'The search names no resource type before the question mark.';
    return [finding('search-type', 'error', search.type, message, 'Put a type first, such as Condition?...')];
  }
  if (!/^[A-Z][A-Za-z]+$/.test(type)) {
    const message = `${type} is not a resource type.`;
    return [
      finding('search-type', 'error', search.type, message, 'Start with a FHIR resource type, such as Condition.'),
    ];
  }
  if (!abilities || abilities.types.length === 0 || findType(abilities, type)) return [];
  const near = nearest(
    type,
    abilities.types.map((one) => one.type),
  );
  const next = near ? `Did you mean ${near}?` : 'Choose a type the server lists.';
  return [finding('search-type', 'warning', search.type, `The server does not list ${type}.`, next)];
}

function checkName(type: string, param: SearchParameter, abilities: ServerAbilities | undefined): SearchFinding[] {
  const name = baseName(param.name);
  const standard = [...Object.keys(commonParameters), ...Object.keys(resultParameters), '_has'];
  if (standard.includes(name)) return [];
  const listed = findType(abilities, type)?.searchParameters.map((one) => one.name) ?? [];
  if (listed.includes(name)) return [];
  const near = nearest(name, [...listed, ...standard]);
  if (name.startsWith('_')) {
    const next = near ? `Did you mean ${near}?` : 'Leave it out, or ask the server what it means by it.';
    return [finding('search-parameter', 'warning', name, `${name} is not a FHIR search parameter.`, next)];
  }
  if (listed.length === 0) return [];
  const next = near ? `Did you mean ${near}?` : 'Choose a parameter the server lists; a strict server refuses others.';
  return [finding('search-parameter', 'warning', name, `The server does not list ${name} for ${type}.`, next)];
}

function checkModifier(type: string, param: SearchParameter): SearchFinding[] {
  const { modifier } = param;
  if (modifier === undefined) return [];
  const label = parameterLabel(param);
  if (param.name === '_include' || param.name === '_revinclude') {
    if (modifier === 'iterate' || modifier === 'recurse') return [];
    const message = `${param.name} takes no modifier ${modifier}.`;
    return [finding('search-modifier', 'error', label, message, 'The one modifier it takes is :iterate.')];
  }
  if (isModifierOf(type, modifier)) return [];
  const legal = modifiersOf(type);
  const near = nearest(modifier, legal);
  const next = near ? `Did you mean :${near}?` : `It may carry ${legal.map((one) => `:${one}`).join(', ')}.`;
  const message = `A ${type} parameter cannot carry :${modifier}.`;
  return [finding('search-modifier', 'error', label, message, next)];
}

function checkParameter(type: string, param: SearchParameter, abilities?: ServerAbilities): SearchFinding[] {
  const label = parameterLabel(param);
  const chained = param.name.includes('.') || param.name.includes(':');
  const kind = chained ? undefined : parameterType(type, param.name, abilities);
  const isResult = Object.hasOwn(resultParameters, param.name);
  const found = checkName(type, param, abilities);
  if (param.name === '') {
    return [
      finding('search-parameter', 'error', label, 'A value stands without a parameter name.', 'Name the parameter.'),
    ];
  }
  if (kind || isResult) found.push(...checkModifier(kind ?? 'special', param));
  if (param.values.length === 0 || param.values.every((value) => value.text === '' && !value.prefix)) {
    found.push(
      finding('search-value', 'error', label, `${label} has no value.`, 'Give it a value or leave the parameter out.'),
    );
    return found;
  }
  return [...found, ...param.values.flatMap((value) => checkValue({ type, param, value, kind, abilities }))];
}

const order = { error: 0, warning: 1, information: 2 };

/**
 * What is doubtful about a search, worst first: form, type, names, modifiers, comparators, values. With a server's abilities the names
 * are held against what it lists. Source: FHIR R4 search.
 */
export function checkSearch(query: string | Search, abilities?: ServerAbilities): SearchFinding[] {
  const search = typeof query === 'string' ? parseSearch(query) : query;
  const form = checkForm(typeof query === 'string' ? query.trim() : formatSearch(query));
  const missing = form.some((one) => one.rule === 'search-question-mark');
  const type = search.type.split('/').at(-1) ?? '';
  const found = [
    ...form,
    ...(missing ? [] : checkType(search, abilities)),
    ...search.params.flatMap((param) => checkParameter(type, param, abilities)),
  ];
  return found.sort((a, b) => order[a.severity] - order[b.severity]);
}
