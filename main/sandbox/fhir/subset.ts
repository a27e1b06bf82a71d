import { getDataType } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { SearchQuery } from './search-query.ts';

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

function wantedNames(resource: Resource, query: Pick<SearchQuery, 'elements' | 'summary'>): string[] {
  const { mandatoryProperties, summaryProperties } = getDataType(resource.resourceType);
  const always = ['resourceType', 'id', 'meta', 'implicitRules', 'modifierExtension', ...(mandatoryProperties ?? [])];
  const present = Object.keys(resource);
  if (query.elements) return [...always, ...query.elements];
  if (query.summary === 'text') return [...always, 'text'];
  if (query.summary === 'data') return present.filter((name) => name !== 'text');
  return [...always, ...(summaryProperties ?? [])];
}

/**
 * The part of a resource that `_elements` or `_summary` asks for, marked SUBSETTED; the whole one without them.
 * Mandatory elements stay, so that the part still reads as a resource. A choice such as value[x] is asked for as `value`.
 */
export function subset(resource: Resource, query: Pick<SearchQuery, 'elements' | 'summary'>): Resource {
  if (!query.elements && !query.summary) return resource;
  const wanted = wantedNames(resource, query);
  const { elements } = getDataType(resource.resourceType);
  const fits = (name: string) => {
    const plain = name.replace(/^_/, '');
    return wanted.some((one) => plain === one || (`${one}[x]` in elements && plain.startsWith(one)));
  };
  const part = Object.fromEntries(Object.entries(resource).filter(([name]) => fits(name)));
  return { ...part, meta: { ...resource.meta, tag: [...(resource.meta?.tag ?? []), SUBSETTED] } } as Resource;
}
