import { type Failure, fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Auth } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Discovery, Found } from '../../../shared/domain/discovery.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { isLoopback } from '../../../shared/domain/loopback.ts';
import { diagnosed } from './diagnosed.ts';
import type { TokenMeans } from './token-means.ts';

/** The methods that ask an authorization server for a token. */
export type AskingAuth = Exclude<Auth, { method: 'none' } | { method: 'bearer' }>;

/** Where a token is asked for, and how we know. */
export type TokenEndpoint = NonNullable<TokenExplanation['endpoint']>;

const found = <T>(document: { state: string; value?: T }): T | undefined =>
  document.state === 'found' ? document.value : undefined;

/** The token URL a partner publishes: for UDAP its own metadata, else SMART's, else what the CapabilityStatement says. */
export function publishedEndpoint(discovery: Discovery, method: Auth['method']): TokenEndpoint | undefined {
  const udap = found(discovery.udap)?.tokenEndpoint;
  const smart = found(discovery.smart)?.tokenEndpoint;
  const statement = found(discovery.statement)?.tokenUrl;
  if (method === 'udap') return udap === undefined ? undefined : { tokenUrl: udap, from: 'udap' };
  if (smart !== undefined) return { tokenUrl: smart, from: 'smart-configuration' };
  return statement === undefined ? undefined : { tokenUrl: statement, from: 'capability-statement' };
}

/**
 * What a partner publishes, and of that what is looked for. Where the record does not hold it, it is read anew: a record tells how things
 * were, and a partner that published nothing then may do so by now.
 */
export async function lookUp<T>(
  means: Pick<TokenMeans, 'discover' | 'store'>,
  connection: Connection,
  find: (discovery: Discovery) => T | undefined,
): Promise<Reply<{ discovery: Discovery; found?: T }>> {
  const kept = means.store.discoveries.get(connection.id);
  const first = await means.discover(connection);
  if (!first.ok) return first;
  const fromRecord = find(first.value) === undefined && kept !== undefined && kept.at === first.value.at;
  const discovery = fromRecord ? await means.discover(connection, true) : first;
  if (!discovery.ok) return discovery;
  const found = find(discovery.value);
  return ok({ discovery: discovery.value, ...(found === undefined ? {} : { found }) });
}

/** The authorization endpoint a partner publishes, in the same order. */
export const publishedAuthorizeUrl = (discovery: Discovery): string | undefined =>
  found(discovery.smart)?.authorizationEndpoint ?? found(discovery.statement)?.authorizeUrl;

/** The revocation endpoint a partner publishes (RFC 7009). */
export const publishedRevocationUrl = (discovery: Discovery): string | undefined =>
  found(discovery.smart)?.revocationEndpoint;

/** Fails with `invalid-input` where credentials would travel in the clear: over plain http to anything but this computer. */
export function checkSecure(url: string, what: string): Reply<string> {
  if (!URL.canParse(url))
    return fail(
      'not-oauth',
      `${what} is no URL: ${url.slice(0, 200)}.`,
      'Give the connection the right one, and tell the partner.',
    );
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return ok(url);
  return fail(
    'invalid-input',
    `${what} is ${url}, and credentials do not travel over ${protocol.replace(':', '')} to another computer.`,
    'Use the https address of the partner.',
    { requirement: 'RFC 6749, section 3.2' },
  );
}

/** Where the token of a connection is asked for. Reads what the partner publishes when the connection does not say. */
export async function findTokenEndpoint(
  means: Pick<TokenMeans, 'discover' | 'store'>,
  connection: Connection,
  auth: AskingAuth,
): Promise<Reply<TokenEndpoint>> {
  if (auth.tokenUrl) return checked({ tokenUrl: auth.tokenUrl, from: 'connection' });
  const published = await lookUp(means, connection, (discovery) => publishedEndpoint(discovery, auth.method));
  if (!published.ok) return published;
  const { discovery, found } = published.value;
  return found ? checked(found) : unknownEndpoint(discovery, connection, auth);
}

function checked(endpoint: TokenEndpoint): Reply<TokenEndpoint> {
  const secure = checkSecure(endpoint.tokenUrl, 'The token URL');
  return secure.ok
    ? ok(endpoint)
    : diagnosed(
        {
          code: 'token-endpoint-wrong',
          message: secure.error.message,
          where: 'token URL',
          next: secure.error.next,
          requirement: 'RFC 6749, section 3.2',
        },
        secure.error,
      );
}

/**
 * The failure of looking for an address in documents none of which could be read, with what is wrong with the line; undefined where one of
 * them was answered. `unset` says what makes us look.
 */
export function unreadable(
  baseUrl: string,
  documents: readonly Found<unknown>[],
  unset: string,
): { ok: false; error: Failure } | undefined {
  const failures = documents.flatMap((document) => (document.state === 'failed' ? [document] : []));
  const told = failures.find(({ diagnosis }) => diagnosis) ?? failures[0];
  if (!told || failures.length < documents.length) return undefined;
  const { message, next, diagnosis, exchangeId, httpStatus } = told;
  const answered = httpStatus === undefined || diagnosis ? undefined : codeOfStatus(httpStatus);
  return diagnosed(
    {
      ...diagnosis,
      code: diagnosis?.code ?? (answered ? 'token-endpoint-unknown' : 'unreachable'),
      message: `What ${baseUrl} publishes about its authorization cannot be read: ${message}`,
      where: diagnosis?.where ?? 'discovery',
      why: `${unset}, so it has to be read from the partner first.`,
      next,
    },
    {
      ...(answered ? { code: answered } : {}),
      ...(httpStatus === undefined ? {} : { httpStatus }),
      ...(exchangeId ? { exchangeId } : {}),
    },
  );
}

const codeOfStatus = (status: number) =>
  status >= 500 ? 'server-error' : status >= 400 ? 'refused-by-partner' : 'not-oauth';

/** Nothing is published: because nothing answers there, or because the partner does not say. */
function unknownEndpoint(discovery: Discovery, { baseUrl }: Connection, { method }: AskingAuth): Reply<never> {
  const documents = method === 'udap' ? [discovery.udap] : [discovery.smart, discovery.statement];
  const unread = unreadable(baseUrl, documents, 'No token URL is set at the connection');
  if (unread) return unread;
  const first = documents.find((document) => document.state === 'failed');
  const file = method === 'udap' ? '.well-known/udap' : '.well-known/smart-configuration';
  return diagnosed({
    code: 'token-endpoint-unknown',
    message: `${baseUrl} publishes no token URL.`,
    where: file,
    why: `Neither ${file}${method === 'udap' ? '' : ' nor the CapabilityStatement'} names one${
      first ? `; ${first.message}` : '.'
    }`,
    next: 'Ask the partner for the token URL and set it at the connection.',
    requirement: method === 'udap' ? 'UDAP Security' : 'SMART 2.2',
  });
}
