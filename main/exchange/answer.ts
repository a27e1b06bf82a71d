import type { Failure, Reply } from '../../shared/contract/errors.ts';
import { fail, ok } from '../../shared/contract/errors.ts';
import type { HeaderList } from '../../shared/domain/exchange.ts';
import { type BodyHead, headOf } from '../../shared/fhir/body-head.ts';
import { outcomeSentence, readOutcome } from '../../shared/fhir/outcome.ts';
import { sniffType } from '../../shared/fhir/sniff.ts';
import type { Scan } from '../wire/bundle-scanner.ts';
import { readCertificatePage } from './certificate-page.ts';

/** A usable answer of a partner, recorded. */
export interface Answer {
  exchangeId: string;
  httpStatus: number;
  headers: HeaderList;
  /** The resource, when it was JSON of at most 1 MiB. */
  resource?: unknown;
  /** What its top level says, whatever its size. */
  head?: BodyHead;
  /** For `any-status`: the body as it came, when small, and why the record does not call the exchange ok. */
  body?: Buffer;
  failure?: Failure;
  wireBytes: number;
  decodedBytes: number;
  durationMs: number;
}

/**
 * What an exchange is expected to bring: a FHIR resource, a resource or nothing (a create may answer without a body), or any bytes. Who
 * expects `any-status` reads whatever came himself, a refusal too, as the OAuth endpoints need it; only the record calls it by its status.
 */
export type Expectation = 'resource' | 'resource-or-nothing' | 'anything' | 'any-status';

/** What arrived, before it is judged. */
export interface Arrival {
  status: number;
  headers: HeaderList;
  /** The body when small. */
  held?: Buffer;
  /** The scan of a large body. */
  scan?: Scan;
  bytes: number;
}

/** An arrival judged: what it brought, or why it counts as a failure. */
export type Judged = Reply<{ resource?: unknown; head?: BodyHead }>;

/** The value of a header, whatever its case; the first of several. */
export const header = (headers: HeaderList, name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1];

const readMessage = 'Read the recorded exchange to see what came.';

/**
 * HTTP status, body and OperationOutcome as one outcome. 2xx alone is not success: the body must be whole FHIR JSON where FHIR was
 * expected, and an OperationOutcome of severity error or fatal is a refusal at any status (FHIR R4, http.html and operationoutcome.html).
 */
export function judge(arrival: Arrival, expects: Expectation): Judged {
  const { status, headers } = arrival;
  const body = parse(arrival);
  if (status === 304) return ok({});
  if (status >= 300 && status < 400)
    return fail(
      'redirected',
      `The partner answered ${status} and points to ${header(headers, 'location') ?? 'nowhere'}.`,
      'If that address is the partner’s, make it the base URL of the connection; credentials are never sent along a redirect.',
      { httpStatus: status },
    );
  if (expects === 'any-status') return byStatus(status);
  const outcome = readOutcome(body.resource);
  const page =
    status >= 400 && arrival.held ? readCertificatePage(status, arrival.held.toString('utf8', 0, 2_000)) : undefined;
  if (page) return fail('tls-failed', page.message, page.next, { httpStatus: status, diagnosis: page });
  if (status >= 400) return refused(status, headers, body, outcome);
  if (outcome && (outcome.worst === 'error' || outcome.worst === 'fatal'))
    return fail(
      'error-outcome',
      `The partner answered ${status}, but its OperationOutcome says: ${outcomeSentence(body.resource)}`,
      'Treat it as refused: mend what the outcome names and send again.',
      { httpStatus: status, outcome: body.resource },
    );
  if (expects === 'anything') return ok(body);
  if (body.state === 'empty') {
    if (expects === 'resource-or-nothing') return ok({});
    return notFhir(
      status,
      'an empty body',
      'Ask the partner why nothing came; a search must answer a Bundle, even an empty one.',
    );
  }
  if (body.state === 'truncated')
    return notFhir(
      status,
      'JSON that breaks off in the middle',
      'Try again; if it stays so, look for a proxy or a limit that cuts answers off.',
    );
  if (body.state !== 'json' || !body.head?.resourceType)
    return notFhir(status, describe(arrival, body), advice(arrival));
  return ok({ head: body.head, ...(body.resource === undefined ? {} : { resource: body.resource }) });
}

function byStatus(status: number): Judged {
  if (status < 400) return ok({});
  const [code, what] =
    status < 500 ? (['refused-by-partner', 'refused'] as const) : (['server-error', 'failed'] as const);
  return fail(code, `The partner ${what} with ${status}.`, readMessage, { httpStatus: status });
}

