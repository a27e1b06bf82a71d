import { allOk, created, OperationOutcomeError } from '@medplum/core';
import {
  type FhirRequest,
  type FhirResponse,
  type FhirRouteHandler,
  FhirRouter,
  type HttpMethod,
  processBatch,
} from '@medplum/fhir-router';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { dig, textOf } from '../../../shared/fhir/json.ts';
import { spanOf } from './dates.ts';
import { everything } from './everything.ts';
import { belongsTo } from './patient-compartment.ts';
import { problem } from './problems.ts';
import type { SandboxRepository } from './repository.ts';
import { searchBundle } from './search-bundle.ts';
import { parseNumber } from './search-query.ts';

/** All pairs of a query, repeats included. */
function pairsIn(query: FhirRequest['query'] | undefined): [string, string][] {
  return Object.entries(query ?? {}).flatMap(([key, value]) =>
    [value ?? ''].flat().map((one): [string, string] => [key, one]),
  );
}

const isLenient = ({ headers }: FhirRequest): boolean =>
  /handling\s*=\s*lenient/i.test([headers?.prefer ?? ''].flat().join());

function oneOf(query: FhirRequest['query'], key: string): string | undefined {
  return [query[key] ?? []].flat().at(-1);
}

function searchType(repository: SandboxRepository, request: FhirRequest, more: [string, string][] = []): FhirResponse {
  const type = request.params.resourceType ?? '';
  const pairs = [...pairsIn(request.query), ...more];
  return [allOk, searchBundle(repository, { path: type, types: [type], pairs, lenient: isLenient(request) })];
}

function searchSystem(
  repository: SandboxRepository,
  request: FhirRequest,
  more: [string, string][] = [],
): FhirResponse {
  const pairs = [...pairsIn(request.query), ...more];
  const named = pairs.filter(([key, value]) => key === '_type' && value).flatMap(([, value]) => value.split(','));
  // Whoever names no type gets those the token opens; where it opens none, the search says so.
  const open = repository.types.filter((type) => repository.opens('s', type));
  const types = named.length ? [...new Set(named)] : open.length ? open : [...repository.types];
  return [allOk, searchBundle(repository, { path: '', types, pairs, lenient: isLenient(request) })];
}

function searchCompartment(repository: SandboxRepository, request: FhirRequest): FhirResponse {
  const { id = '', resourceType: type = '' } = request.params;
  const within = belongsTo(repository.definitions, type, id);
  if (!within) throw problem(404, `${type} is not part of the Patient compartment.`);
  const path = `Patient/${id}/${type}`;
  const pairs = pairsIn(request.query);
  return [
    allOk,
    searchBundle(repository, { path, types: [type], pairs, lenient: isLenient(request), within: [within] }),
  ];
}

function history(repository: SandboxRepository, request: FhirRequest): FhirResponse {
  const { resourceType: type, id } = request.params;
  const since = oneOf(request.query, '_since');
  const from = since === undefined ? undefined : spanOf(since)?.from;
  if (since !== undefined && from === undefined) throw problem(400, `_since must be an instant, but was "${since}".`);
  const number = (key: string) => {
    const value = oneOf(request.query, key);
    return value ? parseNumber(key, value) : undefined;
  };
  const [count, offset = 0] = [number('_count'), number('_offset')];
  const { bundle, more } = repository.history({ type, id, since: from, count, offset });
  if (id && !bundle.total && since === undefined) throw problem(404, `There is no ${type}/${id}.`);
  const page = (at: number) => {
    const parameters = new URLSearchParams(pairsIn(request.query).filter(([key]) => key !== '_offset'));
    if (at) parameters.set('_offset', String(at));
    const text = parameters.toString();
    return `${repository.base}/${[type, id, '_history'].filter(Boolean).join('/')}${text ? `?${text}` : ''}`;
  };
  bundle.link = [{ relation: 'self', url: page(offset) }];
  if (more) bundle.link.push({ relation: 'next', url: page(offset + (count ?? 100)) });
  for (const entry of bundle.entry ?? []) {
    const path = entry.resource ? `${entry.resource.resourceType}/${entry.resource.id}` : entry.request?.url;
    entry.fullUrl = `${repository.base}/${path}`;
  }
  return [allOk, bundle];
}

/** `If-Match: 3` and `W/"3"` mean the same to us; the header's own form has quotes. */
const versionIn = (header: string | undefined): string | undefined =>
  header === undefined ? undefined : (/"([^"]*)"/.exec(header)?.[1] ?? header.trim());

async function update(repository: SandboxRepository, request: FhirRequest): Promise<FhirResponse> {
  const { resourceType = '', id = '' } = request.params;
  const resource = request.body as Resource | undefined;
  if (resource?.resourceType !== resourceType) {
    throw problem(400, `The body is a ${String(resource?.resourceType)}, but the URL says ${resourceType}.`);
  }
  if (resource.id !== id) throw problem(400, `The body has the id ${String(resource.id)}, but the URL says ${id}.`);
  const isNew = !repository.exists(resourceType, id);
  const stored = await repository.updateResource(resource, { ifMatch: versionIn(request.headers?.['if-match']) });
  return [isNew ? created : allOk, stored];
}

