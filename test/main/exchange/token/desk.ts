import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createVault } from '../../../../main/credentials/open-vault.ts';
import { connectionSecret, type Vault } from '../../../../main/credentials/vault.ts';
import { ensureDiscovery } from '../../../../main/exchange/discovery/ensure-discovery.ts';
import { createDoor } from '../../../../main/exchange/door.ts';
import { linePartner } from '../../../../main/exchange/line.ts';
import type { TokenMeans } from '../../../../main/exchange/token/token-means.ts';
import { createTokens, type Tokens } from '../../../../main/exchange/token/tokens.ts';
import { openStore, type Store } from '../../../../main/store/store.ts';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import type { Auth } from '../../../../shared/domain/auth.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { KeyAlgorithm, KeyRecord, PublicJwk } from '../../../../shared/domain/key.ts';
import { defaultPolicy } from '../../../../shared/domain/policy.ts';
import { createFakeClock, type FakeClock } from '../../../fakes/clock.ts';
import { type FakePartner, type Script, startPartner } from '../../../fakes/partner/partner.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../../fakes/ports.ts';

export const clientSecret = 'canary+client secret/4711';
export const bearerToken = 'canary-access-token-1';

/** A key as the vault would hand it over. */
export interface TestKey {
  record: KeyRecord;
  key: KeyObject;
}

/** Makes a key of an algorithm. */
export function makeKey(name: string, alg: KeyAlgorithm = 'ES384', kid = `kid-of-${name}`): TestKey {
  const pair = alg.startsWith('RS')
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: alg === 'ES256' ? 'P-256' : 'P-384' });
  const jwk = {
    ...pair.publicKey.export({ format: 'jwk' }),
    kid,
    alg,
    use: 'sig',
    key_ops: ['verify'],
  } as unknown as PublicJwk;
  const record = {
    id: randomUUID(),
    name,
    kid,
    alg,
    jwk,
    origin: 'generated',
    state: 'current',
    createdAt: '',
  } as const;
  return { record, key: pair.privateKey };
}

/** A process with its tokens, and a partner with a token endpoint at `/fhir/token`. */
export interface Desk {
  clock: FakeClock;
  server: FakePartner;
  store: Store;
  vault: Vault;
  tokens: Tokens;
  means: TokenMeans;
  folder: string;
  keys: Map<string, TestKey>;
  tokenUrl: string;
  /** Stores a connection that is let in this way; its secrets lie in the vault. */
  connect(auth: Auth, more?: Partial<Connection>): Promise<Connection>;
  /** Forms the token endpoint has seen. */
  forms(): Record<string, string>[];
  /** The endpoint answers so, one after the other; the last answer stays. */
  answer(...scripts: Script[]): void;
  /** What smart-configuration says; without it there is none. */
  publish(document: object): void;
}

export interface DeskOptions {
  /** A desk on the same folder and partner, as another process. */
  beside?: Desk;
  /** Whether the vault is made. */
  vault?: boolean;
  openLink?(url: string): Promise<void>;
}

const cheap = { N: 2, r: 8, p: 1 };

