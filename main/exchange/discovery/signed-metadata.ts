import { X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import type { UdapMetadata } from '../../../shared/domain/discovery.ts';
import { isObject, type JsonObject, numberOf, textOf } from '../../../shared/fhir/json.ts';
import { parseCertificates, urisOf } from '../../credentials/certificates.ts';
import { chainProblem } from './certificate-chain.ts';

/** What signed metadata are held against. `now` in milliseconds, `ca` the PEM of the connection's authorities, where it has its own. */
export interface SignedMetadataNeed {
  baseUrl: string;
  now: number;
  ca?: string;
}

/** Signatures UDAP Security knows. */
const algorithms = ['RS256', 'ES256', 'RS384', 'ES384'];
const endpoints = ['token_endpoint', 'authorization_endpoint', 'registration_endpoint'];
const yearSeconds = 366 * 86_400;
/** Seconds a clock may be off. */
const leeway = 60;

/**
 * `signed_metadata` of `.well-known/udap`: a JWS by the certificate in its x5c header, whose issuer is a URI name of that certificate and
 * the base URL, and whose addresses are those beside it (UDAP Security, signed metadata). Never throws.
 */
export async function checkSignedMetadata(
  document: JsonObject,
  need: SignedMetadataNeed,
): Promise<UdapMetadata['signedMetadata']> {
  const jws = textOf(document.signed_metadata);
  if (jws === undefined) return { state: 'absent', says: 'signed_metadata is missing; UDAP Security requires it.' };
  const invalid = (says: string) => ({ state: 'invalid' as const, says: `signed_metadata does not hold: ${says}` });
  let chain: X509Certificate[];
  let claims: JsonObject;
  try {
    const { alg = '', x5c } = decodeProtectedHeader(jws);
    if (!algorithms.includes(alg)) return invalid(`it is signed by ${alg || 'no named algorithm'}.`);
    chain = (x5c ?? []).map((text) => new X509Certificate(Buffer.from(text, 'base64')));
  } catch {
    return invalid('it is no signed JWT with certificates in its header.');
  }
  const [own] = chain;
  if (!own) return invalid('its header has no certificate (x5c).');
  try {
    const { payload } = await compactVerify(jws, own.publicKey, { algorithms });
    const parsed: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    if (!isObject(parsed)) return invalid('its claims are no JSON object.');
    claims = parsed;
  } catch {
    return invalid('the signature is not by the certificate beside it.');
  }
  const problem =
    issuerProblem(claims, own, need.baseUrl) ?? timeProblem(claims, need.now) ?? valueProblem(claims, document);
  if (problem) return invalid(problem);
  if (need.ca === undefined)
    return {
      state: 'valid',
      says: `Signed by the certificate of ${textOf(claims.iss)}; its chain is not checked, because the connection names no authority.`,
    };
  const authorities = parseCertificates(need.ca);
  const broken = authorities.ok
    ? chainProblem(chain, authorities.value, need.now)
    : `the authorities of the connection cannot be read. ${authorities.error.message}`;
  return broken
    ? invalid(broken)
    : {
        state: 'valid',
        says: `Signed by the certificate of ${textOf(claims.iss)}, which an authority of the connection issued.`,
      };
}

const bare = (url: string | undefined) => url?.replace(/\/+$/, '');

function issuerProblem(claims: JsonObject, own: X509Certificate, baseUrl: string): string | undefined {
  const issuer = textOf(claims.iss);
  if (issuer === undefined) return 'it names no issuer (iss).';
  if (!urisOf(own).some((uri) => bare(uri) === bare(issuer)))
    return `its issuer ${issuer} is no URI name of the certificate.`;
  if (bare(issuer) !== bare(baseUrl)) return `its issuer ${issuer} is not the base URL ${baseUrl}.`;
  return textOf(claims.sub) === issuer ? undefined : 'its subject (sub) is not its issuer.';
}

function timeProblem(claims: JsonObject, now: number): string | undefined {
  const issued = numberOf(claims.iat);
  const expires = numberOf(claims.exp);
  const seconds = now / 1000;
  if (issued === undefined || expires === undefined) return 'it lacks its times (iat, exp).';
  if (expires + leeway < seconds) return `it expired on ${instant(expires)}.`;
  if (issued - leeway > seconds) return `it is dated ${instant(issued)}, which is still to come; compare the clocks.`;
  return expires - issued > yearSeconds ? 'it lives longer than a year.' : undefined;
}

/** An instant for people; a number no date can hold stays a number. */
const instant = (seconds: number) =>
  Math.abs(seconds) < 8.64e12 ? new Date(seconds * 1000).toISOString() : String(seconds);

function valueProblem(claims: JsonObject, document: JsonObject): string | undefined {
  const other = endpoints.find((name) => claims[name] !== undefined && claims[name] !== document[name]);
  if (other)
    return `it says ${other} ${JSON.stringify(claims[other])}, beside it stands ${JSON.stringify(document[other])}.`;
  const missing = ['token_endpoint', 'registration_endpoint'].find((name) => claims[name] === undefined);
  return missing ? `it lacks ${missing}.` : undefined;
}
