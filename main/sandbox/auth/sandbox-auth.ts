import type { Patient } from '@medplum/fhirtypes';
import type { SandboxClient } from '../../../shared/domain/sandbox-access.ts';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import type { SandboxClock } from '../clock.ts';
import type { FhirServer } from '../fhir/fhir-server.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { PAGE, parseSearch } from '../fhir/search-query.ts';
import { PAYER_IDENTIFIER } from '../members/world/organizations.ts';
import type { Authority } from '../certificates/authority.ts';
import { UdapDesk } from '../udap/udap-desk.ts';
import { AuthFaults } from './auth-faults.ts';
import { AuthServer, type AuthServerOptions } from './auth-server.ts';
import { type Admission, Clients, type KnownClient } from './clients.ts';
import type { Choice } from './consent-page.ts';
import { authUrls } from './urls.ts';

/** What authorization of both servers is made from. */
export interface SandboxAuthOptions {
  clock: SandboxClock;
  provider: FhirServer;
  payer: FhirServer;
  /** The authority that certificates of UDAP clients lead to. */
  authority(): Promise<Authority>;
  /** How long access tokens live, in seconds. */
  tokenSeconds?: number;
}

/** Under what name the registered clients lie in the provider's store, so that they go when that is put back. */
const NOTE = 'clients';

/** What lies there. */
interface Kept {
  clients: KnownClient[];
  /** Authorities that UDAP clients were admitted with, PEM. */
  authorities: string[];
}

/** The code of the payer's endpoint in davinci-configuration (HRex, endpoint discovery), for each version it takes. */
const ATTACH = 'davinci_cdex_attachsubmit_endpoint';
const versions = ['2.0', '2.1'];

/** The members of a store, by name. */
function membersOf(repository: SandboxRepository): Choice[] {
  const pairs: [string, string][] = [['_count', String(PAGE.most)]];
  const { entry } = repository.find(parseSearch(repository.definitions, ['Patient'], pairs));
  const choices = entry.map(({ resource }): Choice => {
    const { id = '', name, birthDate } = resource as Patient;
    const text = [...(name?.[0]?.given ?? []), name?.[0]?.family].filter(Boolean).join(' ');
    return { id, name: text || id, ...(birthDate ? { birthDate } : {}) };
  });
  return choices.sort((one, other) => one.name.localeCompare(other.name));
}

/** Authorization of both servers: one list of clients and faults, a server each for tokens. */
export class SandboxAuth {
  readonly provider: AuthServer;
  readonly payer: AuthServer;
  requireAuth = false;
  #faultNames: readonly FaultName[] = [];
  #authorities: readonly string[] = [];
  readonly #faults = new AuthFaults();
  readonly #clients: Clients;
  readonly #desks: UdapDesk[] = [];
  readonly #store: FhirServer;

  constructor(options: SandboxAuthOptions, clients: Clients) {
    const { provider, payer } = options;
    this.#clients = clients;
    this.#store = provider;
    clients.changed = () => void this.#keep().catch(() => undefined); // a server that closes keeps nothing more
    const endpoints = () => {
      const url = `${payer.fhirBaseUrl}${this.#faultNames.includes('payer-wrong-endpoint') ? '/retired' : ''}`;
      return Object.fromEntries(versions.map((version) => [`${ATTACH}#${version}`, url]));
    };
    this.provider = this.#server(options, provider, { holder: 'Lakeside Clinic' });
    this.payer = this.#server(options, payer, {
      holder: 'Harbor Mutual',
      davinci: () => ({ identifier: PAYER_IDENTIFIER, endpoints: endpoints() }),
    });
  }

  static async make(options: SandboxAuthOptions): Promise<SandboxAuth> {
    return new SandboxAuth(options, await Clients.make());
  }

  #server(
    { clock, authority, tokenSeconds }: SandboxAuthOptions,
    fhir: FhirServer,
    more: Pick<AuthServerOptions, 'holder' | 'davinci'>,
  ): AuthServer {
    const { definitions, types } = fhir.repository;
    const fhirBaseUrl = () => fhir.fhirBaseUrl;
    const udap = new UdapDesk({
      urls: () => authUrls(fhirBaseUrl()),
      authority,
      registry: this.#clients,
      clock,
      faults: () => this.#faultNames,
    });
    this.#desks.push(udap);
    return new AuthServer({
      clock,
      clients: this.#clients,
      faults: this.#faults,
      fhirBaseUrl,
      members: () => fhir.exclusive(() => membersOf(fhir.repository)),
      surroundings: {
        types,
        isToken: (type, parameter) => definitions.searchParameters(type).get(parameter)?.type === 'token',
      },
      requiresToken: () => this.requireAuth,
      udap,
      ...(tokenSeconds === undefined ? {} : { seconds: tokenSeconds }),
      ...more,
    });
  }

  async #keep(): Promise<void> {
    const kept: Kept = { clients: this.#clients.kept, authorities: [...this.#authorities] };
    await this.#store.exclusive(() => this.#store.repository.database.setNote(NOTE, JSON.stringify(kept)));
  }

  setFaults(names: readonly FaultName[]): void {
    this.#faultNames = names;
    this.#faults.set(names);
  }

  /** Takes the keys of a JWKS (as text) from whichever client id; rejects with invalid-input. */
  takeFromAnyone(jwks: string): void {
    this.#clients.takeFromAnyone(jwks);
  }

  /** Makes a client known to both servers, also after a restart; rejects with invalid-input. */
  async admit(admission: Admission): Promise<void> {
    const { authority } = admission;
    if (authority === undefined) this.#clients.admit(admission);
    else {
      for (const desk of this.#desks) desk.trust(authority);
      this.#authorities = [...new Set([...this.#authorities, authority])];
    }
    await this.#keep();
  }

  clients(): SandboxClient[] {
    return this.#clients.list();
  }

  /** Takes up what the store knows of clients, after it was filled or put back, and ends everything issued. */
  async restore(): Promise<void> {
    const note = await this.#store.exclusive(() => this.#store.repository.database.note(NOTE));
    const { clients, authorities }: Kept = note === undefined ? { clients: [], authorities: [] } : JSON.parse(note);
    this.#clients.restore(clients);
    this.#authorities = authorities;
    this.provider.reset();
    this.payer.reset();
    for (const desk of this.#desks) for (const one of authorities) desk.trust(one);
  }

  /** The token by which the sandbox's provider submits to the sandbox's payer and reads its questionnaires, where that needs one; undefined for every other URL. */
  async tokenForSubmission(to: string): Promise<string | undefined> {
    if (!this.requireAuth) return undefined;
    const own = to === this.payer.urls.fhir || to.startsWith(`${this.payer.urls.fhir}/`);
    return own ? this.payer.tokenFor('sandbox-provider', 'system/Communication.c system/Questionnaire.rs') : undefined;
  }
}
