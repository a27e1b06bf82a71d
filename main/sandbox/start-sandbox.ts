import { randomBytes } from 'node:crypto';
import { changeAnswering, usualAnswering } from '../../shared/domain/sandbox-answering.ts';
import { actionsOf, doorsOf } from './actions.ts';
import { actionNamed } from './carry-actions.ts';
import { checkFaults, prepareFolder, readDefinitions, readFaults } from './check-options.ts';
import { type SandboxClock, systemClock } from './clock.ts';
import { CONTROL_PATH, control } from './control.ts';
import { FHIR_PATH } from './fhir/fhir-server.ts';
import { type Behaviour, makeParts } from './make-parts.ts';
import { makeMembers } from './members/make-members.ts';
import type { SandboxSeed } from './members/types.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { fillOnce } from './seed-store.ts';

/** What tests may bring of their own. */
export interface SandboxMakings {
  clock?: SandboxClock;
  makeSeed?: (seed: number) => SandboxSeed;
  /** How long access tokens live, in seconds. */
  tokenSeconds?: number;
}

/**
 * Starts both servers, filled with the members of the seed. What was done in a folder stays until the seed changes or
 * reset() is called. Rejects with a SandboxError: port-in-use, folder-unusable, folder-corrupt, file-unreadable, invalid-input.
 */
export async function startSandbox(options: SandboxOptions, makings: SandboxMakings = {}): Promise<Sandbox> {
  const { folder, tls = 'off' } = options;
  const clock = makings.clock ?? systemClock;
  const faults = readFaults(options.faults ?? []);
  checkFaults(faults, tls);
  const behaviour: Behaviour = { faults, answering: changeAnswering(usualAnswering, options.answering ?? {}) };
  const definitions = readDefinitions(options.definitionsFile);
  prepareFolder(folder);

  let seed: SandboxSeed = { provider: [], payer: [], members: [] };
  const controlKey = randomBytes(24).toString('base64url');
  const parts = await makeParts({
    folder,
    definitions,
    clock,
    behaviour,
    tokenSeconds: makings.tokenSeconds,
    control: (request, response) => control(request, response, controlKey, asked),
  });
  const { provider, payer, payerFaults, auth, line, engines } = parts;
  const actions = actionsOf(parts, { behaviour, clock, seed: () => seed });
  const asked = (name: string) => (name === 'members' ? async () => seed.members : actionNamed(actions, name));
  const close = async (): Promise<void> => {
    engines.stop();
    await Promise.all([provider.close(), payer.close()]);
  };

  auth.setFaults(faults);
  payerFaults.set(faults);
  auth.requireAuth = options.requireAuth ?? false;
  // Ports first: a taken one is told at once. Requests that come before the servers are filled wait for their turn.
  const ready = Promise.withResolvers<SandboxSeed>();
  const filling = Promise.all([
    provider.exclusive(async () => fillOnce(provider.repository, (await ready.promise).provider)),
    payer.exclusive(async () => fillOnce(payer.repository, (await ready.promise).payer)),
  ]);
  try {
    if (options.clientJwks !== undefined) auth.takeFromAnyone(options.clientJwks);
    await provider.listen(options.providerPort ?? 0);
    await payer.listen(options.payerPort ?? 0);
    await line.set(tls, faults);
    seed = (makings.makeSeed ?? makeMembers)(options.seed ?? 1);
    ready.resolve(seed);
    await filling;
    await auth.restore();
    await engines.start();
  } catch (error) {
    ready.reject(error);
    await filling.catch(() => {});
    await close();
    throw error;
  }
  return {
    ...(await doorsOf(parts)),
    ...actions,
    members: seed.members,
    controlUrl: provider.fhirBaseUrl.slice(0, -FHIR_PATH.length).replace('https:', 'http:') + CONTROL_PATH,
    controlKey,
    answering: behaviour.answering,
    close,
  };
}