export async function openDesk({ beside, vault: withVault = true, openLink }: DeskOptions = {}): Promise<Desk> {
  const folder = beside?.folder ?? throwAwayFolder();
  const clock = beside?.clock ?? createFakeClock();
  const server = beside?.server ?? (await startPartner());
  const keys = beside?.keys ?? new Map<string, TestKey>();
  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  const vault = createVault({ folder, note: () => undefined, cost: cheap });
  if (beside) unwrap(await vault.unlock('a passphrase for tests'));
  else if (withVault) unwrap(await vault.create('passphrase', 'a passphrase for tests'));
  cleanUp(() => vault.lock());
  const door = createDoor({ store, clock, version: '9.9.9' });
  cleanUp(() => door.close());
  const partnerAt: TokenMeans['partnerAt'] = (connection, url, headers) =>
    linePartner({ vault }, connection, url, headers);
  const means: TokenMeans = {
    dataFolder: folder,
    store,
    vault,
    door,
    clock,
    partnerAt,
    async key(name) {
      const key = keys.get(name);
      return key ? ok(key) : fail('not-found', `No key is called ${name}.`, 'Make one.');
    },
    async discover(connection, refresh) {
      const partner = await partnerAt(connection, connection.baseUrl);
      return partner.ok
        ? ok(await ensureDiscovery({ store, door, clock }, partner.value, connection.id, refresh))
        : partner;
    },
    ...(openLink ? { openLink } : {}),
  };
  const tokenUrl = `${server.baseUrl}/token`;
  return {
    clock,
    server,
    store,
    vault,
    means,
    folder,
    keys,
    tokenUrl,
    tokens: createTokens(means),
    async connect(auth, more = {}) {
      const connection: Connection = {
        id: randomUUID(),
        name: `Mesa ${randomUUID().slice(0, 4)}`,
        baseUrl: server.baseUrl,
        role: 'payer',
        cdexVersion: '2.1',
        timeoutMs: 5_000,
        origin: 'user',
        auth,
        line: {},
        policy: defaultPolicy,
        secrets: [],
        createdAt: new Date(clock.now()).toISOString(),
        ...more,
      };
      store.write(() => store.connections.put(connection));
      if (withVault) unwrap(await vault.put(connectionSecret(connection.id, 'clientSecret'), clientSecret));
      return connection;
    },
    forms: () =>
      server.seen
        .filter(({ method, url }) => method === 'POST' && url === '/fhir/token')
        .map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
    answer: (...scripts) => server.on('POST /token', ...scripts.map((script) => dated(clock, script))),
    publish: (document) =>
      server.on(
        'GET /.well-known/smart-configuration',
        dated(clock, (_, response) => response.writeHead(200, jsonType).end(JSON.stringify(document))),
      ),
  };
}

const jsonType = { 'content-type': 'application/json' };

/** The partner's clock is the test's, unless the script says otherwise. */
const dated =
  (clock: FakeClock, script: Script): Script =>
  (seen, response) => {
    response.setHeader('date', new Date(clock.now()).toUTCString());
    return script(seen, response);
  };

/** A token answer as it should be. */
export const grant =
  (more: object = {}, headers: Record<string, string> = {}): Script =>
  (_, response) =>
    response
      .writeHead(200, { ...jsonType, 'cache-control': 'no-store', pragma: 'no-cache', ...headers })
      .end(JSON.stringify({ access_token: bearerToken, token_type: 'Bearer', expires_in: 300, ...more }));

/** Tokens with a number of their own: `canary-access-token-1`, `-2` ... */
export function grants(more: object = {}): Script {
  let made = 0;
  return (seen, response) => {
    made += 1;
    return grant({ access_token: `canary-access-token-${made}`, ...more })(seen, response);
  };
}

/** An OAuth error (RFC 6749, section 5.2). */
export const refuse =
  (status: number, error: string, description?: string, headers: Record<string, string> = {}): Script =>
  (_, response) =>
    response
      .writeHead(status, { ...jsonType, 'cache-control': 'no-store', ...headers })
      .end(JSON.stringify({ error, ...(description ? { error_description: description } : {}) }));

/** Any answer. */
export const say =
  (status: number, body: string, headers: Record<string, string> = {}): Script =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

/** What smart-configuration says of a server that lets backends in. */
export const smartDocument = (tokenUrl: string, more: object = {}) => ({
  token_endpoint: tokenUrl,
  grant_types_supported: ['client_credentials', 'authorization_code'],
  token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  code_challenge_methods_supported: ['S256'],
  ...more,
});

/** A client secret by Basic. */
export const byBasic = (tokenUrl: string, more: object = {}): Auth => ({
  method: 'client-secret',
  send: 'basic',
  clientId: 'harbor mutual:uat',
  scope: 'system/*.rs',
  tokenUrl,
  ...more,
});

/** An answer that waits until it is let go. */
export function held(script: Script): { script: Script; release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { release: resolve, script: (seen, response) => promise.then(() => script(seen, response)) };
}