interface Body {
  state: Scan['state'];
  resource?: unknown;
  head?: BodyHead;
}

function parse({ held, scan }: Arrival): Body {
  if (scan) return { state: scan.state, ...(scan.state === 'json' ? { head: scan.head } : {}) };
  if (!held || isBlank(held)) return { state: 'empty' };
  const text = held.toString('utf8').replace(/^\ufeff/, '');
  try {
    const resource: unknown = JSON.parse(text);
    return typeof resource === 'object' && resource !== null
      ? { state: 'json', resource, head: headOf(resource) }
      : { state: 'not-json' };
  } catch {
    return { state: /^\s*[{[]/.test(text) && !/[}\]]\s*$/.test(text) ? 'truncated' : 'not-json' };
  }
}

const isBlank = (bytes: Buffer) =>
  bytes.toString('latin1', 0, 256).trim() === '' && bytes.toString('latin1').trim() === '';

function refused(status: number, headers: HeaderList, body: Body, outcome: ReturnType<typeof readOutcome>): Judged {
  const retryAfter = header(headers, 'retry-after');
  const more: Omit<Failure, 'code' | 'message' | 'next'> = {
    httpStatus: status,
    ...(retryAfter ? { retryAfter } : {}),
    ...(outcome ? { outcome: body.resource } : {}),
  };
  const reason = outcome
    ? ` ${outcomeSentence(body.resource)}`
    : ` It gave no OperationOutcome${body.state === 'empty' ? ' and no body' : ''}.`;
  if (status >= 500)
    return fail(
      'server-error',
      `The partner’s server failed with ${status}.${reason}`,
      status === 503 || header(headers, 'retry-after')
        ? `Try again ${waitOf(headers)}; the same request may succeed then.`
        : 'Try again later; if it stays so, give the partner the time and this exchange.',
      more,
    );
  return fail('refused-by-partner', `The partner refused with ${status}.${reason}`, nextStep(status, headers), more);
}

const waitOf = (headers: HeaderList) => {
  const after = header(headers, 'retry-after');
  return after ? `after ${/^\d+$/.test(after) ? `${after} s` : after}` : 'later';
};

function nextStep(status: number, headers: HeaderList): string {
  switch (status) {
    case 400:
    case 422:
      return 'Mend what the partner names in the request, then send again.';
    case 401:
      return 'Check how this connection is let in: the partner wants a valid access token or other credentials.';
    case 403:
      return 'Ask the partner which scopes or rights this request needs, and whether this client has them.';
    case 404:
      return 'Check the base URL, the resource type and the id.';
    case 405:
      return `Use a method the partner allows here${header(headers, 'allow') ? ` (${header(headers, 'allow')})` : ''}.`;
    case 409:
    case 412:
      return 'Read the resource again: it has another version now, or the condition does not hold.';
    case 410:
      return 'It was deleted at the partner; sources keep Tasks and data only for a while.';
    case 413:
      return 'Send less at once, or agree on another way for large data with the partner.';
    case 415:
      return 'Send application/fhir+json, or the format the partner names.';
    case 429:
      return `Ask less often: try again ${waitOf(headers)}.`;
    default:
      return 'Read the partner’s answer in the recorded exchange; sending the same again will not help.';
  }
}

const notFhir = (status: number, what: string, next: string) =>
  fail('not-fhir', `The partner answered ${status} with ${what}, not a FHIR resource.`, next, { httpStatus: status });

function describe({ held, headers, scan }: Arrival, body: Body): string {
  if (body.state === 'json') return scan || held ? 'JSON without a resourceType' : 'nothing';
  const found = held ? sniffType(held) : 'application/octet-stream';
  const declared = header(headers, 'content-type');
  const names: Record<string, string> = {
    'text/html': 'an HTML page',
    'text/xml': 'XML',
    'application/xml': 'XML',
    'application/fhir+xml': 'XML',
    'application/pdf': 'a PDF',
    'text/plain': 'plain text',
  };
  return `${names[found] ?? found}${declared && !declared.startsWith(found) ? ` (declared ${declared})` : ''}`;
}

function advice({ held }: Arrival): string {
  const found = held ? sniffType(held) : '';
  if (found === 'text/html')
    return 'Check the base URL: a login page, a gateway or a web site answers there. The FHIR base usually ends in /fhir or /r4.';
  if (found.endsWith('xml'))
    return 'Ask the partner for JSON: the guide requires it (all four CapabilityStatements), XML is optional.';
  return `Check the base URL and the partner’s gateway. ${readMessage}`;
}
