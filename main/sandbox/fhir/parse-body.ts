import type { IncomingHttpHeaders } from 'node:http';
import { problem } from './problems.ts';

const jsonTypes = ['application/fhir+json', 'application/json', 'text/json', 'application/json+fhir'];
const patchTypes = ['application/json-patch+json', ...jsonTypes];
const FORM = 'application/x-www-form-urlencoded';

const mediaType = (headers: IncomingHttpHeaders): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (!text.trim()) throw problem(400, 'The body is empty; send a FHIR resource as JSON.', { code: 'required' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw problem(400, `The body is not JSON: ${reason}`, { code: 'structure' });
  }
  if (typeof value !== 'object' || value === null) {
    throw problem(400, 'The body is JSON, but not a FHIR resource.', { code: 'structure' });
  }
  return value;
}

function parseForm(bytes: Buffer): Record<string, string[]> {
  const fields: Record<string, string[]> = Object.create(null); // a field may have any name, __proto__ too
  for (const [key, value] of new URLSearchParams(bytes.toString('utf8'))) {
    fields[key] = [...(fields[key] ?? []), value];
  }
  return fields;
}

/** The refusal of a body that is not JSON; XML is named, because FHIR partners may well send it. */
function unsupported(type: string): Error {
  const hint = /xml/.test(type) ? ' FHIR XML is not supported here.' : '';
  return problem(415, `This server reads application/fhir+json, not "${type}".${hint}`, {
    diagnostics: 'Send the resource as JSON with Content-Type: application/fhir+json.',
  });
}

/**
 * The body in the form the router takes: a resource, a JSON patch, or the fields of a POST _search.
 * POST or PUT of other bytes to Binary makes the Binary (R4 Binary, section 2.42.2).
 */
export function parseBody(method: string, path: string, headers: IncomingHttpHeaders, bytes: Buffer): unknown {
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return undefined;
  const type = mediaType(headers);
  if (path.endsWith('_search')) {
    if (bytes.length && type !== FORM) throw problem(415, `_search reads ${FORM}, not "${type}".`);
    return parseForm(bytes);
  }
  const accepted = method === 'PATCH' ? patchTypes : jsonTypes;
  if (accepted.includes(type) || type === '') {
    const isOperation = path.includes('$');
    return isOperation && !bytes.length ? undefined : parseJson(bytes);
  }
  const [resourceType, id] = path.split('/');
  if (resourceType === 'Binary' && method !== 'PATCH') {
    return { resourceType, ...(id ? { id } : {}), contentType: type, data: bytes.toString('base64') };
  }
  throw unsupported(type);
}
