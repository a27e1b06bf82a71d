import type { TokenCheck, TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { ago } from '../ago.ts';
import { scopes, wrongAudience } from './accesses.ts';

const seconds = (iso: string) => Math.floor(Date.parse(iso) / 1000);
const check = (
  part: TokenCheck['part'],
  name: string,
  says: string,
  result: TokenCheck['result'] = 'ok',
  value?: string,
): TokenCheck => ({ part, name, says, result, ...(value === undefined ? {} : { value }) });

const issuedAt = ago(8);
const expiresAt = ago(-292);
const tokenUrl = 'https://fhir.mesa.example/r4/token';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Backend services refused for the audience. */
export const refused: TokenExplanation = {
  connectionId: 'c4',
  at: ago(7),
  granted: false,
  diagnosis: wrongAudience,
  endpoint: { tokenUrl, from: 'connection' },
  assertion: {
    header: { alg: 'RS384', kid: '9f31-0f3c1d7e9b2a4c6d8e0f1a2b3c4d5e6f', typ: 'JWT' },
    claims: {
      iss: 'harbor-mutual-uat',
      sub: 'harbor-mutual-uat',
      aud: tokenUrl,
      exp: seconds(expiresAt),
      iat: seconds(issuedAt),
      jti: '4b0c7a52-8d16-4f3b-9c37-5ab2f0c91de2',
    },
  },
  request: {
    method: 'POST',
    url: tokenUrl,
    headers: [
      ['content-type', 'application/x-www-form-urlencoded'],
      ['accept', 'application/json'],
    ],
    form: [
      ['grant_type', 'client_credentials'],
      ['scope', scopes.join(' ')],
      ['client_assertion_type', assertionType],
      ['client_assertion', '[masked]'],
    ],
  },
  response: {
    status: 401,
    headers: [
      ['content-type', 'application/json'],
      ['date', 'Sun, 22 Nov 2026 10:14:05 GMT'],
      ['cache-control', 'no-store'],
    ],
    body: { error: 'invalid_client', error_description: 'Invalid audience' },
  },
  scopes: { asked: scopes, granted: [], missing: [], unasked: [] },
  clock: { now: ago(7), partner: ago(9), skewSeconds: -2, issuedAt, expiresAt },
  checks: [
    check('header', 'alg', 'the server lists RS384, ES384'),
    check('header', 'kid', 'in the JWKS you exported on 3 Nov'),
    check('header', 'typ', 'as it must be'),
    check('claims', 'iss', 'the client id'),
    check('claims', 'sub', 'equals iss'),
    check('claims', 'aud', 'is not the token URL', 'fail'),
    check('claims', 'exp', '5 min at most'),
    check('claims', 'jti', 'not used before'),
    check('signature', 'signature', 'verifies with your public key'),
    check('line', 'TLS', 'TLS 1.3, certificate trusted'),
    check('request', 'grant_type', 'offered by the server'),
    check('response', 'status', 'refused', 'fail'),
    check('response', 'error', 'the client is not accepted', 'fail'),
    check('response', 'error_description', 'what the server says of it', 'unchecked'),
  ],
  exchangeId: '47',
};

/** A token granted by a secret: no assertion, an opaque token, two scopes less. */
export const narrowed: TokenExplanation = {
  connectionId: 'c6',
  at: ago(250),
  granted: true,
  diagnosis: {
    code: 'scope-narrowed',
    message: 'A token was granted for 2 of 4 scopes.',
    next: 'Ask the partner to register the other two, if they are needed.',
  },
  endpoint: { tokenUrl: 'https://auth.brendan.example/token', from: 'smart-configuration' },
  request: {
    method: 'POST',
    url: 'https://auth.brendan.example/token',
    headers: [['authorization', 'Basic [masked]']],
    form: [
      ['grant_type', 'client_credentials'],
      ['scope', scopes.join(' ')],
    ],
  },
  response: {
    status: 200,
    headers: [['cache-control', 'no-store']],
    body: { access_token: '[masked]', token_type: 'Bearer', expires_in: 300, scope: scopes.slice(0, 2).join(' ') },
  },
  accessToken: { format: 'opaque' },
  scopes: { asked: scopes, granted: scopes.slice(0, 2), missing: scopes.slice(2), unasked: [] },
  clock: { now: ago(250) },
  checks: [
    check('response', 'token_type', 'as it must be'),
    check('response', 'expires_in', '5 min, as SMART recommends'),
    check('scopes', 'scope', '2 of 4 are not granted', 'warn'),
    check('binding', 'cnf', 'not bound to our certificate', 'unchecked'),
  ],
};
