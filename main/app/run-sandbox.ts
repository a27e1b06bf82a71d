import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { Role, SandboxAddress } from '../../shared/domain/role.ts';
import type { Ports } from '../ports.ts';
import { SandboxError } from '../sandbox/errors.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/start-sandbox.ts';
import type { SandboxHandle, SandboxStart } from '../services/kit.ts';
import { privateFolder } from '../store/database.ts';
import { type RoleLock, roleIsHeld, takeRole } from '../store/role-locks.ts';
import type { Store } from '../store/store.ts';

const notRunning = () =>
  fail('not-running', 'The sandbox is not running in this process.', 'Start it with sandbox.start.');

/** Starts, stops and resets the embedded partners; one process per data folder has them. */
export function createSandboxHandle(ports: Ports, store: Store): SandboxHandle {
  const folder = path.join(ports.dataFolder, 'sandbox');
  const keyFile = path.join(folder, 'control.json');
  let running: { sandbox: Sandbox; lock: RoleLock } | undefined;

  async function open(options: SandboxStart): Promise<Reply<Sandbox>> {
    const { settings } = ports;
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

  return {
    async start(options) {
      if (running) {
        if (options.faults) await running.sandbox.setFaults(options.faults);
        return ok(store.roles.get('sandbox') as Role);
      }
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
      const role: Role = {
        id: 'sandbox',
        running: true,
        pid: process.pid,
        since,
        sandbox: { provider: sandbox.provider, payer: sandbox.payer },
      };
      store.write(() => {
        store.roles.put(role);
        for (const connection of connectionsTo(role.sandbox as SandboxAddress, since))
          store.connections.put({ ...connection, ...kept(store.connections.get(connection.id)) });
      });
      return ok(role);
    },
    async stop() {
      if (!running) return;
      const { sandbox, lock } = running;
      running = undefined;
      await sandbox.close();
      rmSync(keyFile, { force: true });
      store.write(() => store.roles.put({ id: 'sandbox', running: false }));
      lock.release();
    },
    async reset() {
      if (running) await running.sandbox.reset();
      else if (roleIsHeld(ports.dataFolder, 'sandbox')) return askHolder(keyFile);
      else rmSync(folder, { recursive: true, force: true });
      return ok({ reset: true });
    },
    members() {
      if (!running) return notRunning();
      const text = ({ system, value }: { system: string; value: string }) => `${system}|${value}`;
      return ok(
        running.sandbox.members.map(({ patientId, name, birthDate, memberId, claimId, storyline }) => ({
          patientId,
          name,
          birthDate,
          memberId: text(memberId),
          ...(claimId ? { claimId: text(claimId) } : {}),
          storyline,
        })),
      );
    },
    async submit(request) {
      const sandbox = running?.sandbox;
      return sandbox ? attempt(() => sandbox.submit(request)) : notRunning();
    },
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

/** Asks the process that runs the sandbox to put it back. */
async function askHolder(keyFile: string): Promise<Reply<{ reset: true }>> {
  try {
    const { url, key } = JSON.parse(readFileSync(keyFile, 'utf8')) as { url: string; key: string };
    const answer = await fetch(`${url}/reset`, { method: 'POST', headers: { 'x-sandbox-key': key } });
    if (answer.ok) return ok({ reset: true });
    return fail(
      'server-error',
      `The running sandbox answered ${answer.status}.`,
      'End the process that runs it and start again.',
    );
  } catch (error) {
    return fail(
      'unreachable',
      `The running sandbox does not answer: ${(error as Error).message}.`,
      'End the process that runs it and start again.',
    );
  }
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
