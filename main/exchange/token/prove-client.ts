import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { connectionSecret } from '../../credentials/vault.ts';
import { assertionType, secretsOfJwt, signAssertion } from './client-assertion.ts';
import type { AskingAuth } from './token-endpoint.ts';
import type { TokenMeans } from './token-means.ts';
import type { ClientProof } from './client-proof.ts';
import { proveByCertificate } from './prove-by-certificate.ts';

/** Words for the trail: by what the client proved itself, without the secret. */
export const proofWords = (auth: AskingAuth): string => {
  switch (auth.method) {
    case 'backend':
      return `key ${auth.key}`;
    case 'client-secret':
      return 'client secret';
    case 'udap':
      return 'UDAP certificate';
    case 'code':
      return auth.client === 'asymmetric'
        ? `key ${auth.key}`
        : auth.client === 'secret'
          ? 'client secret'
          : 'no secret';
  }
};

/** Makes the proof a connection's method asks for, for the authorization server at `tokenUrl`. */
export async function proveClient(
  means: TokenMeans,
  connection: Connection,
  auth: AskingAuth,
  tokenUrl: string,
): Promise<Reply<ClientProof>> {
  switch (auth.method) {
    case 'client-secret':
      return bySecret(means, connection, auth.clientId, auth.send);
    case 'backend':
      return byKey(means, auth, auth.audience ?? tokenUrl, auth.jku);
    case 'udap':
      return proveByCertificate(means, connection, auth, tokenUrl);
    case 'code':
      if (auth.client === 'secret') return bySecret(means, connection, auth.clientId, 'basic');
      if (auth.client === 'asymmetric') return byKey(means, auth, tokenUrl);
      return ok({ headers: {}, form: [['client_id', auth.clientId]], secrets: [] });
  }
}

/** Client id and secret, form-encoded before they are joined (RFC 6749, section 2.3.1), or as parameters. */
async function bySecret(
  { vault }: TokenMeans,
  { id, name }: Connection,
  clientId: string,
  send: 'basic' | 'post',
): Promise<Reply<ClientProof>> {
  return vault.use(connectionSecret(id, 'clientSecret'), `the client secret of ${name}`, (secret): ClientProof => {
    if (send === 'post')
      return {
        headers: {},
        form: [
          ['client_id', clientId],
          ['client_secret', secret],
        ],
        secrets: [secret],
      };
    const pair = `${formEncoded(clientId)}:${formEncoded(secret)}`;
    const credentials = Buffer.from(pair).toString('base64');
    return { headers: { authorization: `Basic ${credentials}` }, form: [], secrets: [secret, credentials] };
  });
}

const formEncoded = (text: string) => new URLSearchParams({ v: text }).toString().slice(2);

/** A signed assertion; the client id stands in it and not beside it (SMART 2.2). */
async function byKey(
  { key: keyOf, clock }: TokenMeans,
  { key: keyName, clientId }: { key?: string; clientId: string },
  audience: string,
  jku?: string,
): Promise<Reply<ClientProof>> {
  if (!keyName)
    return fail('key-unusable', 'The connection names no key to sign with.', 'Choose a key in the connection.');
  const key = await keyOf(keyName);
  if (!key.ok) return key;
  const assertion = await signAssertion(key.value, {
    clientId,
    audience,
    now: clock.now(),
    ...(jku ? { header: { jku } } : {}),
  });
  return ok({
    headers: {},
    form: [
      ['client_assertion_type', assertionType],
      ['client_assertion', assertion.jwt],
    ],
    secrets: secretsOfJwt(assertion.jwt),
    assertion,
    key: key.value.record,
  });
}
