import { isObject, type JsonObject, listOf, textOf } from '../../../shared/fhir/json.ts';
import { fullScope } from '../auth/scopes.ts';

/** What a client said of itself when it registered. */
export interface UdapRegistration {
  /** The URI name of its certificate. */
  uri: string;
  name: string;
  grantTypes: string[];
}

/** A refusal of the registration endpoint (RFC 7591, section 3.2.2; UDAP dynamic client registration). */
export class RegistrationError extends Error {
  readonly code: 'invalid_software_statement' | 'invalid_client_metadata' | 'unapproved_software_statement';

  constructor(code: RegistrationError['code'], message: string) {
    super(message);
    this.name = 'RegistrationError';
    this.code = code;
  }
}

/** What can be registered, read from the claims of a statement; no grant types withdraw the registration. */
export interface Requested extends Omit<UdapRegistration, 'uri'> {
  redirectUris: string[];
  scope: string;
}

const grants = ['authorization_code', 'refresh_token', 'client_credentials'];

const odd = (text: string) => new RegistrationError('invalid_client_metadata', text);

function textsOf(claims: JsonObject, name: string): string[] {
  const value = claims[name];
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw odd(`${name} is no list of texts.`);
}

function grantTypesOf(claims: JsonObject): string[] {
  if (claims.grant_types === undefined) throw odd('grant_types is missing.');
  const types = textsOf(claims, 'grant_types');
  const unknown = types.find((one) => !grants.includes(one));
  if (unknown !== undefined) throw odd(`The grant type ${unknown} is not offered; use ${grants.join(', ')}.`);
  const [code, service] = [types.includes('authorization_code'), types.includes('client_credentials')];
  if (code && service) throw odd('A client registers for authorization_code or for client_credentials, not for both.');
  if (types.includes('refresh_token') && !code) throw odd('refresh_token needs authorization_code beside it.');
  return types;
}

/** Where a code may be sent: https, or http on the same machine; no fragment (RFC 6749, section 3.1.2). */
function isRedirect(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, hash } = new URL(text);
  const isNear = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return hash === '' && !text.includes('#') && (protocol === 'https:' || (protocol === 'http:' && isNear));
}

function redirectsOf(claims: JsonObject, grantTypes: readonly string[]): string[] {
  const uris = textsOf(claims, 'redirect_uris');
  if (!grantTypes.includes('authorization_code')) {
    if (uris.length) throw odd('redirect_uris belong to authorization_code alone.');
    return [];
  }
  if (!uris.length) throw odd('redirect_uris is missing; authorization_code needs one at least.');
  const wrong = uris.find((one) => !isRedirect(one));
  if (wrong !== undefined) throw odd(`The redirect URI ${wrong} is neither https nor http on this machine.`);
  const answers = textsOf(claims, 'response_types');
  if (answers.length && (answers.length > 1 || answers[0] !== 'code')) throw odd('response_types must be ["code"].');
  return uris;
}

/** Reads what a statement's claims ask for (UDAP Security, registration); rejects with invalid_client_metadata. */
export function readMetadata(claims: unknown): Requested {
  if (!isObject(claims)) throw odd('The claims are no JSON object.');
  const grantTypes = grantTypesOf(claims);
  const name = textOf(claims.client_name);
  if (!name) throw odd('client_name is missing.');
  const { token_endpoint_auth_method: method } = claims;
  if (method !== 'private_key_jwt')
    throw odd(`token_endpoint_auth_method is ${JSON.stringify(method) ?? 'left out'}; UDAP takes private_key_jwt.`);
  if (claims.contacts !== undefined && !listOf(claims.contacts).length) throw odd('contacts is no list of addresses.');
  const redirectUris = redirectsOf(claims, grantTypes);
  return { name, grantTypes, redirectUris, scope: textOf(claims.scope) ?? fullScope };
}
