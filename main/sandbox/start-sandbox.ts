import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FaultName, faultNames, isFault } from '../../shared/domain/sandbox-faults.ts';
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
import { fillOnce, refill } from './seed-store.ts';
import { TaskEngine } from './task-engine.ts';

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
  /** Time between two steps of a Task, in milliseconds; 1000 when absent. */
  stepMs?: number;
  /** Names of faults, for the provider's FHIR requests. */
  faults?: string[];
}

/** The running sandbox: a provider and a payer on the loopback interface. */
export interface Sandbox {
  provider: { fhirBaseUrl: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string };
  members: SandboxMember[];
  /** POST {controlUrl}/reset, submit, setFaults or members with the header x-sandbox-key: the same for other processes. */
  controlUrl: string;
  controlKey: string;
  /** Puts both servers back to the state of the seed and calls off every Task. */
  reset(): Promise<void>;
  /** Sets the provider's faults; an empty list ends them. */
  setFaults(names: string[]): Promise<void>;
  /** Lets the provider submit an unsolicited attachment. */
  submit(request: SubmitRequest): Promise<SubmitReceipt>;
  close(): Promise<void>;
}

/** What tests may bring of their own. */
export interface SandboxMakings {
  clock?: SandboxClock;
  makeSeed?: (seed: number) => SandboxSeed;
}

function readFaults(names: readonly string[]): FaultName[] {
  const unknown = names.find((name) => !isFault(name));
  if (unknown === undefined) return names.filter(isFault);
  throw new SandboxError('invalid-input', `The sandbox has no fault "${unknown}".`, `Use ${faultNames.join(', ')}.`);
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
  const definitions = readDefinitions(options.definitionsFile);
  prepareFolder(options.folder);
  const controlKey = randomBytes(24).toString('base64url');

  const actions: ControlActions = {
    reset: () => reset(),
    setFaults: async (names) => {
      faults = readFaults(Array.isArray(names) ? names.map(String) : []);
    },
    submit: (request) => submitUnsolicited(provider, seed.members, request as SubmitRequest),
    members: async () => seed.members,
  };
  const intercept = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> =>
    request.url?.startsWith(FHIR_PATH) ? applyFaults(faults, request, response) : false;
  const parts = { folder: options.folder, definitions, clock };
  const provider = makeProvider(parts, {
    control: (request, response) => control(request, response, controlKey, actions),
    intercept,
  });
  const payer = makePayer(parts);
  const engine = new TaskEngine({ server: provider, clock, stepMs: options.stepMs ?? 1000 });

  const close = async (): Promise<void> => {
    engine.stop();
    await Promise.all([provider.close(), payer.close()]);
  };
  async function reset(): Promise<void> {
    engine.stop();
    await provider.exclusive(() => refill(provider.repository, seed.provider));
    await payer.exclusive(() => refill(payer.repository, seed.payer));
    await engine.start();
  }

  // Ports first: a taken one is told at once. Requests that come before the servers are filled wait for their turn.
  const ready = Promise.withResolvers<SandboxSeed>();
  let seed: SandboxSeed = { provider: [], payer: [], members: [] };
  const filling = Promise.all([
    provider.exclusive(async () => fillOnce(provider.repository, (await ready.promise).provider)),
    payer.exclusive(async () => fillOnce(payer.repository, (await ready.promise).payer)),
  ]);
  try {
    await provider.listen(options.providerPort ?? 0);
    await payer.listen(options.payerPort ?? 0);
    seed = (makings.makeSeed ?? makeMembers)(options.seed ?? 1);
    ready.resolve(seed);
    await filling;
    await engine.start();
  } catch (error) {
    ready.reject(error);
    await filling.catch(() => {});
    await close();
    throw error;
  }
  return {
    provider: { fhirBaseUrl: provider.fhirBaseUrl },
    payer: { fhirBaseUrl: payer.fhirBaseUrl, submitAttachmentUrl: `${payer.fhirBaseUrl}/$submit-attachment` },
    members: seed.members,
    controlUrl: provider.fhirBaseUrl.slice(0, -FHIR_PATH.length) + CONTROL_PATH,
    controlKey,
    reset,
    setFaults: async (names) => {
      faults = readFaults(names);
    },
    submit: (request) => submitUnsolicited(provider, seed.members, request),
    close,
  };
}
