import { X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { isObject, type JsonObject, numberOf, textOf } from '../../../shared/fhir/json.ts';
import type { Replay } from '../auth/replay.ts';
import { trustIn } from './certificate-trust.ts';

/** The signature algorithms of UDAP that are taken here: every server knows RS256, and should know ES256. */
export const udapAlgorithms = ['RS256', 'ES256'] as const;

/** Why a signed JWT is not taken: what it is not, in words. `untrusted` is a good one by a certificate nobody here vouches for. */
export class UnfitJwt extends Error {
  readonly reason: 'malformed' | 'untrusted' | 'refused';

  constructor(reason: UnfitJwt['reason'], message: string) {
    super(message);
    this.name = 'UnfitJwt';
    this.reason = reason;
  }
}

/** What a JWT is held against. `now` in milliseconds. */
export interface JwtNeed {
  /** What it is, for people: `software statement`. */
  what: string;
  audience: string;
  authorities: readonly X509Certificate[];
  replay: Replay;
  now: number;
}

/** A JWT that holds: its claims, and the URI names of the certificate that signed it. */
export interface GoodJwt {
  claims: JsonObject;
  iss: string;
  uris: string[];
}

/** The longest it may be good for, and how far clocks may be apart, in seconds. */
const LONGEST = 300;
const LEEWAY = 10;

function chainOf(jwt: string, what: string): X509Certificate[] {
  const malformed = (text: string) => new UnfitJwt('malformed', text);
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(jwt);
    decodeJwt(jwt);
  } catch {
    throw malformed(`The ${what} is not a signed JWT.`);
  }
  const { alg, x5c } = header;
  if (!udapAlgorithms.some((one) => one === alg))
    throw malformed(`The alg of the ${what} is ${alg ?? 'left out'}; UDAP takes ${udapAlgorithms.join(' or ')}.`);
  if (!Array.isArray(x5c) || !x5c.length) throw malformed(`The header of the ${what} has no certificates (x5c).`);
  try {
    return x5c.map((text) => new X509Certificate(Buffer.from(text, 'base64')));
  } catch {
    throw malformed(`The x5c of the ${what} is no list of certificates in base64.`);
  }
}

async function claimsOf(jwt: string, own: X509Certificate | undefined, what: string): Promise<JsonObject> {
  try {
    if (!own) throw new Error('there is no certificate');
    const { payload } = await compactVerify(jwt, own.publicKey, { algorithms: [...udapAlgorithms] });
    const claims: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    if (isObject(claims)) return claims;
  } catch {
    // Told below: a signature that is wrong, a key too short for it, or a key of another kind than the algorithm.
  }
  throw new UnfitJwt('refused', `The signature of the ${what} is not by the first certificate of its x5c.`);
}

const at = (seconds: number): string =>
  Math.abs(seconds) < 8.64e12 ? new Date(seconds * 1000).toISOString() : String(seconds);

/** Checks iss, sub, aud, iat, exp; answers the issuer and when it ends, in seconds. */
function checkClaims(claims: JsonObject, { what, audience, now }: JwtNeed): { iss: string; exp: number } {
  const refuse = (text: string) => new UnfitJwt('refused', text);
  const [iss, sub] = [textOf(claims.iss), textOf(claims.sub)];
  if (!iss || iss !== sub)
    throw refuse(`The iss (${iss ?? 'none'}) and sub (${sub ?? 'none'}) of the ${what} must be the same.`);
  const audiences = [claims.aud].flat();
  if (!audiences.length || audiences.some((one) => one !== audience))
    throw refuse(
      `The aud of the ${what} is ${JSON.stringify(claims.aud) ?? 'left out'}; it must be exactly ${audience}.`,
    );
  const [iat, exp] = [numberOf(claims.iat), numberOf(claims.exp)];
  if (iat === undefined || exp === undefined) throw refuse(`The ${what} lacks ${iat === undefined ? 'iat' : 'exp'}.`);
  const here = `it is ${at(now / 1000)} here`;
  if (exp - iat > LONGEST) throw refuse(`The ${what} is good for ${exp - iat} seconds; UDAP allows ${LONGEST}.`);
  if (exp + LEEWAY < now / 1000) throw refuse(`The ${what} expired at ${at(exp)}; ${here}.`);
  if (iat - LEEWAY > now / 1000) throw refuse(`The iat ${at(iat)} of the ${what} lies ahead; ${here}.`);
  return { iss, exp };
}

/**
 * Checks a JWT that brings its certificates (UDAP Security, JWT header and claims): form, signature, trust, issuer, audience, time, jti.
 * Rejects with UnfitJwt on the first check that fails.
 */
export async function readSignedJwt(jwt: string, need: JwtNeed): Promise<GoodJwt> {
  const { what, authorities, replay, now } = need;
  const chain = chainOf(jwt, what);
  const claims = await claimsOf(jwt, chain[0], what);
  const trust = trustIn(chain, authorities, now);
  if ('problem' in trust) throw new UnfitJwt('untrusted', trust.problem);
  const { iss, exp } = checkClaims(claims, need);
  const jti = textOf(claims.jti);
  if (!jti) throw new UnfitJwt('refused', `The ${what} has no jti.`);
  if (!replay.take(iss, jti, (exp + LEEWAY) * 1000, now))
    throw new UnfitJwt('refused', `The jti ${jti} of the ${what} was used before.`);
  return { claims, iss, uris: trust.uris };
}
