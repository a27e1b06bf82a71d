import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReceiverIntroduction } from '../../shared/domain/receiver.ts';
import type { ReadSandboxToken, SandboxClient, SandboxLocks, SandboxTls } from '../../shared/domain/sandbox-access.ts';
import {
  type AnsweringChange,
  changeAnswering,
  type SandboxAnswering,
  usualAnswering,
} from '../../shared/domain/sandbox-answering.ts';
import { type FaultName, faultNames, isFault, isFaultOf } from '../../shared/domain/sandbox-faults.ts';
import type { Admission } from './auth/clients.ts';
import { TokenRights } from './auth/rights.ts';
import { SandboxAuth } from './auth/sandbox-auth.ts';
import type { Authority } from './certificates/authority.ts';
import { type CertificateWish, clientLine, type IssuedCertificate, issueCertificate } from './certificates/issue.ts';
import { keepAuthority } from './certificates/keep-authority.ts';
import { type SandboxClock, systemClock } from './clock.ts';
import { CONTROL_PATH, type ControlActions, control } from './control.ts';
import { SandboxError } from './errors.ts';
import { applyFaults } from './faults.ts';
import { type Definitions, loadDefinitions } from './fhir/definitions.ts';
import { FHIR_PATH } from './fhir/fhir-server.ts';
import { makePayer, makeProvider } from './make-servers.ts';
import { makeMembers } from './members/make-members.ts';
import type { SandboxMember, SandboxSeed } from './members/types.ts';
import { type SubmitReceipt, type SubmitRequest, submitUnsolicited } from './provider-submit.ts';
import { PayerFaults } from './payer/spoil-answer.ts';
import { fillOnce, refill } from './seed-store.ts';
import { createReceiverWay } from './submission/receiver-way.ts';
import type { PushLine } from './submission/secure-post.ts';
import { SubscriptionEngine } from './subscriptions/subscription-engine.ts';
import { TaskEngine } from './task-engine.ts';
import { spoilPoll } from './tasks/spoil-polls.ts';
import { createLine } from './tls/line.ts';

/** How to start the sandbox. */
export interface SandboxOptions {
  /** Directory for the databases, or ':memory:'. */
  folder: string;
  /** The file written by scripts/make-definitions.mjs. */
  definitionsFile: string;
  /** 0, the default, takes any free port. */
  providerPort?: number;
  payerPort?: number;
  /** The same seed makes the same members; 1 when absent. */
  seed?: number;
  /** How its provider answers Tasks and its payer submissions, where not as usual. */
  answering?: AnsweringChange;
  /** Names of faults. */
  faults?: string[];
  /** Whether it speaks HTTPS; off when absent. */
  tls?: SandboxTls;
  /** Whether FHIR requests need a token; they do not when absent. One that is sent is checked either way. */
  requireAuth?: boolean;
  /** Public keys, a JWKS as text, taken from whichever client id presents an assertion signed by one of them. */
  clientJwks?: string;
}

/** What can be changed about the locks while it runs; what is left out stays. */
export type LocksChange = Pick<SandboxOptions, 'tls' | 'requireAuth' | 'clientJwks'>;

/** Where both servers are, and how their doors are locked. */
export interface SandboxDoors {
  provider: { fhirBaseUrl: string; tokenUrl: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string; tokenUrl: string };
  locks: SandboxLocks;
}

/** The running sandbox: a provider and a payer on the loopback interface. */
export interface Sandbox extends SandboxDoors {
  members: SandboxMember[];
  /** How its provider answered Tasks when it started. */
  answering: SandboxAnswering;
  /**
   * POST {controlUrl}/reset, submit, setFaults, setLocks, setAnswering, admit, clients, issueCertificate, readToken, meetReceiver or members with the header x-sandbox-key: the
   * same for other processes. In plain HTTP, whatever the servers speak.
   */
  controlUrl: string;
  controlKey: string;
  /** Puts both servers back to the state of the seed and calls off every Task. */
  reset(): Promise<void>;
  /** Sets faults; an empty list ends them. */
  setFaults(names: string[]): Promise<void>;
  /** Changes how the doors are locked; answers where they are now. Faults of TLS end with TLS. */
  setLocks(change: LocksChange): Promise<SandboxDoors>;
  /** Changes how the provider answers Tasks; answers how it does now. */
  setAnswering(change: AnsweringChange): Promise<SandboxAnswering>;
  /** Makes a client known to both authorization servers. */
  admit(admission: Admission): Promise<void>;
  /** The clients they know. */
  clients(): Promise<SandboxClient[]>;
  /** Issues a certificate of the sandbox's authority for a public key. */
  issueCertificate(wish: CertificateWish): Promise<IssuedCertificate>;
  /** What an access token of the payer's authorization server says, or why it does not hold. */
  readToken(token: string): Promise<ReadSandboxToken>;
  /** Tells it how the console's receiver is reached and opened, or that there is none. Kept in memory alone. */
  meetReceiver(receiver: ReceiverIntroduction | null): Promise<void>;
  /** Lets the provider submit an unsolicited attachment. */
  submit(request: SubmitRequest): Promise<SubmitReceipt>;
  close(): Promise<void>;
}

