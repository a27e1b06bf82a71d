import { changeAnswering } from '../../shared/domain/sandbox-answering.ts';
import { isFaultOf } from '../../shared/domain/sandbox-faults.ts';
import { issueCertificate } from './certificates/issue.ts';
import { checkFaults, readFaults } from './check-options.ts';
import type { SandboxClock } from './clock.ts';
import type { Behaviour, SandboxParts } from './make-parts.ts';
import type { SandboxSeed } from './members/types.ts';
import { submitUnsolicited } from './provider-submit.ts';
import type { SandboxActions, SandboxDoors } from './sandbox.ts';
import { refill } from './seed-store.ts';

/** What the actions go by, beside the parts. */
interface Means {
  behaviour: Behaviour;
  clock: SandboxClock;
  seed(): SandboxSeed;
}

/** Where the doors are now, and how they are locked. */
export async function doorsOf({ provider, payer, auth, line, authority }: SandboxParts): Promise<SandboxDoors> {
  const ca = line.tls === 'off' ? {} : { ca: (await authority()).root };
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

/** What can be asked of these parts while they run. */
export function actionsOf(parts: SandboxParts, { behaviour, clock, seed }: Means): SandboxActions {
  const { provider, payer, payerFaults, auth, line, receivers, pushWay, authority, engines } = parts;
  return {
    async reset() {
      engines.stop();
      await provider.exclusive(() => refill(provider.repository, seed().provider));
      await payer.exclusive(() => refill(payer.repository, seed().payer));
      await auth.restore();
      await engines.start();
    },
    async setFaults(names) {
      const read = readFaults(names);
      checkFaults(read, line.tls);
      await line.set(line.tls, read);
      auth.setFaults(read);
      payerFaults.set(read);
      behaviour.faults = read;
      await engines.adjust();
    },
    async setLocks({ tls = line.tls, requireAuth, clientJwks }) {
      if (clientJwks !== undefined) auth.takeFromAnyone(clientJwks);
      if (tls === 'off') behaviour.faults = behaviour.faults.filter((name) => !isFaultOf('tls', name));
      await line.set(tls, behaviour.faults);
      auth.requireAuth = requireAuth ?? auth.requireAuth;
      return doorsOf(parts);
    },
    async setAnswering(change) {
      behaviour.answering = changeAnswering(behaviour.answering, change);
      await engines.adjust();
      return behaviour.answering;
    },
    admit: (admission) => auth.admit(admission),
    clients: async () => auth.clients(),
    issueCertificate: async (wish) => issueCertificate(await authority(), wish, clock.now()),
    async readToken(token) {
      const read = await auth.payer.readToken(token);
      if ('refusal' in read) return read;
      const { clientId, scope, thumbprint } = read.token;
      return { clientId, scope, ...(thumbprint ? { thumbprint } : {}) };
    },
    meetReceiver: async (receiver) => receivers.meet(receiver ?? undefined),
    submit: (request) => submitUnsolicited(provider, seed().members, request, pushWay),
  };
}
