import { verify } from 'node:crypto';
import { isObject, type JsonObject, listOf, numberOf, textOf } from '../../../shared/fhir/json.ts';
import type { SandboxClock } from '../clock.ts';
import { type AuthFaults, SKEW } from './auth-faults.ts';
import type { Clients, KnownClient } from './clients.ts';
import { type FetchedJwks, JwksUnreachable } from './fetch-jwks.ts';
import { type Algorithm, algorithms, type ClientKey, isAlgorithm, publicKey } from './jwks.ts';
import { clientRefused } from './oauth-error.ts';
import type { Replay } from './replay.ts';
import type { AuthUrls } from './urls.ts';

/** What checking an assertion needs. */
export interface AssertionMeans {
  clients: Clients;
  fetched: FetchedJwks;
  replay: Replay;
  faults: AuthFaults;
  clock: SandboxClock;
  /** Where the server is: assertions must be meant for its token URL. */
  urls: AuthUrls;
}

/** An assertion taken apart, nothing of it checked. */
interface Parsed {
  header: JsonObject;
  claims: JsonObject;
  /** What was signed, and the signature. */
  signed: string;
  signature: Buffer;
}

/** The longest an assertion may be good for (SMART App Launch 2.2), and how far clocks may be apart, in seconds. */
const LONGEST = 300;
const LEEWAY = 10;

