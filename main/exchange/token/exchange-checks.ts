import type { TokenCheck } from '../../../shared/domain/token-explanation.ts';
import { header } from '../answer.ts';
import { answerWords, type Evidence, grantsOf, publishedOf, smartOf } from './evidence.ts';
import { authenticationName } from './show-cause.ts';

const from = {
  connection: 'set in the connection',
  'smart-configuration': 'from smart-configuration',
  udap: 'from udap metadata',
  'capability-statement': 'from the CapabilityStatement',
} as const;

/** What was asked, and whether the partner publishes that it may be asked so. */
export function requestChecks(evidence: Evidence): TokenCheck[] {
  const { endpoint, grantType, discovery, auth } = evidence;
  const published = publishedOf(evidence);
  const moved = published !== undefined && published.tokenUrl !== endpoint.tokenUrl;
  // What SMART says of ways to prove oneself is not meant for UDAP, which knows one alone.
  const proofs = auth.method === 'udap' ? [] : (smartOf(discovery)?.authMethods ?? []);
  const listed = (name: string, value: string, offered: readonly string[]): TokenCheck => ({
    part: 'request',
    name,
    value,
    result: offered.length === 0 ? 'unchecked' : offered.includes(value) ? 'ok' : 'warn',
    says: offered.length === 0 ? 'the server lists none' : `the server lists ${offered.join(', ')}`,
  });
  return [
    {
      part: 'request',
      name: 'token URL',
      value: endpoint.tokenUrl,
      result: moved ? 'fail' : 'ok',
      says: moved ? `is not the published one, ${published.tokenUrl}` : from[endpoint.from],
    },
    ...signedMetadataCheck(evidence),
    listed('grant_type', grantType, grantsOf(evidence)),
    listed('client authentication', authenticationName(evidence), proofs),
    {
      part: 'request',
      name: 'scope',
      ...(auth.scope ? { value: auth.scope } : {}),
      result: 'ok',
      says: auth.scope ? 'asked for' : 'none named: the partner chooses',
    },
    {
      part: 'line',
      name: 'TLS',
      value: new URL(endpoint.tokenUrl).protocol.replace(':', ''),
      result: endpoint.tokenUrl.startsWith('https:') ? 'ok' : 'warn',
      says: endpoint.tokenUrl.startsWith('https:')
        ? 'credentials travel encrypted'
        : 'plain http, on this computer only',
    },
  ];
}

/** Whether the addresses of UDAP metadata are signed by whom they should be: an address nobody vouches for may be somebody else's. */
function signedMetadataCheck({ auth, discovery }: Evidence): TokenCheck[] {
  if (auth.method !== 'udap' || discovery?.udap.state !== 'found') return [];
  const { state, says } = discovery.udap.value.signedMetadata;
  const result = state === 'valid' ? 'ok' : 'warn';
  return [{ part: 'request', name: 'signed_metadata', value: state, result, says }];
}

/** What came, and whether it is as RFC 6749 wants it. */
export function responseChecks(evidence: Evidence): TokenCheck[] {
  const { answer, reading } = evidence;
  const granted = reading.kind === 'grant';
  const type = header(answer.headers, 'content-type');
  const isJson = /\bjson\b/i.test(type ?? '');
  const status: TokenCheck = {
    part: 'response',
    name: 'status',
    value: answerWords(evidence),
    result: granted ? 'ok' : 'fail',
    says: granted ? 'a token came' : 'no token came',
  };
  const contentType: TokenCheck = {
    part: 'response',
    name: 'Content-Type',
    value: type ?? 'absent',
    result: isJson ? 'ok' : granted ? 'warn' : 'fail',
    says: isJson ? 'JSON, as it must be' : 'must be application/json',
  };
  if (!granted) return [status, contentType];
  const { remarks, grant } = reading;
  const odd = new Set(remarks.map(({ name }) => name));
  const fine = (name: string, value: string, says: string): TokenCheck[] =>
    odd.has(name) ? [] : [{ part: 'response', name, value, result: 'ok', says }];
  return [
    status,
    contentType,
    { part: 'response', name: 'token_type', value: grant.tokenType, result: 'ok', says: 'bearer, in any case' },
    ...fine('expires_in', String(grant.expiresIn), 'seconds the token lives'),
    ...fine('Cache-Control', header(answer.headers, 'cache-control') ?? '', 'no-store, as it must be'),
    ...remarks.map((remark): TokenCheck => ({ part: 'response', result: 'warn', ...remark })),
  ];
}
