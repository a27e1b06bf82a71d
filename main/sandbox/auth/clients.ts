import { practiceClients, type SandboxClient } from '../../../shared/domain/sandbox-access.ts';
import { SandboxError } from '../errors.ts';
import { type ClientKey, parseJwks } from './jwks.ts';
import { fullScope, typicalScope } from './scopes.ts';
import { hashSecret } from './secret-hash.ts';

/** A client with what it proves itself by; the secret as a hash alone. */
export interface KnownClient extends SandboxClient {
  secretHash?: string;
  keys?: ClientKey[];
  jwksUri?: string;
}

/** A client to be made known: its id, and one way to prove itself; with none it is public. */
export interface Admission {
  clientId: string;
  /** As `hashSecret` makes it: the secret itself stays with whoever has it. */
  secretHash?: string;
  /** A JWKS as text. */
  jwks?: string;
  /** Where its JWKS is. */
  jwksUri?: string;
  /** The authority to trust of a client that registers by UDAP, PEM; the client itself is made known by its registration. */
  authority?: string;
}

/** Redirect URIs of apps on this machine: an entry without port and path stands for all of them (RFC 8252, section 7.3). */
const loopback = ['http://127.0.0.1', 'http://[::1]', 'http://localhost'];

/** Stands for every client id, in the list of clients. */
const ANYONE = '*';

const inputError = (message: string, next: string) => new SandboxError('invalid-input', message, next);

/** The keys of a JWKS as text; rejects with invalid-input. `whose` names it. */
function keysOf(text: string, whose: string): ClientKey[] {
  const read = parseJwks(text);
  if ('keys' in read) return read.keys;
  throw inputError(
    `${whose} cannot be used. ${read.problem}`,
    'Give a JWK Set with public RSA or EC keys, each with a kid.',
  );
}

async function practice(): Promise<KnownClient[]> {
  const common = { scope: fullScope, redirectUris: loopback, kids: [] as string[], origin: 'practice' as const };
  const { secret, public: open } = practiceClients;
  return [
    { ...common, clientId: secret.clientId, proof: 'secret', secretHash: await hashSecret(secret.secret) },
    { ...common, clientId: open.clientId, proof: 'public' },
  ];
}

/** What may be told of a client. */
const told = ({ clientId, proof, scope, redirectUris, kids, origin }: KnownClient): SandboxClient => ({
  clientId,
  proof,
  scope,
  redirectUris,
  kids,
  origin,
});

/** The clients both authorization servers know. */
export class Clients {
  readonly #practice: readonly KnownClient[];
  #more = new Map<string, KnownClient>();
  #anyone: ClientKey[] = [];
  /** Called after every change of what `kept` tells. */
  changed: () => void = () => {};

  constructor(practiceOnes: readonly KnownClient[]) {
    this.#practice = practiceOnes;
  }

  static async make(): Promise<Clients> {
    return new Clients(await practice());
  }

  find(clientId: string): KnownClient | undefined {
    return this.#practice.find((one) => one.clientId === clientId) ?? this.#more.get(clientId);
  }

  /** Keys that are taken from every client id. */
  get keysOfAnyone(): readonly ClientKey[] {
    return this.#anyone;
  }

  /** Takes the keys of a JWKS (as text) from whichever client id; rejects with invalid-input. */
  takeFromAnyone(jwks: string): void {
    this.#anyone = keysOf(jwks, 'The JWKS of clients');
  }

  /** The client of an id nobody registered, whose assertion one of the keys from anyone has signed. */
  comeByKey(clientId: string): KnownClient {
    const client = this.#byKey(clientId);
    this.#more.set(clientId, client);
    return client;
  }

  /** Makes a connection's client known, or known anew; rejects with invalid-input. */
  admit({ clientId, secretHash, jwks, jwksUri }: Admission): SandboxClient {
    if (!/^[\x20-\x7e]{1,255}$/.test(clientId))
      throw inputError('A client id has 1 to 255 printable characters.', 'Give the connection another client id.');
    if (this.#practice.some((one) => one.clientId === clientId)) return told(this.find(clientId) as KnownClient);
    const keys = jwks === undefined ? undefined : keysOf(jwks, `The JWKS of ${clientId}`);
    return this.register({
      clientId,
      proof: keys ? 'jwks' : jwksUri ? 'jwks-uri' : secretHash ? 'secret' : 'public',
      scope: fullScope,
      redirectUris: loopback,
      kids: keys?.map(({ kid }) => kid) ?? [],
      origin: 'connection',
      ...(keys ? { keys } : {}),
      ...(jwksUri ? { jwksUri } : {}),
      ...(secretHash ? { secretHash } : {}),
    });
  }

  /** Forgets a client that was registered. */
  forget(clientId: string): void {
    this.#more.delete(clientId);
    this.changed();
  }

  /** Adds a client as it is, or puts it in the place of the one of its id. */
  register(client: KnownClient): SandboxClient {
    this.#more.set(client.clientId, client);
    this.changed();
    return told(client);
  }

  /** All of them, for people. The keys taken from anyone stand under the client id `*`. */
  list(): SandboxClient[] {
    const anyone = this.#anyone.length ? [this.#byKey(ANYONE)] : [];
    return [...this.#practice.map(told), ...anyone, ...[...this.#more.values()].map(told)];
  }

  #byKey(clientId: string): SandboxClient {
    const kids = this.#anyone.map(({ kid }) => kid);
    return { clientId, proof: 'jwks', scope: typicalScope, redirectUris: [], kids, origin: 'client-jwks' };
  }

  /** Those a restart should find again. */
  get kept(): KnownClient[] {
    return [...this.#more.values()].filter(({ origin }) => origin !== 'client-jwks');
  }

  /** Takes back what `kept` told, and forgets all others but those of practice. */
  restore(kept: readonly KnownClient[]): void {
    this.#more = new Map(kept.map((client) => [client.clientId, client]));
  }
}
