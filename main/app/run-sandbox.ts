import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { SandboxMemberInfo } from '../../shared/contract/sandbox.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Role, SandboxAddress } from '../../shared/domain/role.ts';
import type { Ports } from '../ports.ts';
import { SandboxError } from '../sandbox/errors.ts';
import type { SandboxMember } from '../sandbox/members/types.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/start-sandbox.ts';
import type { SandboxHandle, SandboxStart } from '../services/kit.ts';
import { privateFolder } from '../store/private-folder.ts';
import { type RoleLock, roleIsHeld, takeRole } from '../store/role-locks.ts';
import type { Store } from '../store/store.ts';
import { type Reachable, reachHolder } from './reach-sandbox.ts';

/** Starts, stops and resets the embedded partners; one process per data folder has them. */
export function createSandboxHandle(ports: Ports, store: Store): SandboxHandle {
  const folder = path.join(ports.dataFolder, 'sandbox');
  const keyFile = path.join(folder, 'control.json');
  let running: { sandbox: Sandbox; lock: RoleLock } | undefined;

  async function open(options: SandboxStart): Promise<Reply<Sandbox>> {
    const settings = await ports.settings();
    const made: SandboxOptions = {
      folder,
      definitionsFile: ports.assets.definitionsFile,
      providerPort: options.providerPort ?? settings.get('sandboxProviderPort'),
      payerPort: options.payerPort ?? settings.get('sandboxPayerPort'),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.stepMs === undefined ? {} : { stepMs: options.stepMs }),
      ...(options.faults === undefined ? {} : { faults: options.faults }),
    };
    const { openSandbox } = await import('../sandbox/open-sandbox.ts'); // most commands never need it
    const first = await attempt(() => openSandbox(ports.assets.sandboxWorker, made));
    const preferred = options.providerPort === undefined || options.payerPort === undefined;
    if (first.ok || first.error.code !== 'port-in-use' || !preferred) return first;
    // A port nobody asked for by name is only a preference.
    const anyPort = { ...made, providerPort: options.providerPort ?? 0, payerPort: options.payerPort ?? 0 };
    return attempt(() => openSandbox(ports.assets.sandboxWorker, anyPort));
  }

  async function start(options: SandboxStart): Promise<Reply<Role>> {
    if (!ports.capabilities.includes('stay'))
      return fail(
        'capability-missing',
        'This command does not stay, so it cannot keep a sandbox.',
        'Use sandbox or serve.',
      );
    const lock = takeRole(ports.dataFolder, 'sandbox');
    if (!lock.ok) return lock;
    privateFolder(folder);
    const opened = await open(options);
    if (!opened.ok) {
      lock.value.release();
      return opened;
    }
    const sandbox = opened.value;
    running = { sandbox, lock: lock.value };
    writeFileSync(keyFile, JSON.stringify({ url: sandbox.controlUrl, key: sandbox.controlKey }), { mode: 0o600 });
    const since = new Date(ports.clock.now()).toISOString();
    const address: SandboxAddress = { provider: sandbox.provider, payer: sandbox.payer };
    const role: Role = {
      id: 'sandbox',
      running: true,
      pid: process.pid,
      since,
      sandbox: address,
      faults: options.faults ?? [],
    };
    store.write(() => {
      store.roles.put(role);
      for (const connection of connectionsTo(address, since))
        store.connections.put({ ...connection, ...kept(store.connections.get(connection.id)) });
    });
    return ok(role);
  }

  /** The sandbox of this process, or of the one that has the role. */
  const reach = (): Reply<Reachable> => {
    if (running) return ok(running.sandbox);
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
    return ok(
      store.write(() => {
        const role: Role = { ...(store.roles.get('sandbox') as Role), faults };
        store.roles.put(role);
        return role;
      }),
    );
  }

  let starting: Promise<Reply<Role>> | undefined;
  return {
    async start(options) {
      if (running) return options.faults ? setFaults(options.faults) : ok(store.roles.get('sandbox') as Role);
      starting ??= start(options).finally(() => {
        starting = undefined;
      });
      return starting;
    },
    setFaults,
    async stop() {
      await starting;
      if (!running) return;
      const { sandbox, lock } = running;
      running = undefined;
      await sandbox.close();
      rmSync(keyFile, { force: true });
      store.write(() => store.roles.put({ id: 'sandbox', running: false }));
      lock.release();
    },
    async reset() {
      if (!running && !roleIsHeld(ports.dataFolder, 'sandbox')) {
        rmSync(folder, { recursive: true, force: true });
        return ok({ reset: true });
      }
      const reply = await ask((sandbox) => sandbox.reset());
      return reply.ok ? ok({ reset: true }) : reply;
    },
    async members() {
      const reply = await ask(async (sandbox) => sandbox.members);
      return reply.ok ? ok(reply.value.map(toInfo)) : reply;
    },
    submit: (request) => ask((sandbox) => sandbox.submit(request)),
  };
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

function toInfo({ patientId, name, birthDate, memberId, claimId, storyline }: SandboxMember): SandboxMemberInfo {
  return {
    patientId,
    name,
    birthDate,
    memberId: text(memberId),
    ...(claimId ? { claimId: text(claimId) } : {}),
    storyline,
  };
}

/** What a person may have changed of a built-in connection stays. */
const kept = (connection: Connection | undefined) =>
  connection
    ? {
        name: connection.name,
        cdexVersion: connection.cdexVersion,
        timeoutMs: connection.timeoutMs,
        createdAt: connection.createdAt,
      }
    : {};

function connectionsTo({ provider, payer }: SandboxAddress, createdAt: string): Connection[] {
  const common = { cdexVersion: '2.1', timeoutMs: 30_000, auth: { method: 'none' }, createdAt } as const;
  return [
    {
      ...common,
      id: 'sandbox-provider',
      name: 'Lakeside Clinic (sandbox)',
      role: 'payer',
      origin: 'sandbox-provider',
      baseUrl: provider.fhirBaseUrl,
    },
    {
      ...common,
      id: 'sandbox-payer',
      name: 'Harbor Mutual (sandbox)',
      role: 'provider',
      origin: 'sandbox-payer',
      baseUrl: payer.fhirBaseUrl,
    },
  ];
}
