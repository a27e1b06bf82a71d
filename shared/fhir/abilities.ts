import { dig, isObject, type JsonObject, listOf, objectsOf, textOf, typeOfResource } from './json.ts';

/** How strongly a statement asks for a capability, worded as FHIR words it, the strongest first. */
const expectations = ['SHALL', 'SHOULD', 'MAY', 'SHOULD-NOT'] as const;
/** One of these. */
export type Expectation = (typeof expectations)[number];

/** One search parameter a server says it supports. */
export interface SearchParameterAbility {
  name: string;
  /** FHIR search parameter type: token, date, reference ... */
  type: string;
  documentation?: string;
  /** Absent where the statement does not say. */
  expectation?: Expectation;
}

/** Search parameters a server says it takes together. */
export interface SearchCombination {
  names: string[];
  expectation?: Expectation;
}

/** What a server says it does with one resource type. */
export interface TypeAbility {
  type: string;
  interactions: string[];
  searchParameters: SearchParameterAbility[];
  searchInclude: string[];
  searchRevInclude: string[];
  operations: string[];
  documentation?: string;
  /** Of the type as a whole; absent where the statement does not say. */
  expectation?: Expectation;
  /** Absent where none is named. */
  combinations?: SearchCombination[];
}

/** A CapabilityStatement, as the console uses it. */
export interface ServerAbilities {
  software?: string;
  description?: string;
  fhirVersion?: string;
  formats: string[];
  instantiates: string[];
  types: TypeAbility[];
  operations: string[];
  documentation?: string;
}

const texts = (value: unknown): string[] => listOf(value).flatMap((one) => textOf(one) ?? []);

const namesOf = (list: unknown, member: string): string[] =>
  objectsOf(list).flatMap((one) => textOf(one[member]) ?? []);

const extensionRoot = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement';

/** What the expectation extension on a part of a statement says. Source: FHIR R4, capabilitystatement-expectation. */
function expectationOf(given: JsonObject): { expectation?: Expectation } {
  const said = objectsOf(given.extension).find(({ url }) => url === `${extensionRoot}-expectation`)?.valueCode;
  const expectation = expectations.find((one) => one === said);
  return expectation ? { expectation } : {};
}

/** The combinations of search parameters named on a type. Source: FHIR R4, capabilitystatement-search-parameter-combination. */
function combinationsOf(given: JsonObject): SearchCombination[] {
  const named = objectsOf(given.extension).filter(({ url }) => url === `${extensionRoot}-search-parameter-combination`);
  return named.flatMap((one) => {
    const required = objectsOf(one.extension).filter(({ url }) => url === 'required');
    const names = required.flatMap(({ valueString }) => textOf(valueString) ?? []);
    return names.length > 0 ? [{ names, ...expectationOf(one) }] : [];
  });
}

function searchParameter(given: JsonObject): SearchParameterAbility[] {
  const name = textOf(given.name);
  if (!name) return [];
  const documentation = textOf(given.documentation);
  const type = textOf(given.type) ?? '';
  return [{ name, type, ...(documentation && { documentation }), ...expectationOf(given) }];
}

function typeAbility(given: JsonObject): TypeAbility[] {
  const type = textOf(given.type);
  if (!type) return [];
  const documentation = textOf(given.documentation);
  const combinations = combinationsOf(given);
  return [
    {
      type,
      interactions: namesOf(given.interaction, 'code'),
      searchParameters: objectsOf(given.searchParam).flatMap(searchParameter),
      searchInclude: texts(given.searchInclude),
      searchRevInclude: texts(given.searchRevInclude),
      operations: namesOf(given.operation, 'name'),
      ...(documentation && { documentation }),
      ...expectationOf(given),
      ...(combinations.length > 0 && { combinations }),
    },
  ];
}

/** The `rest` part that speaks of a server; a statement that does not say which counts as one. */
export const serverPart = (statement: unknown): JsonObject => {
  const parts = objectsOf(dig(statement, 'rest'));
  return parts.find((part) => part.mode === 'server') ?? parts.find((part) => part.mode === undefined) ?? {};
};

/** A CapabilityStatement as the console uses it; empty lists where it says nothing or is none. Source: FHIR R4 CapabilityStatement. */
export function readAbilities(statement: unknown): ServerAbilities {
  const given = typeOfResource(statement) === 'CapabilityStatement' && isObject(statement) ? statement : {};
  const server = serverPart(given);
  const product = [dig(given, 'software', 'name'), dig(given, 'software', 'version')].flatMap(
    (one) => textOf(one) ?? [],
  );
  const software = textOf(product.join(' '));
  const description = textOf(given.description) ?? textOf(dig(given, 'implementation', 'description'));
  const fhirVersion = textOf(given.fhirVersion);
  const documentation = textOf(server.documentation);
  return {
    ...(software && { software }),
    ...(description && { description }),
    ...(fhirVersion && { fhirVersion }),
    formats: texts(given.format),
    instantiates: texts(given.instantiates),
    types: objectsOf(server.resource).flatMap(typeAbility),
    operations: namesOf(server.operation, 'name'),
    ...(documentation && { documentation }),
  };
}

/** What a server says it does with one resource type, where it says anything. */
export const findType = (abilities: ServerAbilities | undefined, type: string): TypeAbility | undefined =>
  abilities?.types.find((one) => one.type === type);

/** The combinations of a type that a search with these parameters (without modifiers) sends whole, the largest first. */
const combinationsIn = (ability: TypeAbility | undefined, names: readonly string[]): SearchCombination[] =>
  (ability?.combinations ?? [])
    .filter((one) => one.names.every((name) => names.includes(name)))
    .toSorted((a, b) => b.names.length - a.names.length);

/** The largest combination a server names for a type whose parameters are all among those of a search; undefined where none is. */
export const findCombination = (
  ability: TypeAbility | undefined,
  names: readonly string[],
): SearchCombination | undefined => combinationsIn(ability, names)[0];

/**
 * What a statement says of a parameter in a search that has `names` besides: alone, or in a combination with some of them, whichever is
 * stronger; undefined where it says nothing. Most statements ask for little alone and for much together with the patient.
 */
export function expectationIn(
  ability: TypeAbility | undefined,
  name: string,
  names: readonly string[],
): Expectation | undefined {
  const alone = ability?.searchParameters.find((one) => one.name === name)?.expectation;
  const together = combinationsIn(ability, [...names, name]).filter((one) => one.names.includes(name));
  const said = [alone, ...together.map(({ expectation }) => expectation)];
  return expectations.find((one) => said.includes(one));
}
