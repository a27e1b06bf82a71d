import { readFileSync } from 'node:fs';
import { indexSearchParameter, indexStructureDefinitionBundle } from '@medplum/core';
import type { Bundle, ResourceType, SearchParameter, StructureDefinition } from '@medplum/fhirtypes';

/** The parameter types of FHIR R4 search that this server can index. */
export type SearchType = 'token' | 'string' | 'reference' | 'date' | 'number' | 'quantity' | 'uri' | 'composite';

/** One search parameter of one resource type. */
export interface SearchDefinition {
  on: string;
  code: string;
  type: SearchType;
  url: string;
  /** FHIRPath over the resource. */
  expression: string;
  /** Types a reference may point at; absent on other parameter types. */
  target?: string[];
  /** The parts of a composite parameter, their FHIRPath relative to the parameter's own. */
  component?: { type: SearchType; expression: string }[];
  /** What it searches, for the CapabilityStatement; may be empty. */
  documentation: string;
}

/** What the server knows about FHIR R4. */
export interface Definitions {
  /** All search parameters of a type, by code; empty for an unknown type. */
  searchParameters(type: string): ReadonlyMap<string, SearchDefinition>;
  /** The reference parameters by which a type belongs to a Patient (R4 CompartmentDefinition/patient). */
  patientParameters(type: string): readonly string[];
}

interface DefinitionsFile {
  types: Bundle<StructureDefinition>;
  resources: Bundle<StructureDefinition>;
  searchParameters: SearchDefinition[];
  patientCompartment: Record<string, string[]>;
}

const loaded = new Map<string, Definitions>();

/**
 * Reads the file written by scripts/make-definitions.mjs and indexes it for validation and FHIRPath, once per process.
 * Task is not in the R4 Patient compartment although it has a patient parameter; here it is, because every CDex Task has one.
 */
export function loadDefinitions(file: string): Definitions {
  const known = loaded.get(file);
  if (known) return known;
  const content = JSON.parse(readFileSync(file, 'utf8')) as DefinitionsFile;
  indexStructureDefinitionBundle(content.types);
  indexStructureDefinitionBundle(content.resources);
  const byType = new Map<string, Map<string, SearchDefinition>>();
  for (const definition of content.searchParameters) {
    indexSearchParameter(asSearchParameter(definition));
    const codes = byType.get(definition.on) ?? new Map<string, SearchDefinition>();
    byType.set(definition.on, codes.set(definition.code, definition));
  }
  const none: ReadonlyMap<string, SearchDefinition> = new Map();
  const definitions: Definitions = {
    searchParameters: (type) => byType.get(type) ?? none,
    patientParameters: (type) => (type === 'Task' ? ['patient'] : (content.patientCompartment[type] ?? [])),
  };
  loaded.set(file, definitions);
  return definitions;
}

/** The same parameter in the shape the FHIRPath and batch library expects. */
export function asSearchParameter(definition: SearchDefinition): SearchParameter {
  return {
    resourceType: 'SearchParameter',
    url: definition.url,
    name: definition.code,
    status: 'active',
    description: '',
    code: definition.code,
    base: [definition.on as ResourceType],
    type: definition.type,
    expression: definition.expression,
    target: definition.target as ResourceType[] | undefined,
  };
}
