import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { UdapAuth } from '../../shared/domain/auth.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { jwksOf } from '../../shared/domain/key.ts';
import { connectionSecret, type Vault } from '../credentials/vault.ts';
import type { Admission } from '../sandbox/auth/clients.ts';
import { hashSecret } from '../sandbox/auth/secret-hash.ts';
import type { Store } from '../store/store.ts';

interface Means {
  store: Store;
  vault: Vault;
}

const chooseMethod = 'Let it in by client secret, backend services, authorization code or UDAP, then admit it.';

/** The client proves itself by a secret, of which the sandbox gets a hash alone. */
async function bySecret({ vault }: Means, { id, name }: Connection, clientId: string): Promise<Reply<Admission>> {
  const what = `the client secret of ${name}`;
  const hash = await vault.use(connectionSecret(id, 'clientSecret'), what, hashSecret);
  return hash.ok ? ok({ clientId, secretHash: hash.value }) : hash;
}

/** The client proves itself by a key: where its keys are, or the public halves of all that had the name. */
function byKey({ store }: Means, clientId: string, key: string, jku?: string): Reply<Admission> {
  if (jku) return ok({ clientId, jwksUri: jku });
  const jwks = jwksOf(store.keys.list(), key);
  if (!jwks.keys.length)
    return fail('not-found', `There is no key ${key}.`, 'Generate or import one under this name, or choose another.');
  return ok({ clientId, jwks: JSON.stringify(jwks) });
}

/** The client registers by itself; what the sandbox needs is to trust who issued its certificate. */
function byCertificate({ name }: Connection, { certificate, clientId, organizationId }: UdapAuth): Reply<Admission> {
  const chain = certificate.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const authority = chain.length > 1 ? chain.at(-1) : undefined;
  if (!authority)
    return fail(
      'invalid-input',
      `The certificate of ${name} comes without the authority that issued it.`,
      'Add the authority’s certificate to the chain, or let the sandbox issue one.',
    );
  return ok({ clientId: clientId ?? organizationId, authority });
}

/**
 * What the sandbox must know of a connection's client. Fails with `invalid-input` where the connection has no client, with `not-found` for
 * its key, or as the vault does.
 */
export async function admissionOf(means: Means, connection: Connection): Promise<Reply<Admission>> {
  const { auth, name } = connection;
  switch (auth.method) {
    case 'none':
      return fail('invalid-input', `${name} is let in by nothing, so it has no client to admit.`, chooseMethod);
    case 'bearer':
      return fail('invalid-input', `${name} shows a token it was given, so it has no client to admit.`, chooseMethod);
    case 'client-secret':
      return bySecret(means, connection, auth.clientId);
    case 'backend':
      return byKey(means, auth.clientId, auth.key, auth.jku);
    case 'code':
      if (auth.client === 'secret') return bySecret(means, connection, auth.clientId);
      return auth.client === 'asymmetric'
        ? byKey(means, auth.clientId, auth.key ?? '')
        : ok({ clientId: auth.clientId });
    case 'udap':
      return byCertificate(connection, auth);
  }
}
