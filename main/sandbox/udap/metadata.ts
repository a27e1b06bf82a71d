import { randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import type { AuthUrls } from '../auth/urls.ts';
import { type Authority, type Identity, issueLeaf } from '../certificates/authority.ts';
import { newRsaKey } from '../certificates/keys.ts';
import { udapAlgorithms } from './signed-jwt.ts';

/** How long signed metadata hold, in seconds; a year at most is allowed. */
const HOLDS = 86_400;

/** A certificate by which a server vouches for its metadata: its URI name is the base URL. `now` in milliseconds. */
export async function serverUdapIdentity(authority: Authority, baseUrl: string, now: number): Promise<Identity> {
  const { publicKey, privateKey } = await newRsaKey();
  const names = [{ type: 'url' as const, value: baseUrl }];
  const certificate = await issueLeaf(authority, { name: 'Sandbox server', publicKey, use: 'signature', names, now });
  return { certificate, chain: certificate + authority.intermediate, privateKey };
}

/** A PEM chain as the header parameter x5c: DER in base64 (RFC 7515, section 4.1.6). */
const x5cOf = (chain: string): string[] =>
  (chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map((pem) =>
    new X509Certificate(pem).raw.toString('base64'),
  );

/** The answer of `[base]/.well-known/udap` (UDAP Security, discovery), with its signed part. `now` in milliseconds. */
export async function udapMetadata(
  urls: AuthUrls,
  registrationUrl: string,
  { chain, privateKey }: Identity,
  now: number,
) {
  const endpoints = {
    authorization_endpoint: urls.authorize,
    token_endpoint: urls.token,
    registration_endpoint: registrationUrl,
  };
  const issued = Math.floor(now / 1000);
  const signed = await new SignJWT(endpoints)
    .setProtectedHeader({ alg: 'RS256', x5c: x5cOf(chain) })
    .setIssuer(urls.fhir)
    .setSubject(urls.fhir)
    .setIssuedAt(issued)
    .setExpirationTime(issued + HOLDS)
    .setJti(randomUUID())
    .sign(privateKey);
  return {
    udap_versions_supported: ['1'],
    udap_profiles_supported: ['udap_dcr', 'udap_authn', 'udap_authz'],
    udap_authorization_extensions_supported: ['hl7-b2b'],
    udap_authorization_extensions_required: ['hl7-b2b'],
    udap_certifications_supported: [],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    scopes_supported: ['system/*.rs', 'system/*.cruds', 'user/*.cruds', 'patient/*.cruds', 'offline_access'],
    ...endpoints,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: udapAlgorithms,
    registration_endpoint_jwt_signing_alg_values_supported: udapAlgorithms,
    signed_metadata: signed,
  };
}
