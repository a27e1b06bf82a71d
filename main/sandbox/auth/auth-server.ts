import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CapabilityStatementRestSecurity } from '@medplum/fhirtypes';
import type { SandboxClock } from '../clock.ts';
import { FHIR_PATH } from '../fhir/fhir-server.ts';
import type { Rights } from '../fhir/rights.ts';
import { AccessTokens } from './access-tokens.ts';
import type { UdapDesk } from '../udap/udap-desk.ts';
import { answerTokenFault } from './answer-token-fault.ts';
import { type AuthFaults, SKEW } from './auth-faults.ts';
import { askConsent, type AuthorizeMeans, Pending, type Reply, takeConsent } from './authorize.ts';
import type { ScopeSurroundings } from './check-scopes.ts';
import type { Clients } from './clients.ts';
import type { Choice } from './consent-page.ts';
import { authorizationServerMetadata, smartConfiguration, statementSecurity } from './discovery.ts';
import { FetchedJwks } from './fetch-jwks.ts';
import { Grants } from './grants.ts';
import { guard } from './guard.ts';
import { OAuthError } from './oauth-error.ts';
import { Replay } from './replay.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import { introspect, revoke } from './token-status.ts';
import { AUTH_PATH, type AuthUrls, authUrls } from './urls.ts';

/** What one authorization server is made from. */
export interface AuthServerOptions {
  clock: SandboxClock;
  clients: Clients;
  faults: AuthFaults;
  /** The FHIR base URL as it is now: port and scheme may change. */
  fhirBaseUrl(): string;
  /** Whose record it guards, for people. */
  holder: string;
  /** The members a person may choose from. */
  members(): Promise<Choice[]>;
  surroundings: ScopeSurroundings;
  /** Whether FHIR requests need a token now. */
  requiresToken(): boolean;
  /** How long access tokens live, in seconds: 300, the longest that SMART recommends to a backend service, when absent. */
  seconds?: number;
  /** Clients that come by certificate. */
  udap: UdapDesk;
  /** `.well-known/davinci-configuration`, where there is one. */
  davinci?(): unknown;
}

type Work = (request: IncomingMessage, search: string) => Promise<Reply>;

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** Answers that hold tokens or refusals must not be kept (RFC 6749, section 5.1). */
const unkept = { 'cache-control': 'no-store', pragma: 'no-cache' };

const refusal = (error: OAuthError): Reply =>
  json({ error: error.code, error_description: error.message }, error.status, { ...unkept, ...error.headers });

/** A path of ours where nothing is. */
const absent: Record<string, Work> = {};

/** The authorization server of one FHIR server: discovery, tokens, consent, and the guard before FHIR. */
export class AuthServer {
  readonly #options: AuthServerOptions;
  readonly #tokens: AccessTokens;
  readonly #grants: Grants;
  readonly #replay = new Replay();
  readonly #fetched: FetchedJwks;
  readonly #pending: Pending;

  constructor(options: AuthServerOptions) {
    const { clock, faults } = options;
    this.#options = options;
    this.#tokens = new AccessTokens(clock, () => this.urls);
    this.#grants = new Grants(clock, this.#tokens, faults);
    this.#fetched = new FetchedJwks(clock);
    this.#pending = new Pending(clock);
  }