/** What tests may bring of their own. */
export interface SandboxMakings {
  clock?: SandboxClock;
  makeSeed?: (seed: number) => SandboxSeed;
  /** How long access tokens live, in seconds. */
  tokenSeconds?: number;
}

function readFaults(names: readonly string[]): FaultName[] {
  const unknown = names.find((name) => !isFault(name));
  if (unknown === undefined) return names.filter(isFault);
  throw new SandboxError('invalid-input', `The sandbox has no fault "${unknown}".`, `Use ${faultNames.join(', ')}.`);
}

/** TLS faults need TLS: they would else be set and never felt. */
function checkFaults(faults: readonly FaultName[], tls: SandboxTls): void {
  const idle = tls === 'off' ? faults.find((name) => isFaultOf('tls', name)) : undefined;
  if (idle === undefined) return;
  const next = 'Let the sandbox speak HTTPS first (--tls), or leave the fault out.';
  throw new SandboxError('invalid-input', `The fault ${idle} is one of TLS, and the sandbox speaks plain HTTP.`, next);
}

function readDefinitions(file: string): Definitions {
  try {
    return loadDefinitions(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SandboxError('file-unreadable', `The FHIR definitions cannot be read: ${reason}.`, 'Run npm run build.');
  }
}

function prepareFolder(folder: string): void {
  if (folder === ':memory:') return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const next = 'Choose a folder that can be written.';
    throw new SandboxError('folder-unusable', `The sandbox folder ${folder} cannot be made: ${reason}.`, next);
  }
}

/**
 * Starts both servers, filled with the members of the seed. What was done in a folder stays until the seed changes or
 * reset() is called. Rejects with a SandboxError: port-in-use, folder-unusable, folder-corrupt, file-unreadable, invalid-input.
 */
