import { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import type { KnownClient } from '../auth/clients.ts';
import { Replay } from '../auth/replay.ts';
import type { AuthUrls } from '../auth/urls.ts';
import type { Authority, Identity } from '../certificates/authority.ts';
import type { SandboxClock } from '../clock.ts';
import { SandboxError } from '../errors.ts';
import { authenticateByUdap } from './assertion.ts';
import { serverUdapIdentity, udapMetadata } from './metadata.ts';
import { registerClient } from './registration.ts';
import type { ClientRegistry } from './registry.ts';
import { RegistrationError } from './software-statement.ts';

/** What one server's UDAP is made of. */
export interface UdapDeskParts {
  urls(): AuthUrls;
  authority(): Promise<Authority>;
  registry: ClientRegistry;
  clock: SandboxClock;
  /** The faults that are set now. */
  faults(): readonly FaultName[];
}

/** The longest registration request, in bytes. */
const LIMIT = 65_536;

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) throw new RegistrationError('invalid_client_metadata', `The body is longer than ${LIMIT} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RegistrationError('invalid_client_metadata', 'The body is not JSON.');
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

/** UDAP of one server: discovery, registration, and the proof of clients at the token endpoint. */
export class UdapDesk {
  readonly #parts: UdapDeskParts;
  readonly #statements = new Replay();
  readonly #assertions = new Replay();
  #more: X509Certificate[] = [];
  #identity: { baseUrl: string; made: Promise<Identity> } | undefined;

  constructor(parts: UdapDeskParts) {
    this.#parts = parts;
  }

  /** Where clients register. */
  get registrationUrl(): string {
    return `${this.#parts.urls().issuer}/register`;
  }

  /** Trusts another authority (PEM) beside the sandbox's own; rejects with invalid-input. */
  trust(pem: string): void {
    try {
      this.#more = [...this.#more, new X509Certificate(pem)];
    } catch {
      throw new SandboxError('invalid-input', 'The authority’s certificate cannot be read.', 'Give it as PEM.');
    }
  }

  /** Forgets what was shown and whom it was told to trust. */
  clear(): void {
    this.#statements.clear();
    this.#assertions.clear();
    this.#more = [];
  }

  async #authorities(): Promise<X509Certificate[]> {
    const { root, intermediate } = await this.#parts.authority();
    return [new X509Certificate(root), new X509Certificate(intermediate), ...this.#more];
  }

  /** The client of a token request with `udap=1`; rejects with an OAuthError. */
  async authenticate(form: ReadonlyMap<string, string>): Promise<KnownClient> {
    const { registry, clock, faults, urls } = this.#parts;
    return authenticateByUdap(form, {
      registry,
      faults: faults(),
      tokenUrl: urls().token,
      authorities: await this.#authorities(),
      replay: this.#assertions,
      now: clock.now(),
    });
  }

  /** Answers `[base]/.well-known/udap` and the registration endpoint; false for every other path. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = (request.url ?? '').split('?')[0];
    const { fhir } = this.#parts.urls();
    const isDiscovery = path === `${new URL(fhir).pathname}/.well-known/udap`;
    if (!isDiscovery && path !== new URL(this.registrationUrl).pathname) return false;
    const methods = isDiscovery ? ['GET', 'HEAD'] : ['POST'];
    if (!methods.includes(request.method ?? '')) {
      request.resume();
      response.writeHead(405, { allow: methods.join(', ') }).end();
    } else if (isDiscovery) sendJson(response, 200, await this.#metadata());
    else await this.#register(request, response);
    return true;
  }

  async #metadata(): Promise<unknown> {
    const { urls, authority, clock, faults } = this.#parts;
    const { fhir } = urls();
    if (this.#identity?.baseUrl !== fhir) {
      const made = authority().then((one) => serverUdapIdentity(one, fhir, clock.now()));
      this.#identity = { baseUrl: fhir, made };
    }
    return udapMetadata(urls(), this.registrationUrl, await this.#identity.made, clock.now(), faults());
  }

  async #register(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { registry, clock, faults } = this.#parts;
    try {
      const { status, body } = await registerClient(await readJson(request), {
        registry,
        faults: faults(),
        registrationUrl: this.registrationUrl,
        authorities: await this.#authorities(),
        replay: this.#statements,
        now: clock.now(),
      });
      sendJson(response, status, body);
    } catch (error) {
      if (!(error instanceof RegistrationError)) throw error;
      const unread = !request.readableEnded && !request.complete;
      if (unread) request.resume();
      sendJson(
        response,
        400,
        { error: error.code, error_description: error.message },
        unread ? { connection: 'close' } : {},
      );
    }
  }
}