  get urls(): AuthUrls {
    return authUrls(this.#options.fhirBaseUrl());
  }

  get #means(): AuthorizeMeans {
    const { clock, clients, faults, surroundings, holder, members, udap, seconds = 300 } = this.#options;
    const own = { tokens: this.#tokens, grants: this.#grants, replay: this.#replay, fetched: this.#fetched };
    return {
      ...own,
      pending: this.#pending,
      urls: this.urls,
      clock,
      clients,
      faults,
      surroundings,
      holder,
      members,
      udap,
      seconds,
    };
  }

  /** CapabilityStatement.rest.security. */
  get security(): CapabilityStatementRestSecurity {
    const { faults, requiresToken, udap } = this.#options;
    return statementSecurity(this.urls, faults, {
      requiresToken: requiresToken(),
      registrationUrl: udap.registrationUrl,
    });
  }

  /** What a FHIR request may do; rejects with 401. */
  guard(request: IncomingMessage, path: string): Promise<Rights | undefined> {
    const { faults, requiresToken } = this.#options;
    return guard(request, path, { tokens: this.#tokens, faults, requiresToken });
  }

  /** A token for a part of the sandbox itself. */
  tokenFor(clientId: string, scope: string): Promise<string> {
    return this.#tokens.issue({ clientId, sub: clientId, scope }, clientId, 300);
  }

  /** What an access token of this server says, or why it does not hold: for a resource server beside it. */
  readToken(token: string): ReturnType<AccessTokens['read']> {
    return this.#tokens.read(token);
  }

  /** Forgets every token, code and question. */
  reset(): void {
    for (const part of [this.#tokens, this.#grants, this.#replay, this.#fetched, this.#pending]) part.clear();
    this.#options.udap.clear();
  }

  /** Answers requests for discovery and below /auth; false for all others. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { faults, clock, udap } = this.#options;
    if (faults.has('clock-skew')) response.setHeader('date', new Date(clock.now() + SKEW).toUTCString());
    const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s);
    if (await udap.handle(request, response)) return true;
    const works = this.#works(path);
    if (!works) return false;
    if (path === `${AUTH_PATH}/token` && answerTokenFault(faults, request, response)) return true;
    const work = works[request.method === 'HEAD' ? 'GET' : (request.method ?? '')];
    const reply = work
      ? await this.#attempt(() => work(request, search))
      : works === absent
        ? { status: 404, headers: {} }
        : { status: 405, headers: { allow: Object.keys(works).join(', ') } };
    // A body nobody read would be taken for the next request.
    const isUnread = !request.readableEnded && !request.complete;
    if (isUnread) request.resume();
    response.writeHead(reply.status, { ...reply.headers, ...(isUnread ? { connection: 'close' } : {}) });
    response.end(request.method === 'HEAD' ? undefined : reply.body);
    return true;
  }

  async #attempt(work: () => Promise<Reply>): Promise<Reply> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof OAuthError) return refusal(error);
      const reason = error instanceof Error ? error.message : String(error);
      return refusal(new OAuthError('server_error', `The sandbox failed: ${reason}`, 500));
    }
  }

  /** What can be done at a path, by method; undefined for a path that is not of authorization. */
  #works(path: string): Record<string, Work> | undefined {
    const { clients, faults, davinci } = this.#options;
    const document = (make: () => unknown) => ({ GET: async () => json(make()) });
    const well = `${FHIR_PATH}/.well-known`;
    switch (path) {
      case `${well}/smart-configuration`:
        return faults.has('discovery-missing') ? absent : document(() => smartConfiguration(this.urls, faults));
      case `${well}/davinci-configuration`:
        return davinci ? document(davinci) : absent;
      case `/.well-known/oauth-authorization-server${AUTH_PATH}`:
        return faults.has('discovery-missing')
          ? absent
          : document(() => authorizationServerMetadata(this.urls, faults));
      case `${AUTH_PATH}/jwks`:
        return { GET: async () => json(await this.#tokens.jwks(), 200, { 'cache-control': 'max-age=300' }) };
      case `${AUTH_PATH}/token`:
        return { POST: async (request) => json(await answerTokenRequest(request, this.#means), 200, unkept) };
      case `${AUTH_PATH}/introspect`:
        return { POST: async (request) => json(await introspect(request, this.#means), 200, unkept) };
      case `${AUTH_PATH}/revoke`:
        return {
          POST: async (request) => {
            await revoke(request, this.#means);
            return { status: 200, headers: unkept };
          },
        };
      case `${AUTH_PATH}/authorize`:
        return {
          GET: (_request, search) => askConsent(search, clients, this.#means),
          POST: (request) => takeConsent(request, this.#means),
        };
      default:
        return path === AUTH_PATH || path.startsWith(`${AUTH_PATH}/`) ? absent : undefined;
    }
  }
}