export async function startSandbox(options: SandboxOptions, makings: SandboxMakings = {}): Promise<Sandbox> {
  const clock = makings.clock ?? systemClock;
  let faults = readFaults(options.faults ?? []);
  checkFaults(faults, options.tls ?? 'off');
  let answering = changeAnswering(usualAnswering, options.answering ?? {});
  const definitions = readDefinitions(options.definitionsFile);
  prepareFolder(options.folder);
  const controlKey = randomBytes(24).toString('base64url');

  const actions: ControlActions = {
    reset: () => reset(),
    setFaults: (names) => setFaults(Array.isArray(names) ? names.map(String) : []),
    setLocks: (change) => setLocks(change as LocksChange),
    setAnswering: (change) => setAnswering(change as AnsweringChange),
    admit: (admission) => auth.admit(admission as Admission),
    clients: async () => auth.clients(),
    issueCertificate: (wish) => issue(wish as CertificateWish),
    submit: (request) => submit(request as SubmitRequest),
    readToken: (token) => readToken(String(token)),
    meetReceiver: (receiver) => meetReceiver(receiver as ReceiverIntroduction | null),
    members: async () => seed.members,
  };
  const intercept = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> =>
    line.refuse(request, response) ||
    (await auth.provider.serve(request, response)) ||
    (request.url?.startsWith(FHIR_PATH) ? applyFaults(faults, request, response) : false);
  const parts = { folder: options.folder, definitions, clock };
  const provider = makeProvider(
    parts,
    {
      control: (request, response) => control(request, response, controlKey, actions),
      intercept,
      guard: async (request, path) => {
        const rights = await auth.provider.guard(request, path);
        spoilPoll(faults, request, path);
        return rights;
      },
      security: () => auth.provider.security,
    },
    { settings: () => answering, faults: () => faults },
  );
  const payerFaults = new PayerFaults();
  const payer = makePayer(
    parts,
    {
      intercept: async (request, response) =>
        line.refuse(request, response) ||
        (await auth.payer.serve(request, response)) ||
        payerFaults.intercept(request, response),
      guard: (request, path) => auth.payer.guard(request, path),
      spoil: (call, done) => payerFaults.spoil(call, done),
      security: () => auth.payer.security,
    },
    { rules: () => answering, faults: () => faults },
  );
  let authority: Promise<Authority> | undefined;
  const keptAuthority = () => (authority ??= keepAuthority(options.folder, clock.now()));
  const auth = await SandboxAuth.make({
    clock,
    provider,
    payer,
    authority: keptAuthority,
    ...(makings.tokenSeconds === undefined ? {} : { tokenSeconds: makings.tokenSeconds }),
  });
  const line = createLine([provider, payer], keptAuthority, () => clock.now());
  /** The provider pushes to its neighbour, the payer, too. */
  const receivers = createReceiverWay({
    line: () => (pushLine ??= keptAuthority().then((kept) => clientLine(kept, clock.now()))),
    token: () => auth.payer.tokenFor('sandbox-provider', 'system/Communication.c'),
  });
  let pushLine: Promise<PushLine> | undefined;
  const pushWay = receivers.around({
    line: async () => (line.tls === 'off' ? undefined : clientLine(await keptAuthority(), clock.now())),
    token: (url) => auth.tokenForSubmission(url),
  });
  const shared = { server: provider, clock, faults: () => faults };
  const engine = new TaskEngine({ ...shared, settings: () => answering, payer, pushWay });
  const subscriptions = new SubscriptionEngine({
    ...shared,
    line: receivers.line,
    rightsOf: ({ scope, memberId }) => new TokenRights(scope, memberId),
  });
  const stopEngines = () => {
    engine.stop();
    subscriptions.stop();
  };
  const startEngines = async () => {
    await subscriptions.start();
    await engine.start();
  };

  const submit = (request: SubmitRequest) => submitUnsolicited(provider, seed.members, request, pushWay);

  const close = async (): Promise<void> => {
    stopEngines();
    await Promise.all([provider.close(), payer.close()]);
  };
  async function setFaults(names: string[]): Promise<void> {
    const read = readFaults(names);
    checkFaults(read, line.tls);
    await line.set(line.tls, read);
    auth.setFaults(read);
    payerFaults.set(read);
    faults = read;
    await engine.adjust();
  }
  async function setAnswering(change: AnsweringChange): Promise<SandboxAnswering> {
    answering = changeAnswering(answering, change);
    await engine.adjust();
    return answering;
  }
  async function doors(): Promise<SandboxDoors> {
    const ca = line.tls === 'off' ? {} : { ca: (await keptAuthority()).root };
    return {
      provider: { fhirBaseUrl: provider.fhirBaseUrl, tokenUrl: auth.provider.urls.token },
      payer: {
        fhirBaseUrl: payer.fhirBaseUrl,
        submitAttachmentUrl: `${payer.fhirBaseUrl}/$submit-attachment`,
        tokenUrl: auth.payer.urls.token,
      },
      locks: { requireAuth: auth.requireAuth, tls: line.tls, ...ca },
    };
  }
  async function setLocks({ tls = line.tls, requireAuth, clientJwks }: LocksChange): Promise<SandboxDoors> {
    if (clientJwks !== undefined) auth.takeFromAnyone(clientJwks);
    if (tls === 'off') faults = faults.filter((name) => !isFaultOf('tls', name));
    await line.set(tls, faults);
    auth.requireAuth = requireAuth ?? auth.requireAuth;
    return doors();
  }
  const meetReceiver = async (receiver: ReceiverIntroduction | null) => receivers.meet(receiver ?? undefined);
  async function readToken(token: string): Promise<ReadSandboxToken> {
    const read = await auth.payer.readToken(token);
    if ('refusal' in read) return read;
    const { clientId, scope, thumbprint } = read.token;
    return { clientId, scope, ...(thumbprint ? { thumbprint } : {}) };
  }
  const issue = async (wish: CertificateWish) => issueCertificate(await keptAuthority(), wish, clock.now());
  async function reset(): Promise<void> {
    stopEngines();
    await provider.exclusive(() => refill(provider.repository, seed.provider));
    await payer.exclusive(() => refill(payer.repository, seed.payer));
    await auth.restore();
    await startEngines();
  }

  auth.setFaults(faults);
  payerFaults.set(faults);
  auth.requireAuth = options.requireAuth ?? false;
  // Ports first: a taken one is told at once. Requests that come before the servers are filled wait for their turn.
  const ready = Promise.withResolvers<SandboxSeed>();
  let seed: SandboxSeed = { provider: [], payer: [], members: [] };
  const filling = Promise.all([
    provider.exclusive(async () => fillOnce(provider.repository, (await ready.promise).provider)),
    payer.exclusive(async () => fillOnce(payer.repository, (await ready.promise).payer)),
  ]);
  try {
    if (options.clientJwks !== undefined) auth.takeFromAnyone(options.clientJwks);
    await provider.listen(options.providerPort ?? 0);
    await payer.listen(options.payerPort ?? 0);
    await line.set(options.tls ?? 'off', faults);
    seed = (makings.makeSeed ?? makeMembers)(options.seed ?? 1);
    ready.resolve(seed);
    await filling;
    await auth.restore();
    await startEngines();
  } catch (error) {
    ready.reject(error);
    await filling.catch(() => {});
    await close();
    throw error;
  }
  return {
    ...(await doors()),
    members: seed.members,
    controlUrl: provider.fhirBaseUrl.slice(0, -FHIR_PATH.length).replace('https:', 'http:') + CONTROL_PATH,
    controlKey,
    reset,
    setFaults,
    setLocks,
    setAnswering,
    answering,
    admit: (admission) => auth.admit(admission),
    clients: async () => auth.clients(),
    issueCertificate: issue,
    readToken,
    meetReceiver,
    submit,
    close,
  };
}
