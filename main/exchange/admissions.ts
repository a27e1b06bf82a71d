import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { SecretName } from '../../shared/domain/auth.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { connectionSecret, type Vault } from '../credentials/vault.ts';
import type { Store } from '../store/store.ts';
import type { Admission, AdmissionNeed, Admit } from './admission.ts';
import { hasSecretLine, lineOf, plainLine, proxyOf } from './line.ts';
import { tellUse } from './tell-use.ts';

/** Gets the value of Authorization for the methods that ask for a token. */
export interface TokenSource {
  /** `tookMs` is 0 where the token was at hand. */
  authorization(connection: Connection, need: AdmissionNeed): Promise<Reply<{ header: string; tookMs: number }>>;
}

/** What admissions are made with. */
export interface AdmissionMeans {
  store: Pick<Store, 'connections' | 'audit' | 'write'>;
  vault: Vault;
  tokens: TokenSource;
}

/**
 * The admission of a stored connection, as the connection is when it is asked for. The use of what is secret is told to the audit trail
 * (CONF-016).
 */
export const admitTo =
  (means: AdmissionMeans, connectionId: string): Admit =>
  async (need) => {
    const connection = means.store.connections.get(connectionId);
    if (!connection)
      return fail('not-found', 'The connection was removed meanwhile.', 'Add it again, or use another connection.');
    // What lets us in is read now, where the exchange goes was settled when the work began; between them a person may change the partner.
    if (need.baseUrl !== undefined && need.baseUrl !== connection.baseUrl)
      return fail(
        'invalid-input',
        `${connection.name} has another base URL meanwhile; its credentials do not go to the one before.`,
        'Begin again with the connection as it is now.',
      );
    const admission = await (need.foreign ? elsewhere(means, connection) : atHome(means, connection, need));
    if (admission.ok) tellUse(means.store, connection.name, usedBy(connection, need));
    return admission;
  };

async function elsewhere({ vault }: AdmissionMeans, connection: Connection): Promise<Reply<Admission>> {
  const proxy = await proxyOf(vault, connection);
  if (!proxy.ok) return proxy;
  const { ca } = connection.line;
  return ok({ headers: {}, ...(ca ? { tls: { ca } } : {}), ...(proxy.value ? { proxy: proxy.value } : {}) });
}

async function atHome(means: AdmissionMeans, connection: Connection, need: AdmissionNeed): Promise<Reply<Admission>> {
  const line = hasSecretLine(connection)
    ? await lineOf(means, connection)
    : ok({ ...plainLine(connection), headers: {} });
  if (!line.ok) return line;
  const { auth } = connection;
  if (auth.method === 'none') return line;
  if (auth.method === 'bearer') {
    const what = `the access token of ${connection.name}`;
    return means.vault.use(connectionSecret(connection.id, 'bearer'), what, (token) => ({
      ...line.value,
      headers: { ...line.value.headers, authorization: `Bearer ${token}` },
    }));
  }
  const token = await means.tokens.authorization(connection, need);
  if (!token.ok) return token;
  const { header, tookMs } = token.value;
  return ok({
    ...line.value,
    headers: { ...line.value.headers, authorization: header },
    renewable: true,
    ...(tookMs > 0 ? { tokenMs: tookMs } : {}),
  });
}

const words: Record<SecretName | 'token', string> = {
  bearer: 'bearer token',
  clientSecret: 'client secret',
  clientKey: 'client certificate',
  udapKey: 'UDAP key',
  proxyCredentials: 'proxy credentials',
  headers: 'extra headers',
  token: 'access token',
};

/** What of a connection's secrets one exchange uses; client secret and keys are used by getting the token, which tells it itself. */
function usedBy({ auth, secrets }: Connection, { foreign }: AdmissionNeed): string[] {
  const used = secrets.filter((name) =>
    foreign ? name === 'proxyCredentials' : name !== 'clientSecret' && name !== 'udapKey',
  );
  const token = !foreign && auth.method !== 'none' && auth.method !== 'bearer';
  return [...(token ? (['token'] as const) : []), ...used].map((name) => words[name]);
}
