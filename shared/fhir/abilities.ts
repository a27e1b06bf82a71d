import { dig, isObject, type JsonObject, listOf, objectsOf, textOf, typeOfResource } from './json.ts';

/** One search parameter a server says it supports. */
export interface SearchParameterAbility {
  name: string;
  /** FHIR search parameter type: token, date, reference ... */
  type: string;
  documentation?: string;
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

function searchParameter(given: JsonObject): SearchParameterAbility[] {
  const name = textOf(given.name);
  if (!name) return [];
  const documentation = textOf(given.documentation);
  return [{ name, type: textOf(given.type) ?? '', ...(documentation && { documentation }) }];
}

function typeAbility(given: JsonObject): TypeAbility[] {
  const type = textOf(given.type);
  if (!type) return [];
  const documentation = textOf(given.documentation);
  return [
    {
      type,
      interactions: namesOf(given.interaction, 'code'),
      searchParameters: objectsOf(given.searchParam).flatMap(searchParameter),
      searchInclude: texts(given.searchInclude),
      searchRevInclude: texts(given.searchRevInclude),
      operations: namesOf(given.operation, 'name'),
      ...(documentation && { documentation }),
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