/** A transaction or batch; what is not even a list of requests is refused as a whole. */
async function processBundle(
  repository: SandboxRepository,
  router: FhirRouter,
  request: FhirRequest,
): Promise<FhirResponse> {
  const bundle = request.body as Bundle;
  if (bundle?.resourceType !== 'Bundle' || (bundle.type !== 'batch' && bundle.type !== 'transaction')) {
    throw problem(400, 'POST on the base URL takes a Bundle of type batch or transaction.', { code: 'structure' });
  }
  const entries: unknown[] = Array.isArray(bundle.entry) ? bundle.entry : [];
  const broken = entries.findIndex(
    (entry) => !textOf(dig(entry, 'request', 'method')) || !textOf(dig(entry, 'request', 'url')),
  );
  if (!entries.length || broken >= 0) {
    const text = broken < 0 ? 'The Bundle has no entries.' : `Entry ${broken} has no request with method and url.`;
    throw problem(400, text, { code: 'structure', expression: [`Bundle.entry${broken < 0 ? '' : `[${broken}]`}`] });
  }
  return [allOk, await processBatch(request, repository, router, bundle)];
}

/** The library calls every unknown error a bad request; one of ours is our own fault. */
async function honest<Result>(work: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OperationOutcomeError) throw error;
    throw problem(500, `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Handler = (request: FhirRequest) => FhirResponse | Promise<FhirResponse>;

/** One more thing a server does, beside the REST interactions: an operation, or /metadata. */
export interface ExtraRoute {
  method: HttpMethod;
  path: string;
  run: Handler;
}

/** Form fields of POST _search, given to us as an object of lists. */
const formPairs = (body: unknown): [string, string][] => pairsIn(body as FhirRequest['query']);

/**
 * The library's router with our searches, histories and compartments before its own; among equally close routes the
 * first one wins. GraphQL is taken out: it is no part of what these servers declare.
 */
export function makeRouter(repository: SandboxRepository, extra: ExtraRoute[]): FhirRouter {
  const router = new FhirRouter();
  const { routes } = router.router;
  const theirs = routes.splice(0, routes.length).filter(({ path }) => path[0]?.value !== '$graphql');
  const add = (method: HttpMethod, path: string, run: Handler, interaction: Parameters<FhirRouter['add']>[3]) => {
    const handler: FhirRouteHandler = (request) => honest(() => run(request));
    router.add(method, path, handler, interaction);
  };
  add('GET', '', (request) => searchSystem(repository, request), 'search-system');
  add('POST', '', (request) => processBundle(repository, router, request), 'batch');
  add('POST', '_search', (request) => searchSystem(repository, request, formPairs(request.body)), 'search-system');
  add('GET', ':resourceType', (request) => searchType(repository, request), 'search-type');
  add('POST', ':resourceType/_search', (r) => searchType(repository, r, formPairs(r.body)), 'search-type');
  add('GET', '_history', (request) => history(repository, request), 'history-system');
  add('GET', ':resourceType/_history', (request) => history(repository, request), 'history-type');
  add('GET', ':resourceType/:id/_history', (request) => history(repository, request), 'history-instance');
  add('PUT', ':resourceType/:id', (request) => update(repository, request), 'update');
  // Spelled out, because the compartment's route is as close to this path as the history's.
  const patientHistory: Handler = (request) => {
    request.params.resourceType = 'Patient';
    return history(repository, request);
  };
  add('GET', 'Patient/:id/_history', patientHistory, 'history-instance');
  add('GET', 'Patient/:id/:resourceType', (request) => searchCompartment(repository, request), 'search-type');
  const all: Handler = async (request) => {
    const bundle: Bundle = await everything(repository, request.params.id ?? '', {
      since: oneOf(request.query, '_since'),
      types: oneOf(request.query, '_type')?.split(','),
    });
    return [allOk, bundle];
  };
  add('GET', 'Patient/:id/$everything', all, 'operation');
  add('POST', 'Patient/:id/$everything', all, 'operation');
  for (const { method, path, run } of extra) add(method, path, run, 'operation');
  routes.push(...theirs);
  return router;
}

const METHODS: HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods this path takes; none when nothing is there. HEAD goes wherever GET goes. */
export function allowedMethods(router: FhirRouter, types: readonly string[], path: string): string[] {
  const fits = METHODS.filter((method) => {
    const params = router.find(method, path)?.params;
    if (!params) return false;
    const { resourceType, id } = params;
    const known = resourceType === undefined || types.includes(resourceType);
    return known && (id === undefined || /^[A-Za-z0-9.-]{1,64}$/.test(id));
  });
  return fits.includes('GET') ? ['GET', 'HEAD', ...fits.slice(1)] : fits;
}
