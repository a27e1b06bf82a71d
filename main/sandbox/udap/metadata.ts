import { randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
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

/** Whom the metadata are of while `udap-metadata-foreign` is set. */
const foreigner = 'https://gateway.clinic.example';

/** The same JWS by nobody's key. */
function forged(jws: string): string {
  const cut = jws.lastIndexOf('.') + 1;
  return jws.slice(0, cut) + Buffer.from(jws.slice(cut), 'base64url').reverse().toString('base64url');
}

/** The answer of `[base]/.well-known/udap` (UDAP Security, discovery), with its signed part. `now` in milliseconds. */
export async function udapMetadata(
  urls: AuthUrls,
  registrationUrl: string,
  { chain, privateKey }: Identity,
  now: number,
  faults: readonly FaultName[] = [],
) {
  const endpoints = {
    authorization_endpoint: urls.authorize,
    token_endpoint: urls.token,
    registration_endpoint: registrationUrl,
  };
  const issued = Math.floor(now / 1000) - (faults.includes('udap-metadata-expired') ? 2 * HOLDS : 0);
  const issuer = faults.includes('udap-metadata-foreign') ? foreigner : urls.fhir;
  const signed = await new SignJWT(endpoints)
    .setProtectedHeader({ alg: 'RS256', x5c: x5cOf(chain) })
    .setIssuer(issuer)
    .setSubject(issuer)
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
    ...(faults.includes('udap-metadata-unsigned')
      ? {}
      : { signed_metadata: faults.includes('udap-metadata-forged') ? forged(signed) : signed }),
  };
}
