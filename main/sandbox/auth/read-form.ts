import type { IncomingMessage } from 'node:http';
import { OAuthError } from './oauth-error.ts';

/** The longest form, in bytes. */
const LIMIT = 65_536;

const FORM = 'application/x-www-form-urlencoded';

/**
 * The parameters of a form body; each may come once, and one without a value counts as left out (RFC 6749, section 3.2). Rejects with
 * invalid_request.
 */
export async function readForm(request: IncomingMessage): Promise<Map<string, string>> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== FORM)
    throw new OAuthError('invalid_request', `The body must be ${FORM}, not ${type || 'without a Content-Type'}.`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) throw new OAuthError('invalid_request', `The body is longer than ${LIMIT} bytes.`, 413);
    chunks.push(chunk);
  }
  return single(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
}

/** The parameters of a query or a form as a map; rejects one that comes twice. */
export function single(parameters: URLSearchParams): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (fields.has(name)) throw new OAuthError('invalid_request', `The parameter ${name} comes more than once.`);
    fields.set(name, value);
  }
  for (const [name, value] of fields) if (value === '') fields.delete(name);
  return fields;
}
