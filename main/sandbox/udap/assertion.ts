import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import { clientRefused, OAuthError } from '../auth/oauth-error.ts';
import { extensionProblem } from './b2b-extension.ts';
import { type ClientRegistry, findUdapClient, type UdapClient } from './registry.ts';
import { type GoodJwt, type JwtNeed, readSignedJwt, UnfitJwt } from './signed-jwt.ts';

/** What checking a UDAP token request needs. */
export interface UdapTokenMeans extends Omit<JwtNeed, 'what' | 'audience'> {
  registry: ClientRegistry;
  tokenUrl: string;
  faults: readonly FaultName[];
}

/** The type of a JWT assertion (RFC 7523, section 2.2). */
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function assertionOf(form: ReadonlyMap<string, string>): string {
  const [version, type] = [form.get('udap'), form.get('client_assertion_type')];
  if (version !== '1') throw new OAuthError('invalid_request', `The parameter udap must be 1, not ${version}.`);
  if (type !== JWT_BEARER)
    throw clientRefused(`The client_assertion_type must be ${JWT_BEARER}, not ${type ?? 'left out'}.`);
  const assertion = form.get('client_assertion');
  if (assertion === undefined) throw clientRefused('There is no client_assertion.');
  return assertion;
}

async function readAssertion(assertion: string, { tokenUrl, ...need }: UdapTokenMeans): Promise<GoodJwt> {
  try {
    return await readSignedJwt(assertion, { ...need, what: 'client assertion', audience: tokenUrl });
  } catch (error) {
    if (error instanceof UnfitJwt) throw clientRefused(error.message);
    throw error;
  }
}

/**
 * The client of a token request with `udap=1`, proven by an assertion that brings its certificate (UDAP Security, B2B client credentials
 * and JWT-based client authentication). Rejects with invalid_client; with unauthorized_client for a grant it did not register; with
 * invalid_grant where client credentials lack a good hl7-b2b extension.
 */
export async function authenticateByUdap(
  form: ReadonlyMap<string, string>,
  means: UdapTokenMeans,
): Promise<UdapClient> {
  const { claims, iss, uris } = await readAssertion(assertionOf(form), means);
  const client = findUdapClient(means.registry, iss);
  if (!client) throw clientRefused(`No client is registered by UDAP under the id ${iss}.`);
  const { uri, grantTypes } = client.udap;
  if (!uris.includes(uri))
    throw clientRefused(`The certificate of the assertion does not carry the URI ${uri} this client registered with.`);
  const grant = form.get('grant_type') ?? '';
  if (!grantTypes.includes(grant))
    throw new OAuthError(
      'unauthorized_client',
      `This client registered for ${grantTypes.join(', ')}, not for ${grant}.`,
    );
  if (grant !== 'client_credentials') return client;
  const problem = means.faults.includes('udap-no-extension')
    ? 'The assertion lacks the extension hl7-b2b, which this server requires.'
    : extensionProblem(claims);
  if (problem) throw new OAuthError('invalid_grant', problem);
  return client;
}
