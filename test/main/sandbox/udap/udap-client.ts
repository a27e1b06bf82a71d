import { generateKeyPairSync, type KeyObject, randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { type Authority, issueLeaf } from '../../../../main/sandbox/certificates/authority.ts';

/** A client with a UDAP certificate. */
export interface UdapParty {
  uri: string;
  /** DER in base64, the own certificate first. */
  x5c: string[];
  privateKey: KeyObject;
  alg: 'RS256' | 'ES256';
}

/** Gives somebody a UDAP certificate of an authority. `now` in milliseconds; a negative `lasts` makes one that has run out. */
export async function partyOf(
  authority: Authority,
  uri: string,
  { alg = 'RS256', now, lasts }: { alg?: UdapParty['alg']; now: number; lasts?: number },
): Promise<UdapParty> {
  const { publicKey, privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const order = {
    name: 'Mesa',
    publicKey,
    use: 'signature' as const,
    names: [{ type: 'url' as const, value: uri }],
    now,
  };
  const certificate = await issueLeaf(authority, lasts === undefined ? order : { ...order, lasts });
  const x5c = [certificate, authority.intermediate].map((pem) => new X509Certificate(pem).raw.toString('base64'));
  return { uri, x5c, privateKey, alg };
}

/** What a JWT says beside what every one says; `undefined` takes a claim away. */
export type Claims = Record<string, unknown>;

/** Signs a JWT that brings its certificates; iss, sub, aud and times are right unless said otherwise. */
export function sign(
  party: UdapParty,
  audience: string,
  now: number,
  claims: Claims,
  header: Claims = {},
): Promise<string> {
  const iat = Math.floor(now / 1000);
  const all = { iss: party.uri, sub: party.uri, aud: audience, iat, exp: iat + 300, jti: randomUUID(), ...claims };
  const stated = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(stated).setProtectedHeader({ alg: party.alg, x5c: party.x5c, ...header }).sign(party.privateKey);
}

/** What a service says of itself when it registers. */
export const serviceClaims: Claims = {
  client_name: 'Mesa',
  contacts: ['mailto:it@mesa.example'],
  grant_types: ['client_credentials'],
  token_endpoint_auth_method: 'private_key_jwt',
  scope: 'system/*.rs system/Task.crus',
};

/** On whose behalf and for what a service asks. */
export const b2b = {
  version: '1',
  organization_id: 'https://mesa.example/organization',
  purpose_of_use: ['urn:oid:2.16.840.1.113883.5.8#HPAYMT'],
};
