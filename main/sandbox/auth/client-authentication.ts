import type { IncomingMessage } from 'node:http';
import { type AssertionMeans, checkAssertion } from './assertion.ts';
import type { KnownClient } from './clients.ts';
import { clientRefused, OAuthError } from './oauth-error.ts';
import { fitsHash } from './secret-hash.ts';

/** What telling who sent a request needs. */
export interface ProofMeans extends AssertionMeans {
  /** Those who prove themselves by certificate (UDAP Security, B2B). */
  udap: { authenticate(form: ReadonlyMap<string, string>): Promise<KnownClient> };
}

/** The type of a private_key_jwt assertion (RFC 7523). */
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const challenge = { 'www-authenticate': 'Basic realm="sandbox", charset="UTF-8"' };

interface Credentials {
  clientId: string;
  secret: string;
}

/** Client id and secret stand form-encoded in the header (RFC 6749, section 2.3.1); a percent sign that encodes nothing is itself. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function basicCredentials({ headers }: IncomingMessage): Credentials | undefined {
  const [scheme = '', encoded = ''] = (headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw clientRefused('The Authorization header is not Basic with id and secret.', challenge);
  return { clientId: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
}

async function bySecret(
  { clientId, secret }: Credentials,
  { clients, faults }: AssertionMeans,
  isBasic: boolean,
): Promise<KnownClient> {
  const headers = isBasic ? challenge : {};
  const client = clients.find(clientId);
  faults.check('unknown-client', client !== undefined, () =>
    clientRefused(`No client is registered under the id ${clientId}.`, headers),
  );
  const { secretHash } = client ?? {};
  if (!secretHash)
    throw clientRefused(
      `The client ${clientId} has no secret; it proves itself ${client?.proof === 'public' ? 'by PKCE alone' : 'by its key'}.`,
      headers,
    );
  const fits = await fitsHash(secret, secretHash);
  faults.check('wrong-secret', fits, () => clientRefused(`The secret of the client ${clientId} is wrong.`, headers));
  return client as KnownClient;
}

function unproven(clientId: string, { clients, faults }: AssertionMeans): KnownClient {
  const client = clients.find(clientId);
  faults.check('unknown-client', client !== undefined, () =>
    clientRefused(`No client is registered under the id ${clientId}.`),
  );
  if (client?.proof !== 'public')
    throw clientRefused(
      `The client ${clientId} must prove itself by its ${client?.proof === 'secret' ? 'secret' : 'key'}.`,
    );
  return client;
}

/**
 * The client of a request, proven in one of the ways of RFC 6749 (section 2.3) and RFC 7523: assertion, Basic, secret in the form; a
 * public client by its id alone. Rejects with invalid_client (401), or invalid_request for none or several of them.
 */
export async function authenticateClient(
  request: IncomingMessage,
  form: ReadonlyMap<string, string>,
  means: ProofMeans,
): Promise<KnownClient> {
  if (form.has('udap')) return means.udap.authenticate(form);
  const basic = basicCredentials(request);
  const [clientId, secret] = [form.get('client_id'), form.get('client_secret')];
  const assertion = form.get('client_assertion');
  const type = form.get('client_assertion_type');
  if ([basic, secret, assertion ?? type].filter((one) => one !== undefined).length > 1)
    throw new OAuthError('invalid_request', 'The client proves itself in more than one way.');
  if (assertion !== undefined || type !== undefined) {
    if (type !== JWT_BEARER)
      throw clientRefused(`The client_assertion_type must be ${JWT_BEARER}, not ${type ?? 'left out'}.`);
    if (assertion === undefined) throw clientRefused('There is a client_assertion_type, but no client_assertion.');
    const client = await checkAssertion(assertion, means);
    if (clientId !== undefined && clientId !== client.clientId)
      throw clientRefused(`The client_id ${clientId} is not the one of the assertion, ${client.clientId}.`);
    return client;
  }
  if (basic) {
    if (clientId !== undefined && clientId !== basic.clientId)
      throw clientRefused(`The client_id ${clientId} is not the one of the Authorization header.`, challenge);
    return bySecret(basic, means, true);
  }
  if (clientId === undefined) throw clientRefused('The request names no client and proves none.', challenge);
  return secret === undefined ? unproven(clientId, means) : bySecret({ clientId, secret }, means, false);
}