function decoded(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Takes an assertion apart (RFC 7515, compact form); rejects what is none. */
function parseAssertion(assertion: string): Parsed {
  const [head = '', body = '', signature = '', ...more] = assertion.split('.');
  const [header, claims] = [decoded(head), decoded(body)];
  if (!header || !claims || more.length) throw clientRefused('The client_assertion is not a signed JWT.');
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

/** The algorithms the token endpoint takes now. */
export const offeredAlgorithms = (faults: AuthFaults): Algorithm[] =>
  faults.has('alg-not-offered') ? ['ES384'] : (Object.keys(algorithms) as Algorithm[]);

function algorithmOf({ header }: Parsed, faults: AuthFaults): Algorithm {
  const { alg } = header;
  const offered = offeredAlgorithms(faults);
  if (isAlgorithm(alg) && offered.includes(alg)) return alg;
  throw clientRefused(
    `The alg ${String(alg)} of the assertion is not offered; this server takes ${offered.join(', ')}.`,
  );
}

/** The client of the claims iss and sub; undefined for one nobody registered, which may come by a key taken from anyone. */
function issuerOf(
  { claims }: Parsed,
  { clients, faults }: AssertionMeans,
): { iss: string; client: KnownClient | undefined } {
  const [iss, sub] = [textOf(claims.iss), textOf(claims.sub)];
  if (!iss || iss !== sub)
    throw clientRefused(`The claims iss (${iss ?? 'none'}) and sub (${sub ?? 'none'}) must both be the client id.`);
  const client = clients.find(iss);
  faults.check('unknown-client', client !== undefined || clients.keysOfAnyone.length > 0, () =>
    clientRefused(`No client is registered under the id ${iss}.`),
  );
  return { iss, client };
}

/** The keys that an assertion of this client may be signed by. */
async function keysFor(
  client: KnownClient | undefined,
  { header }: Parsed,
  means: AssertionMeans,
): Promise<ClientKey[]> {
  const uri = client?.jwksUri;
  if (header.jku !== undefined && header.jku !== uri)
    throw clientRefused(
      `The jku ${String(header.jku)} is not the registered JWKS URL${uri ? ` ${uri}` : ': none is registered'}.`,
    );
  const unreachable = (reason: string) =>
    clientRefused(`The JWKS of the client${uri ? ` at ${uri}` : ''} is unreachable. ${reason}`);
  means.faults.check('jwks-unreachable', true, () => unreachable('It answered 503.'));
  try {
    const fetched = uri ? await means.fetched.keys(uri, String(header.kid)) : [];
    return [...(client?.keys ?? []), ...fetched, ...means.clients.keysOfAnyone];
  } catch (error) {
    if (error instanceof JwksUnreachable) throw unreachable(error.message);
    throw error;
  }
}

/** The one key that the header names by kid, of the kind its algorithm takes. */
function keyOf({ header }: Parsed, alg: Algorithm, keys: readonly ClientKey[], faults: AuthFaults): ClientKey {
  const kid = textOf(header.kid);
  if (!kid) throw clientRefused('The header of the assertion has no kid.');
  const wanted = algorithms[alg];
  const fit = keys.filter((key) => key.kid === kid && key.kty === wanted.kty);
  const [key] = fit;
  const known = [...new Set(keys.map((one) => one.kid))].join(', ') || 'none';
  faults.check('unknown-kid', key !== undefined, () =>
    clientRefused(`No ${wanted.kty} key with the kid ${kid} is registered for this client; known are: ${known}.`),
  );
  const same = fit.every((one) => JSON.stringify([one.n, one.x, one.y]) === JSON.stringify([key?.n, key?.x, key?.y]));
  if (!key || !same) throw clientRefused(`Several ${wanted.kty} keys have the kid ${kid}.`);
  if (key.alg !== undefined && key.alg !== alg)
    throw clientRefused(`The key ${kid} is registered for ${key.alg}, but the assertion has the alg ${alg}.`);
  if ('crv' in wanted && key.crv !== wanted.crv)
    throw clientRefused(`The key ${kid} is on the curve ${key.crv}; ${alg} needs ${wanted.crv}.`);
  return key;
}

function hasValidSignature({ signed, signature }: Parsed, alg: Algorithm, key: ClientKey): boolean {
  const hash = `sha${alg.slice(2)}`;
  return verify(hash, Buffer.from(signed), { key: publicKey(key), dsaEncoding: 'ieee-p1363' }, signature);
}

const clockTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Checks for whom and for how long the assertion is meant; answers when it ends, in milliseconds. */
function checkClaims({ claims }: Parsed, { faults, clock, urls }: AssertionMeans): number {
  const audience = Array.isArray(claims.aud) ? listOf(claims.aud) : [claims.aud];
  faults.check('wrong-audience', audience.length > 0 && audience.every((one) => one === urls.token), () =>
    clientRefused(`The aud of the assertion is ${audience.join(' ') || '(none)'}; it must be exactly ${urls.token}.`),
  );
  const now = clock.now() + (faults.has('clock-skew') ? SKEW : 0);
  const exp = numberOf(claims.exp);
  if (exp === undefined) throw clientRefused('The assertion has no exp.');
  const here = `it is ${clockTime(now)} here`;
  faults.check('expired-assertion', exp * 1000 > now - LEEWAY * 1000, () =>
    clientRefused(`The assertion expired at ${clockTime(exp * 1000)}; ${here}.`),
  );
  faults.check('long-assertion', exp * 1000 <= now + (LONGEST + LEEWAY) * 1000, () =>
    clientRefused(`The exp ${clockTime(exp * 1000)} is more than ${LONGEST} seconds ahead; ${here}.`),
  );
  for (const name of ['nbf', 'iat'] as const) {
    if (claims[name] === undefined) continue;
    const at = numberOf(claims[name]);
    if (at === undefined) throw clientRefused(`The ${name} of the assertion is not a number.`);
    if (at * 1000 > now + LEEWAY * 1000)
      throw clientRefused(`The ${name} ${clockTime(at * 1000)} lies ahead; ${here}.`);
  }
  return exp * 1000;
}

/**
 * Checks a private_key_jwt assertion (SMART App Launch 2.2, client-confidential-asymmetric; RFC 7523): algorithm, iss and sub, key,
 * signature, aud, exp, nbf and iat, jti. Answers the client; rejects with invalid_client and a sentence on the first check that fails.
 */
export async function checkAssertion(assertion: string, means: AssertionMeans): Promise<KnownClient> {
  const { clients, replay, faults, clock } = means;
  const parsed = parseAssertion(assertion);
  const alg = algorithmOf(parsed, faults);
  const { iss, client } = issuerOf(parsed, means);
  const keys = await keysFor(client, parsed, means);
  const key = keyOf(parsed, alg, keys, faults);
  faults.check('bad-signature', hasValidSignature(parsed, alg, key), () =>
    clientRefused(`The signature of the assertion does not verify with the key ${key.kid}.`),
  );
  const end = checkClaims(parsed, means);
  const jti = textOf(parsed.claims.jti);
  if (!jti) throw clientRefused('The assertion has no jti.');
  const isFirst = replay.take(iss, jti, end + LEEWAY * 1000, clock.now());
  faults.check('reused-jti', isFirst, () => clientRefused(`The jti ${jti} was used before.`));
  return client ?? clients.comeByKey(iss);
}
