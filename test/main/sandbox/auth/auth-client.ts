import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Algorithm } from '../../../../main/sandbox/auth/jwks.ts';
import type { SandboxOptions } from '../../../../main/sandbox/sandbox.ts';
import { type SandboxMakings, startSandbox } from '../../../../main/sandbox/start-sandbox.ts';
import { practiceClients } from '../../../../shared/domain/sandbox-access.ts';
import { cleanUp } from '../../../fakes/ports.ts';
import { TestClock } from '../support/clock.ts';
import { definitionsFile } from '../support/definitions.ts';
import { Client } from '../support/http.ts';
import { makeSeed } from '../support/sandbox.ts';

/** A key pair of a client under test, with its public half as it is registered. */
export interface TestKey {
  alg: Algorithm;
  kid: string;
  sign: CryptoKey;
  jwk: JWK;
}

/** Makes a key; `kid` tells it apart from others. */
export async function makeKey(alg: Algorithm, kid: string = alg): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, sign: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** The JWKS of some keys, as text. */
export const jwksText = (...keys: TestKey[]): string => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });

/** What an assertion may say otherwise than right; times are seconds from now. */
export interface AssertionWish {
  clientId?: string;
  iss?: string | undefined;
  sub?: string;
  aud?: string | string[];
  expiresIn?: number | null;
  iat?: unknown;
  nbf?: number;
  jti?: string | null;
  kid?: string | null;
  jku?: string;
  alg?: string;
}

/** Signs an assertion for a token URL. `now` in milliseconds. */
export async function sign(key: TestKey, tokenUrl: string, now: number, wish: AssertionWish = {}): Promise<string> {
  const seconds = Math.floor(now / 1000);
  const id = wish.clientId ?? 'app';
  const claims: Record<string, unknown> = {
    iss: 'iss' in wish ? wish.iss : id,
    sub: wish.sub ?? id,
    aud: wish.aud ?? tokenUrl,
    ...(wish.expiresIn === null ? {} : { exp: seconds + (wish.expiresIn ?? 240) }),
    ...(wish.jti === null ? {} : { jti: wish.jti ?? randomUUID() }),
    ...(wish.iat === undefined ? {} : { iat: wish.iat }),
    ...(wish.nbf === undefined ? {} : { nbf: seconds + wish.nbf }),
  };
  const kid = wish.kid === null ? {} : { kid: wish.kid ?? key.kid };
  const header = { alg: key.alg, typ: 'JWT', ...kid, ...(wish.jku ? { jku: wish.jku } : {}) };
  return new SignJWT(claims).setProtectedHeader(header).sign(key.sign);
}

/** An answer of the authorization server. */
export interface OAuthAnswer {
  status: number;
  headers: Headers;
  text: string;
  json: {
    access_token: string;
    scope: string;
    expires_in: number;
    token_type: string;
    refresh_token?: string;
    patient?: string;
    error?: string;
    error_description?: string;
  } & Record<string, unknown>;
}

/** Posts a form. */
export async function post(
  url: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<OAuthAnswer> {
  const type = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const answer = await fetch(url, { method: 'POST', headers: type, body, redirect: 'manual' });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : {} };
}

/** The form of a client that signs. */
export const assertionForm = (assertion: string, more: Record<string, string> = {}): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
  ...more,
});

/** Client id and secret as a Basic header. */
export const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

const { clientId, secret } = practiceClients.secret;

/** The Basic header of the practice client. */
export const practice = basic(clientId, secret);

/** A locked sandbox with a clock that stands still, closed after the test. */
export async function startLocked(options: Partial<SandboxOptions> = {}, makings: Partial<SandboxMakings> = {}) {
  const clock = new TestClock();
  const sandbox = await startSandbox(
    { folder: ':memory:', definitionsFile: await definitionsFile(), requireAuth: true, ...options },
    { clock, makeSeed, ...makings },
  );
  cleanUp(() => sandbox.close());
  const provider = new Client(sandbox.provider.fhirBaseUrl);
  const payer = new Client(sandbox.payer.fhirBaseUrl);
  /** A token of the practice client for a scope. */
  const token = async (scope: string, at = sandbox.provider.tokenUrl): Promise<string> => {
    const { status, json, text } = await post(at, { grant_type: 'client_credentials', scope }, practice);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return json.access_token;
  };
  return { sandbox, clock, provider, payer, token };
}

/** The header of a token. */
export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** A verifier and its challenge (RFC 7636). */
export const verifier = 'a-verifier-of-at-least-forty-three-characters-xyz';
export const challenge = createHash('sha256').update(verifier).digest('base64url');

/** What an authorization request says, right unless told otherwise; undefined leaves a parameter out. */
export function authorizeUrl(base: string, fhirBaseUrl: string, wish: Record<string, string | undefined> = {}): string {
  const url = new URL(base);
  const parameters = {
    response_type: 'code',
    client_id: practiceClients.public.clientId,
    redirect_uri: 'http://127.0.0.1:4567/callback',
    scope: 'patient/*.rs launch/patient offline_access',
    state: 'state-of-the-client',
    aud: fhirBaseUrl,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...wish,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** Opens the consent page and answers it as a browser would; gives back where the browser is sent. */
export async function consent(url: string, answer: Record<string, string>): Promise<URL> {
  const page = await fetch(url, { redirect: 'manual' });
  const request = /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { origin } = new URL(url);
  const sent = await post(url.split('?')[0] ?? '', { request, ...answer }, { cookie, origin });
  if (sent.status !== 303) throw new Error(`${sent.status} ${sent.text}`);
  return new URL(sent.headers.get('location') ?? '');
}

/** Signs a person in for one member and redeems the code; answers the token endpoint's answer. */
export async function signIn(
  tokenUrl: string,
  fhirBaseUrl: string,
  member: string,
  scope: string,
): Promise<OAuthAnswer> {
  const url = authorizeUrl(tokenUrl.replace(/token$/, 'authorize'), fhirBaseUrl, { scope });
  const sentTo = await consent(url, { decision: 'allow', member });
  return post(tokenUrl, {
    grant_type: 'authorization_code',
    code: sentTo.searchParams.get('code') ?? '',
    redirect_uri: 'http://127.0.0.1:4567/callback',
    code_verifier: verifier,
    client_id: practiceClients.public.clientId,
  });
}
