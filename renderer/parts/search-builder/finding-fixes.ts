import { findType, type ServerAbilities } from '../../../shared/fhir/abilities.ts';
import { checkSearch, type SearchFinding } from '../../../shared/fhir/check-search.ts';
import { nearest } from '../../../shared/fhir/nearest.ts';
import { parameterLabel, type SearchParameter, type SearchValue, splitToken } from '../../../shared/fhir/search.ts';
import { codesFor } from '../../../shared/fhir/search-codes.ts';
import { commonParameters, modifiersOf, parameterType, resultParameters } from '../../../shared/fhir/search-rules.ts';

/** A finding on one parameter, and what would mend it where that is known. */
export interface ParameterFinding extends SearchFinding {
  fix?: { label: string; param: SearchParameter };
}

/** What a person accepts when they say "as typed": this sentence about this parameter. */
export const findingId = ({ path, message }: SearchFinding): string => `${path} ${message}`;

const withFirst = (
  values: readonly SearchValue[],
  change: (value: SearchValue) => SearchValue | undefined,
): SearchValue[] | undefined => {
  const at = values.findIndex((value) => change(value) !== undefined);
  return at < 0 ? undefined : values.map((value, index) => (index === at ? (change(value) ?? value) : value));
};

const fixValues = (
  param: SearchParameter,
  label: string,
  change: (value: SearchValue) => SearchValue | undefined,
): ParameterFinding['fix'] => {
  const values = withFirst(param.values, change);
  return values && { label, param: { ...param, values } };
};

function fixCode(type: string, param: SearchParameter): ParameterFinding['fix'] {
  const codes = codesFor(type, param.name) ?? [];
  const codeOf = ({ text }: SearchValue) => splitToken(text).at(-1) ?? '';
  const bad = param.values.find((value) => codeOf(value) !== '' && !codes.includes(codeOf(value)));
  const near = bad && nearest(codeOf(bad), codes);
  if (!bad || !near) return undefined;
  return fixValues(param, `Use ${near}`, (value) =>
    value === bad ? { ...value, text: value.text.slice(0, -codeOf(bad).length) + near } : undefined,
  );
}

function fixName(type: string, param: SearchParameter, abilities?: ServerAbilities): ParameterFinding['fix'] {
  const listed = findType(abilities, type)?.searchParameters.map(({ name }) => name) ?? [];
  const near = nearest(param.name, [...listed, ...Object.keys(commonParameters), ...Object.keys(resultParameters)]);
  return near ? { label: `Use ${near}`, param: { ...param, name: near } } : undefined;
}

function fixModifier(type: string, param: SearchParameter, abilities?: ServerAbilities): ParameterFinding['fix'] {
  const { modifier = '', ...rest } = param;
  const near = nearest(modifier, modifiersOf(parameterType(type, param.name, abilities) ?? 'special'));
  return near
    ? { label: `Use :${near}`, param: { ...rest, modifier: near } }
    : { label: `Leave out :${modifier}`, param: rest };
}

function fixInclude(type: string, param: SearchParameter, abilities?: ServerAbilities): ParameterFinding['fix'] {
  const ability = findType(abilities, type);
  const listed = (param.name === '_include' ? ability?.searchInclude : ability?.searchRevInclude) ?? [];
  const bad = param.values.find(({ text }) => !listed.includes(text));
  const near = bad && nearest(bad.text, listed);
  return near ? fixValues(param, `Use ${near}`, (value) => (value === bad ? { text: near } : undefined)) : undefined;
}

function fixFor(
  { rule, message }: SearchFinding,
  type: string,
  param: SearchParameter,
  abilities?: ServerAbilities,
): ParameterFinding['fix'] {
  switch (rule) {
    case 'search-code':
      return fixCode(type, param);
    case 'search-parameter':
      return param.name === '' ? undefined : fixName(type, param, abilities);
    case 'search-modifier':
      return fixModifier(type, param, abilities);
    case 'search-prefix':
      return fixValues(param, 'Leave it out', ({ prefix, text }) => (prefix ? { text } : undefined));
    case 'search-date':
      return message.startsWith('A plus sign')
        ? fixValues(param, 'Put the plus sign back', ({ prefix, text }) => {
            const whole = text.replace(/ (\d{2}:\d{2})$/, '+$1');
            return whole === text ? undefined : { ...(prefix && { prefix }), text: whole };
          })
        : undefined;
    case 'search-include':
      return fixInclude(type, param, abilities);
    default:
      return undefined;
  }
}

/** What is doubtful about one parameter of a search for `type`, worst first. */
export function findingsFor(type: string, param: SearchParameter, abilities?: ServerAbilities): ParameterFinding[] {
  return checkSearch({ type, params: [param] }, abilities)
    .filter(({ rule }) => rule !== 'search-type')
    .map((finding) => {
      const fix = fixFor(finding, type.split('/').at(-1) ?? '', param, abilities);
      return fix ? { ...finding, fix } : finding;
    });
}

/** What is doubtful about the type, and the type that was meant where one is near. */
export function typeFindings(type: string, abilities?: ServerAbilities): (SearchFinding & { near?: string })[] {
  const types = abilities?.types.map((one) => one.type) ?? [];
  return checkSearch({ type, params: [] }, abilities).map((finding) => {
    const near = nearest(type, types);
    return near ? { ...finding, near } : finding;
  });
}

/** The values a finding on codes is about: those not in the closed list of the parameter. */
export function badValues(type: string, param: SearchParameter): ReadonlySet<string> {
  const codes = param.modifier === undefined || param.modifier === 'not' ? codesFor(type, param.name) : undefined;
  if (!codes) return new Set();
  const texts = param.values.map(({ prefix = '', text }) => prefix + text);
  return new Set(texts.filter((text) => text !== '' && !codes.includes(splitToken(text).at(-1) ?? '')));
}

/** Label of a parameter, for names of fields: "clinical-status". */
export const rowName = (param: SearchParameter): string =>
  param.name === '' ? 'new parameter' : parameterLabel(param);
