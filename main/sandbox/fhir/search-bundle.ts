import type { Bundle, BundleEntry, BundleLink, Resource } from '@medplum/fhirtypes';
import { located } from './located.ts';
import { issue, problem } from './problems.ts';
import type { SandboxRepository } from './repository.ts';
import { parseSearch, type SearchFilter, type SearchQuery } from './search-query.ts';

/** A search as it came in. */
export interface SearchWish {
  /** The path below the base URL that the links repeat: `Patient`, `Patient/1/Condition`, or empty for the system. */
  path: string;
  types: string[];
  pairs: [string, string][];
  /** Prefer: handling=lenient. */
  lenient: boolean;
  /** Conditions of the path itself, such as a compartment's. */
  within?: SearchFilter[];
}

function links(base: string, path: string, query: SearchQuery, more: boolean): BundleLink[] {
  const page = (offset: number) => {
    const parameters = new URLSearchParams(query.used);
    if (offset) parameters.set('_offset', String(offset));
    const text = parameters.toString();
    return `${base}${path ? `/${path}` : ''}${text ? `?${text}` : ''}`;
  };
  const list: BundleLink[] = [{ relation: 'self', url: page(query.offset) }];
  if (more) list.push({ relation: 'next', url: page(query.offset + query.count) });
  if (query.offset) list.push({ relation: 'previous', url: page(Math.max(0, query.offset - query.count)) });
  return list;
}

function outcomeEntry(ignored: string[]): BundleEntry<Resource> {
  const issues = ignored.map((key) =>
    issue(`This server does not know "${key}" and left it out.`, {
      severity: 'warning',
      code: 'not-supported',
      expression: [key],
    }),
  );
  return { resource: { resourceType: 'OperationOutcome', issue: issues }, search: { mode: 'outcome' } };
}

/** Runs a search and makes the searchset Bundle with total and links (R4 search, section 2.21.1.2). */
export function searchBundle(repository: SandboxRepository, wish: SearchWish): Bundle<Resource> {
  const unknown = wish.types.find((type) => !repository.types.includes(type));
  if (unknown) throw problem(404, `This server does not hold the type ${unknown}.`);
  const query = parseSearch(repository.definitions, wish.types, wish.pairs, wish.lenient);
  query.filters.push(...(wish.within ?? []));
  const { entry, total, more } = repository.find(query);
  const entries = located(repository.base, entry);
  if (query.ignored.length) entries.push(outcomeEntry(query.ignored));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link: links(repository.base, wish.path, query, more),
    ...(entries.length ? { entry: entries } : {}),
  };
}
