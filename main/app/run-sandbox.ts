import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { SandboxMemberInfo } from '../../shared/contract/sandbox.ts';
import type { Role, SandboxAddress } from '../../shared/domain/role.ts';
import type { AnsweringChange } from '../../shared/domain/sandbox-answering.ts';
import { isFaultOf } from '../../shared/domain/sandbox-faults.ts';
import type { Vault } from '../credentials/vault.ts';
import type { Ports } from '../ports.ts';
import { SandboxError } from '../sandbox/errors.ts';
import type { SandboxMember } from '../sandbox/members/types.ts';
import type { LocksChange, Sandbox, SandboxDoors, SandboxOptions } from '../sandbox/sandbox.ts';
import type { SandboxHandle, SandboxStart } from '../services/kit.ts';
import { privateFolder } from '../store/private-folder.ts';
import { roleIsHeld } from '../store/role-locks.ts';
import type { Store } from '../store/store.ts';
import { admissionOf } from './admission-of.ts';
import { certifyConnection, type Issue, isCertified } from './certify-connection.ts';
import { createRolePlayer } from './play-role.ts';
import { type Reachable, reachHolder } from './reach-sandbox.ts';
import { builtIn, connectionsTo, freeName, kept } from './sandbox-connections.ts';
import { saveCertificates } from './save-certificates.ts';

