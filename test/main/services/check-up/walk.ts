import { admitTo } from '../../../../main/exchange/admissions.ts';
import { createDoor } from '../../../../main/exchange/door.ts';
import type { Tokens } from '../../../../main/exchange/token/tokens.ts';
import type { Vault } from '../../../../main/credentials/vault.ts';
import { runCheckUp } from '../../../../main/services/check-up/run-check-up.ts';
import type { Walk } from '../../../../main/services/check-up/step.ts';
import { openStore, type Store } from '../../../../main/store/store.ts';
import { createHeavy } from '../../../../main/wire/heavy.ts';
import { fail, ok, type Reply } from '../../../../shared/contract/errors.ts';
import type { CheckUp, CheckUpStep, CheckUpStepName } from '../../../../shared/domain/check-up.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { defaultPolicy } from '../../../../shared/domain/policy.ts';
import type { TlsView } from '../../../../shared/domain/tls-view.ts';
import type { TokenExplanation } from '../../../../shared/domain/token-explanation.ts';
import { createFakeClock, type FakeClock } from '../../../fakes/clock.ts';
import { type FakePartner, json, startPartner } from '../../../fakes/partner/partner.ts';
import { cleanUp, testPorts, unwrap } from '../../../fakes/ports.ts';

/** A partner, a connection to it, and check-ups of it; tokens and TLS are told, everything else goes over the wire. */
export interface TestWalk {
  fake: FakePartner;
  store: Store;
  clock: FakeClock;
  connection: Connection;
  run(signal?: AbortSignal): Promise<Reply<CheckUp>>;
  /** Runs it and answers one step. */
  step(name: CheckUpStepName): Promise<CheckUpStep>;
}

/** How a walk differs from one to an open server over plain http on this computer. */
export interface Told {
  connection?: Partial<Connection>;
  explanation?: Partial<TokenExplanation>;
  authorization?: Tokens['authorization'];
  tls?: Reply<TlsView>;
  secrets?: Record<string, string>;
}

const noVault = (secrets: Record<string, string>): Pick<Vault, 'use' | 'has'> => ({
  has: (reference) => reference in secrets,
  async use(reference, what, work) {
    const secret = secrets[reference];
    if (secret === undefined) return fail('secret-missing', `There is no ${what}.`, 'Give it to the connection.');
    return ok(await work(secret));
  },
});

const refuse = async () => fail('internal', 'This is not used here.', 'Do not.');

/** What an attempt that was granted looks like; `more` changes it. */
export const explained = (more: Partial<TokenExplanation>): TokenExplanation => ({
  connectionId: 'c1',
  at: '2026-10-01T12:00:00.000Z',
  granted: true,
  diagnosis: { code: 'granted', message: 'The partner granted a token.', next: 'Use it.' },
  response: { status: 200, headers: [], body: {} },
  scopes: { asked: ['system/*.rs'], granted: ['system/*.rs'], missing: [], unasked: [] },
  checks: [],
  ...more,
});

export async function openWalk(told: Told = {}): Promise<TestWalk> {
  const clock = createFakeClock();
  const ports = testPorts({ clock });
  const store = unwrap(openStore(ports.dataFolder));
  cleanUp(() => store.close());
  const door = createDoor({ store, clock, version: '9.9.9' });
  cleanUp(() => door.close());
  const heavy = createHeavy(ports.assets.heavyWorker);
  cleanUp(() => heavy.close());
  const fake = await startPartner();
  const connection: Connection = {
    id: 'c1',
    name: 'Mesa Orthopedics',
    baseUrl: fake.baseUrl,
    role: 'payer',
    cdexVersion: '2.1',
    timeoutMs: 10_000,
    origin: 'user',
    auth: { method: 'none' },
    line: {},
    policy: defaultPolicy,
    secrets: [],
    createdAt: new Date(clock.now()).toISOString(),
    ...told.connection,
  };
  store.write(() => store.connections.put(connection));
  const vault = { ...noVault(told.secrets ?? {}) } as Vault;
  const tokens: Tokens = {
    authorization: told.authorization ?? (async () => ok({ header: 'Bearer fake-granted', tookMs: 0 })),
    get: refuse,
    explain: async () => ok(explained(told.explanation ?? {})),
    last: async () => undefined,
    signIn: refuse,
    signOut: refuse,
    letGo: async () => undefined,
  };
  const kit = { ports, store, door, vault, tokens, admit: (id: string) => admitTo({ store, vault, tokens }, id) };
  async function run(signal = new AbortController().signal) {
    const walk: Walk = {
      kit,
      heavy,
      connection,
      signal,
      lookAtTls: async () => told.tls ?? fail('internal', 'No TLS view was told.', 'Tell one.'),
    };
    return runCheckUp(walk, { signal, progress: () => undefined, tell: () => undefined });
  }
  return {
    fake,
    store,
    clock,
    connection,
    run,
    async step(name) {
      const found = unwrap(await run()).steps.find((one) => one.name === name);
      if (!found) throw new Error(`No step ${name}`);
      return found;
    },
  };
}

/** Publishes a CapabilityStatement with these resources and operations. */
export function declare(fake: FakePartner, rest: object, changes: object = {}): void {
  fake.on(
    'GET /metadata',
    json(200, {
      resourceType: 'CapabilityStatement',
      status: 'active',
      kind: 'instance',
      fhirVersion: '4.0.1',
      format: ['application/fhir+json'],
      rest: [{ mode: 'server', ...rest }],
      ...changes,
    }),
  );
}
