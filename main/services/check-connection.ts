import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Auth, SecretName } from '../../shared/domain/auth.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { needsAdmission } from '../exchange/line.ts';
import { inTheClear, refuseInTheClear } from '../exchange/passage.ts';
import type { Store } from '../store/store.ts';

type Checked = Reply<undefined>;
const fine: Checked = ok(undefined);

const without = (name: SecretName, message: string, next: string) =>
  fail('secret-missing', message, next, { details: [`secrets.${name}: is needed`] });

/** Which secret of its own a way of being let in has. */
export function ownSecret(auth: Auth): SecretName | undefined {
  switch (auth.method) {
    case 'bearer':
      return 'bearer';
    case 'client-secret':
      return 'clientSecret';
    case 'code':
      return auth.client === 'secret' ? 'clientSecret' : undefined;
    case 'udap':
      return 'udapKey';
    case 'none':
    case 'backend':
      return undefined;
  }
}

/** Whether a connection has all that its way of being let in needs, and sends nothing secret in the clear. */
export function checkConnection(store: Pick<Store, 'keys'>, connection: Connection): Checked {
  for (const check of [checkAuth, checkLine, checkAddresses]) {
    const checked = check(connection, store);
    if (!checked.ok) return checked;
  }
  return fine;
}

function checkAuth({ auth, secrets }: Connection, store: Pick<Store, 'keys'>): Checked {
  const has = (name: SecretName) => secrets.includes(name);
  switch (auth.method) {
    case 'none':
      return fine;
    case 'bearer':
      return has('bearer')
        ? fine
        : without('bearer', 'A bearer connection needs its access token.', 'Give the token (--token-env).');
    case 'client-secret':
      return has('clientSecret')
        ? fine
        : without('clientSecret', 'A client with a secret needs the secret.', 'Give the secret (--secret-env).');
    case 'backend':
      return checkKey(auth.key, store);
    case 'code':
      if (auth.client === 'asymmetric') return checkKey(auth.key, store);
      return auth.client === 'public' || has('clientSecret')
        ? fine
        : without('clientSecret', 'A client with a secret needs the secret.', 'Give the secret (--secret-env).');
    case 'udap':
      if (!auth.certificate)
        return fail('certificate-unusable', 'A UDAP client needs its certificate.', 'Give the certificate (--cert).');
      if (!has('udapKey'))
        return without('udapKey', 'A UDAP client needs the key of its certificate.', 'Give the key (--key).');
      return URL.canParse(auth.organizationId)
        ? fine
        : fail(
            'invalid-input',
            auth.organizationId
              ? `${JSON.stringify(auth.organizationId)} is no URI, as the id of an organization must be (UDAP Security, hl7-b2b).`
              : 'The organization has no id, and the certificate names no URI.',
            'Give the URI that identifies the organization (--organization-id).',
          );
  }
}

function checkKey(name: string | undefined, store: Pick<Store, 'keys'>): Checked {
  const keys = [...new Set(store.keys.list().flatMap((key) => (key.state === 'current' ? [key.name] : [])))];
  if (name !== undefined && keys.includes(name)) return fine;
  const make = 'Make or import one (keys generate, keys import)';
  return fail(
    name === undefined ? 'invalid-input' : 'not-found',
    name === undefined ? 'An asymmetric client needs a key.' : `No key is called ${JSON.stringify(name)}.`,
    keys.length > 0 ? `Use one of: ${keys.join(', ')}.` : `There is none yet. ${make} first.`,
    { details: ['auth.key: the name of one of our keys'] },
  );
}

function checkLine({ line, secrets }: Connection): Checked {
  const [certificate, key] = [line.clientCertificate !== undefined, secrets.includes('clientKey')];
  if (certificate !== key)
    return fail(
      'invalid-input',
      'A client certificate needs its key, and a key its certificate.',
      'Give both (--mtls-cert and --mtls-key), or a PFX file (--mtls-pfx).',
    );
  if (line.proxyUrl) {
    const { username, password } = new URL(line.proxyUrl);
    if (username || password)
      return fail(
        'invalid-input',
        'There are credentials in the URL of the proxy.',
        'Leave them out there; give them as user:password where secrets are given (--proxy-env).',
      );
  } else if (secrets.includes('proxyCredentials'))
    return fail('invalid-input', 'There are credentials for a proxy, and no proxy.', 'Give its URL (--proxy).');
  if (line.serverName && !/^[A-Za-z0-9.:_-]+$/.test(line.serverName))
    return fail(
      'invalid-input',
      'The name to expect on the partner’s certificate is no host name.',
      'Give the name as it stands in the partner’s certificate.',
    );
  return fine;
}

function checkAddresses(connection: Connection): Checked {
  const { auth, baseUrl } = connection;
  const urls = ['tokenUrl', 'authorizeUrl', 'registrationUrl'].flatMap((name) => {
    const url = (auth as unknown as Record<string, unknown>)[name];
    return typeof url === 'string' ? [url] : [];
  });
  const open = [...(needsAdmission(connection) ? [baseUrl] : []), ...urls].find(inTheClear);
  return open === undefined ? fine : refuseInTheClear(open);
}