/** Starts, stops and resets the embedded partners; one process per data folder has them. */
export function createSandboxHandle(ports: Ports, store: Store, vault: Vault): SandboxHandle {
  const folder = path.join(ports.dataFolder, 'sandbox');
  const keyFile = path.join(folder, 'control.json');
  const player = createRolePlayer<Sandbox>({ ports, store }, 'sandbox', 'Use sandbox or serve.', async (sandbox) => {
    await sandbox.close();
    rmSync(keyFile, { force: true });
  });

  async function open(options: SandboxStart): Promise<Reply<Sandbox>> {
    privateFolder(folder);
    const settings = await ports.settings();
    const made: SandboxOptions = {
      folder,
      definitionsFile: ports.assets.definitionsFile,
      providerPort: options.providerPort ?? settings.get('sandboxProviderPort'),
      payerPort: options.payerPort ?? settings.get('sandboxPayerPort'),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      answering: answeringOf(options),
      ...(options.faults === undefined ? {} : { faults: options.faults }),
      ...(options.tls === undefined ? {} : { tls: options.tls }),
      ...(options.requireAuth === undefined ? {} : { requireAuth: options.requireAuth }),
      ...(options.clientJwks === undefined ? {} : { clientJwks: options.clientJwks }),
    };
    const { openSandbox } = await import('../sandbox/open-sandbox.ts'); // most commands never need it
    const first = await attempt(() => openSandbox(ports.assets.sandboxWorker, made));
    const preferred = options.providerPort === undefined || options.payerPort === undefined;
    if (first.ok || first.error.code !== 'port-in-use' || !preferred) return first;
    // A port nobody asked for by name is only a preference.
    const anyPort = { ...made, providerPort: options.providerPort ?? 0, payerPort: options.payerPort ?? 0 };
    return attempt(() => openSandbox(ports.assets.sandboxWorker, anyPort));
  }

  /** Leaves the key by which other processes ask; answers what the role's record says. */
  function tell(sandbox: Sandbox, since: string, faults: string[]): Partial<Role> {
    const { controlUrl, controlKey } = sandbox;
    writeFileSync(keyFile, JSON.stringify({ url: controlUrl, key: controlKey }), { mode: 0o600 });
    return { ...tellDoors(sandbox, since), faults, answering: sandbox.answering };
  }

  /** Points the built-in connections to the doors as they are; answers what the role's record says of them. */
  function tellDoors({ provider, payer, locks }: SandboxDoors, since: string): Partial<Role> {
    const address: SandboxAddress = { provider, payer };
    for (const connection of connectionsTo(address, locks, since)) {
      const isTaken = (name: string) => (store.connections.find(name)?.id ?? connection.id) !== connection.id;
      const named = { ...connection, name: freeName(connection.name, isTaken) };
      store.connections.put(kept(named, store.connections.get(connection.id)));
    }
    return { sandbox: address, locks };
  }

  /** Changes the record of the role, where every process sees it. */
  const noteRole = (change: (role: Role) => Partial<Role>): Role =>
    store.write(() => {
      const role = store.roles.get('sandbox') as Role;
      const changed: Role = { ...role, ...change(role) };
      store.roles.put(changed);
      return changed;
    });

  const issue: Issue = (wish) => ask((sandbox) => sandbox.issueCertificate(wish));

  /** Gives the built-in connections client certificates where they need them; what is in the way is told, and the sandbox runs on. */
  async function equip(role: Role): Promise<Role> {
    const { tls, ca } = role.locks ?? {};
    if (tls !== 'mutual' || ca === undefined) return role;
    for (const id of builtIn) {
      const connection = store.connections.get(id);
      if (!connection || isCertified(connection, ca, vault, ports.clock.now())) continue;
      const certified = await certifyConnection({ store, vault, issue }, connection, 'client');
      if (certified.ok) continue;
      const { message, next } = certified.error;
      const lacking = `The sandbox’s own connections have no client certificate: ${message} ${next}`;
      ports.log(lacking);
      return noteRole(({ locks }) => (locks ? { locks: { ...locks, lacking } } : {}));
    }
    return role;
  }

  /** The sandbox of this process, or of the one that has the role. */
  const reach = (): Reply<Reachable> => {
    const own = player.part();
    if (own) return ok(own);
    if (roleIsHeld(ports.dataFolder, 'sandbox')) return ok(reachHolder(keyFile));
    return fail('not-running', 'The sandbox is not running.', 'Start it in the console, or with the sandbox command.');
  };
  /** Asks it, and turns what it throws into a reply. */
  async function ask<T>(question: (sandbox: Reachable) => Promise<T>): Promise<Reply<T>> {
    const sandbox = reach();
    return sandbox.ok ? attempt(() => question(sandbox.value)) : sandbox;
  }

  /** Sets the faults and notes them in the record of the role, where every process sees them. */
  async function setFaults(faults: string[]): Promise<Reply<Role>> {
    const set = await ask((sandbox) => sandbox.setFaults(faults));
    if (!set.ok) return set;
    return ok(noteRole(() => ({ faults })));
  }

  async function setAnswering(change: AnsweringChange): Promise<Reply<Role>> {
    const answering = await ask((sandbox) => sandbox.setAnswering(change));
    return answering.ok ? ok(noteRole(() => ({ answering: answering.value }))) : answering;
  }

  /** What starting means for a sandbox that runs in this process: faults, locks and answering are as asked for, all else stays. */
  async function restart(options: SandboxStart): Promise<Reply<Role>> {
    const { faults, tls, requireAuth, clientJwks } = options;
    const locks: LocksChange = {
      ...(tls === undefined ? {} : { tls }),
      ...(requireAuth === undefined ? {} : { requireAuth }),
      ...(clientJwks === undefined ? {} : { clientJwks }),
    };
    const locked = Object.keys(locks).length ? await setLocks(locks) : ok(store.roles.get('sandbox') as Role);
    const answering = answeringOf(options);
    const answered = locked.ok && Object.keys(answering).length ? await setAnswering(answering) : locked;
    return answered.ok && faults ? setFaults(faults) : answered;
  }

  async function setLocks(change: LocksChange): Promise<Reply<Role>> {
    const doors = await ask((sandbox) => sandbox.setLocks(change));
    if (!doors.ok) return doors;
    const { tls } = doors.value.locks;
    const told = noteRole(({ since, faults = [] }) => ({
      ...tellDoors(doors.value, since ?? ''),
      faults: tls === 'off' ? faults.filter((name) => !isFaultOf('tls', name)) : faults,
    }));
    return ok(await equip(told));
  }

  const configured = (request: string) =>
    store.write(() => store.audit.add({ action: 'configuration', request, outcome: 'done' }));

  return {
    async start(options) {
      if (player.part()) return restart(options);
      let isOurs = false;
      const started = await player.start(
        () => {
          isOurs = true;
          return open(options);
        },
        (sandbox, since) => tell(sandbox, since, options.faults ?? []),
      );
      if (!started.ok) return started;
      // Somebody else's start was under way and knew nothing of our locks: whoever asks for them must not find the doors open.
      return isOurs ? ok(await equip(started.value)) : restart(options);
    },
    setFaults,
    setLocks,
    setAnswering,
    async admit(connection) {
      const admission = await admissionOf({ store, vault }, connection);
      if (!admission.ok) return admission;
      const { clientId } = admission.value;
      const reply = await ask((sandbox) => sandbox.admit(admission.value));
      if (!reply.ok) return reply;
      configured(`make the client ${clientId} of ${connection.name} known to the sandbox`);
      return ok({ clientId });
    },
    clients: () => ask((sandbox) => sandbox.clients()),
    certify: (connection, kind) => certifyConnection({ store, vault, issue }, connection, kind),
    saveCertificates: (to) => saveCertificates(store, issue, to),
    stop: player.stop,
    async reset() {
      if (!player.part() && !roleIsHeld(ports.dataFolder, 'sandbox')) rmSync(folder, { recursive: true, force: true });
      else {
        const reply = await ask((sandbox) => sandbox.reset());
        if (!reply.ok) return reply;
      }
      // Clients that were made known to it are gone with it.
      configured('put the sandbox back to its seed');
      return ok({ reset: true });
    },
    async members() {
      const reply = await ask(async (sandbox) => sandbox.members);
      return reply.ok ? ok(reply.value.map(toInfo)) : reply;
    },
    submit: (request) => ask((sandbox) => sandbox.submit(request)),
    readToken: (token) => ask((sandbox) => sandbox.readToken(token)),
    meetReceiver: (receiver) => ask((sandbox) => sandbox.meetReceiver(receiver ?? null)),
  };
}

/** What a start says of how Tasks and submissions are answered. */
function answeringOf(start: SandboxStart): AnsweringChange {
  const { answering, requirePurpose, reopen, noHits, outputs, stepMs, tracking, afterFinal, unknownMember } = start;
  const all = { answering, requirePurpose, reopen, noHits, outputs, stepMs, tracking, afterFinal, unknownMember };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The sandbox throws errors with a code; a host needs a reply. */
async function attempt<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof SandboxError) return fail(error.code, error.message, error.next);
    throw error;
  }
}

/** Identifiers as text; those of a member are always whole. */
const text = ({ system, value }: { system: string; value: string }) => `${system}|${value}`;

function toInfo({
  patientId,
  name,
  birthDate,
  memberId,
  claimId,
  claims,
  storyline,
}: SandboxMember): SandboxMemberInfo {
  return {
    patientId,
    name,
    birthDate,
    memberId: text(memberId),
    ...(claimId ? { claimId: text(claimId) } : {}),
    claims,
    storyline,
  };
}
