import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { UdapAuth } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { udapIdentity } from '../udap/identity.ts';
import { signByCertificate } from '../udap/sign-by-certificate.ts';
import { assertionType, secretsOfJwt } from './client-assertion.ts';
import { diagnosed } from './diagnosed.ts';
import type { ClientProof } from './client-proof.ts';
import type { TokenMeans } from './token-means.ts';

/** The proof of a UDAP client: an assertion signed by the key of its certificate (UDAP Security, B2B client credentials). */
export async function proveByCertificate(
  { vault, clock, store }: Pick<TokenMeans, 'vault' | 'clock' | 'store'>,
  connection: Connection,
  auth: UdapAuth,
  tokenUrl: string,
): Promise<Reply<ClientProof>> {
  if (!auth.clientId) return notRegistered(connection);
  const udap = store.discoveries.get(connection.id)?.udap;
  const offered = udap?.state === 'found' ? udap.value.tokenAlgorithms : [];
  const now = clock.now();
  const identity = await udapIdentity({ vault, now }, connection, auth, offered);
  if (!identity.ok) return identity;
  const { organizationId, organizationName, purposeOfUse } = auth;
  const extension = {
    version: '1',
    organization_id: organizationId,
    ...(organizationName ? { organization_name: organizationName } : {}),
    purpose_of_use: purposeOfUse,
  };
  const assertion = await signByCertificate(
    identity.value,
    { issuer: auth.clientId, audience: tokenUrl, now },
    { extensions: { 'hl7-b2b': extension } },
  );
  return ok({
    headers: {},
    form: [
      ['client_assertion_type', assertionType],
      ['client_assertion', assertion.jwt],
      ['udap', '1'],
    ],
    secrets: secretsOfJwt(assertion.jwt),
    assertion,
  });
}

const notRegistered = ({ name }: Connection): Reply<never> =>
  diagnosed(
    {
      code: 'unknown-client',
      message: `${name} does not know us yet.`,
      where: 'client id',
      why: 'A UDAP client registers by its certificate before it asks for tokens, and is given its client id by that.',
      next: 'Register with the partner (connections register), then ask again.',
      requirement: 'UDAP Security',
    },
    { code: 'invalid-input' },
  );
