import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { UdapAuth } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { secretsOfJwt } from '../token/client-assertion.ts';
import { diagnosed } from '../token/diagnosed.ts';
import { checkSecure, unreadable } from '../token/token-endpoint.ts';
import type { TokenMeans } from '../token/token-means.ts';
import { udapIdentity } from './identity.ts';
import { readRegistration } from './read-registration.ts';
import { signByCertificate } from './sign-by-certificate.ts';

/** What registering needs. */
export type RegisterMeans = Pick<TokenMeans, 'vault' | 'clock' | 'door' | 'partnerAt' | 'discover' | 'store'>;

/** Scopes a client registers for when its connection names none: everything that may be read. */
const defaultScope = 'system/*.rs';

/**
 * Registers a connection's client by a signed software statement, or changes its registration, for who shows the same URI name is the same
 * client (UDAP Security, dynamic client registration; RFC 7591). What the partner publishes is read anew first: metadata whose signed part
 * does not hold end it there, unless `sendAnyway`. A refusal carries its diagnosis.
 */
export async function registerByStatement(
  means: RegisterMeans,
  connection: Connection,
  auth: UdapAuth,
  { sendAnyway = false, signal }: { sendAnyway?: boolean; signal?: AbortSignal } = {},
): Promise<Reply<{ clientId: string; exchangeId: string }>> {
  const place = await findRegistration(means, connection, auth, sendAnyway);
  if (!place.ok) return place;
  const { url, algorithms } = place.value;
  const { clock, door, vault } = means;
  const identity = await udapIdentity({ vault, now: clock.now() }, connection, auth, algorithms);
  if (!identity.ok) return identity;
  const { uri } = identity.value;
  const statement = await signByCertificate(
    identity.value,
    { issuer: uri, audience: url, now: clock.now() },
    {
      client_name: `Switchboard (${auth.organizationName ?? uri})`,
      ...(auth.contact ? { contacts: [`mailto:${auth.contact}`] } : {}),
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      scope: auth.scope ?? defaultScope,
    },
  );
  const partner = await means.partnerAt(connection, url);
  if (!partner.ok) return partner;
  const sentAt = clock.now();
  const answer = await door.send(partner.value, {
    method: 'POST',
    url,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ software_statement: statement.jwt, certifications: [], udap: '1' }),
    expects: 'any-status',
    secrets: secretsOfJwt(statement.jwt),
    note: 'UDAP registration',
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) return answer;
  const { exchangeId, httpStatus, headers, body } = answer.value;
  const text = body?.toString('utf8').replace(/^\ufeff/, '');
  const registered = readRegistration(
    { exchangeId, status: httpStatus, headers, text, sentAt, receivedAt: clock.now() },
    auth,
    { url, secrets: secretsOfJwt(statement.jwt) },
  );
  return 'clientId' in registered
    ? ok({ clientId: registered.clientId, exchangeId })
    : diagnosed(registered.diagnosis, { httpStatus, exchangeId });
}

/** Nobody vouches for the addresses the partner publishes: whoever answers there may be somebody else. */
function untrusted({ name }: Connection, says: string, exchangeId: string | undefined): Reply<never> {
  return diagnosed(
    {
      code: 'udap-metadata-untrusted',
      message: `Nobody vouches for the UDAP metadata of ${name}, so nothing was registered.`,
      where: '.well-known/udap, signed_metadata',
      why: says,
      next: 'Ask the partner to mend it; compare the base URL, and the authorities the connection trusts. Register anyway, on the command line with --send-anyway, only when you know by another road whose registration URL it is.',
      requirement: 'UDAP Security',
    },
    exchangeId ? { exchangeId } : {},
  );
}

/** The registration URL of the connection, or the published one, and the algorithms the partner lists for it. */
async function findRegistration(
  means: RegisterMeans,
  connection: Connection,
  auth: UdapAuth,
  sendAnyway: boolean,
): Promise<Reply<{ url: string; algorithms: string[] }>> {
  const published = await means.discover(connection, true);
  const found = published.ok ? published.value.udap : undefined;
  const udap = found?.state === 'found' ? found.value : undefined;
  if (udap && udap.signedMetadata.state !== 'valid' && !sendAnyway)
    return untrusted(connection, udap.signedMetadata.says, found?.exchangeId);
  const url = auth.registrationUrl ?? udap?.registrationEndpoint;
  if (url === undefined) {
    if (!published.ok) return published;
    const { udap: missing } = published.value;
    const unread = unreadable(connection.baseUrl, [missing], 'No registration URL is set at the connection');
    if (missing.state === 'failed' && missing.diagnosis && unread) return unread;
    return diagnosed({
      code: 'token-endpoint-unknown',
      message: `${connection.name} publishes no registration URL.`,
      where: '.well-known/udap',
      ...(missing.state === 'failed' ? { why: missing.message } : {}),
      next: 'Ask the partner for it and set it at the connection, or have the client registered by hand.',
      requirement: 'UDAP Security',
    });
  }
  const secure = checkSecure(url, 'The registration URL');
  return secure.ok ? ok({ url, algorithms: udap?.registrationAlgorithms ?? [] }) : secure;
}
