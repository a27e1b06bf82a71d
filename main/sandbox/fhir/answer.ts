import type { IncomingHttpHeaders } from 'node:http';
import type { FhirRouter, HttpMethod } from '@medplum/fhir-router';
import type { Binary, Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { problem, statusOf } from './problems.ts';
import type { SandboxRepository } from './repository.ts';
import { allowedMethods } from './routes.ts';

/** A request as the FHIR part sees it. */
export interface FhirCall {
  /** HEAD comes as GET. */
  method: string;
  /** Below the base URL, without leading slash; no query. */
  path: string;
  /** The query with its question mark, or empty. */
  query: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** What goes back: a resource, bytes, or nothing; `dropped` ends the connection in its place. */
export interface FhirAnswer {
  status: number;
  headers: Record<string, string>;
  resource?: Resource;
  bytes?: Buffer;
  dropped?: true;
}

/** Refuses (404, 405) a path that is not there or does not take the method. */
export function checkPath(router: FhirRouter, types: readonly string[], method: string, path: string): void {
  const allowed = allowedMethods(router, types, path);
  if (allowed.includes(method)) return;
  if (allowed.length) {
    throw Object.assign(problem(405, `${method} is not possible on /${path}; it takes ${allowed.join(', ')}.`), {
      headers: { allow: allowed.join(', ') },
    });
  }
  const [first = '', id = ''] = path.split('/');
  if (types.includes(first) && /^[^$_]/.test(id) && !/^[A-Za-z0-9.-]{1,64}$/.test(id)) {
    throw problem(400, `"${id}" cannot be an id: ids have 1 to 64 letters, digits, hyphens or dots.`, {
      code: 'value',
    });
  }
  const text = first.startsWith('$')
    ? `This server has no operation ${first}.`
    : types.includes(first)
      ? `There is nothing at /${path}.`
      : `This server does not hold the type ${first}.`;
  throw problem(404, text, { code: 'not-supported' });
}

function versionHeaders(resource: Resource | undefined): Record<string, string> {
  const { versionId, lastUpdated } = resource?.meta ?? {};
  if (!versionId || !lastUpdated) return {};
  return { etag: `W/"${versionId}"`, 'last-modified': new Date(lastUpdated).toUTCString() };
}

const location = (base: string, resource: Resource): string =>
  `${base}/${resource.resourceType}/${resource.id}/_history/${resource.meta?.versionId}`;

/** Whether the client already has this very version (R4 http, section 3.1.0.5.3). */
function isKnown(headers: IncomingHttpHeaders, resource: Resource | undefined): boolean {
  const { versionId, lastUpdated } = resource?.meta ?? {};
  if (!versionId || !lastUpdated) return false;
  const tags = headers['if-none-match'];
  if (tags) return tags.split(',').some((tag) => ['*', `W/"${versionId}"`, `"${versionId}"`].includes(tag.trim()));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  // HTTP dates have whole seconds only.
  return Number.isFinite(since) && Math.floor(Date.parse(lastUpdated) / 1000) * 1000 <= since;
}

/** The library's outcome ids are its own business. */
function withoutId({ id: _, ...plain }: OperationOutcome): OperationOutcome {
  return plain;
}

/** Batch and transaction responses get what a single answer has in its headers. */
function completeEntries(base: string, bundle: Bundle): void {
  for (const { resource, response } of bundle.entry ?? []) {
    // A copy, because the library hands out the same few outcome objects again and again.
    if (response?.outcome) response.outcome = withoutId(response.outcome as OperationOutcome);
    if (!response || !resource?.meta?.versionId || !resource.id) continue;
    response.etag = `W/"${resource.meta.versionId}"`;
    response.lastModified = resource.meta.lastUpdated;
    response.location = location(base, resource);
  }
}

const wantsJson = ({ headers, query }: FhirCall): boolean =>
  /json/.test(headers.accept ?? '') || /json/.test(new URLSearchParams(query).get('_format') ?? '');

/** Binary goes out as what it is, unless the client asks for the resource (R4 Binary, section 2.42.3). */
function nativeBytes(call: FhirCall, resource: Resource): FhirAnswer | undefined {
  if (resource.resourceType !== 'Binary' || call.method !== 'GET' || wantsJson(call)) return undefined;
  const { contentType, data } = resource as Binary;
  return {
    status: 200,
    headers: { ...versionHeaders(resource), 'content-type': contentType ?? 'application/octet-stream' },
    bytes: Buffer.from(data ?? '', 'base64'),
  };
}

function preferred(call: FhirCall, answer: FhirAnswer, outcome: OperationOutcome): FhirAnswer {
  const wish = /return\s*=\s*(minimal|OperationOutcome)/i.exec([call.headers.prefer ?? ''].flat().join())?.[1];
  if (!wish || call.method === 'GET') return answer;
  const { resource, ...bare } = answer;
  return wish.toLowerCase() === 'minimal' ? bare : { ...bare, resource: outcome };
}

/** Runs one FHIR request against the repository. Refusals come back as answers with an OperationOutcome, never thrown. */
export async function answer(router: FhirRouter, repository: SandboxRepository, call: FhirCall): Promise<FhirAnswer> {
  const request = {
    method: call.method as HttpMethod,
    url: `/${call.path}${call.query}`,
    pathname: '',
    body: call.body,
    params: {},
    query: {},
    headers: call.headers,
    config: { transactions: true },
  };
  const [outcome, resource] = await router.handleRequest(request, repository);
  const status = statusOf(outcome);
  const plain = withoutId(outcome);
  if (status >= 400) return { status, headers: {}, resource: plain };
  if (call.method === 'DELETE') return { status: 204, headers: {} };
  if (!resource) return { status, headers: {}, resource: plain };
  if (resource.resourceType === 'Bundle' && /-response$/.test(resource.type ?? ''))
    completeEntries(repository.base, resource);
  const headers = versionHeaders(resource);
  if (call.method === 'GET' && isKnown(call.headers, resource)) return { status: 304, headers };
  const native = nativeBytes(call, resource);
  if (native) return native;
  if (status === 201) headers.location = location(repository.base, resource);
  return preferred(call, { status, headers, resource }, plain);
}
