import { create } from 'zustand';
import { fail, type Failure, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { isSameKeyName } from '../../shared/domain/key.ts';
import type { Role } from '../../shared/domain/role.ts';
import { call } from '../api/call.ts';
import { keepDraft } from './drafts.ts';
import { recordsOf, useRecords } from './records.ts';
import { changeSettings } from './settings.ts';
import { throughVault } from './vault-gate.ts';
import { goTo } from './view.ts';

/** What the practice key, client and connection are called: found again the next time, and made anew where they are not there. */
export const practiceNames = {
  key: 'sandbox-practice',
  clientId: 'switchboard-practice',
  connection: 'Lakeside Clinic (backend services)',
} as const;

const scope = 'system/*.rs system/Task.crus';

interface Practice {
  /** What is being done; undefined while nothing is. */
  step?: string | undefined;
  failure?: Failure | undefined;
}

/** The preparation under way, or how the last one failed. */
export const usePractice = create<Practice>()(() => ({}));

const say = (step: string) => usePractice.setState({ step });

/** The sandbox running and asking for tokens. */
async function lockedSandbox(): Promise<Reply<Role>> {
  const running = useRecords.getState().role.byId.get('sandbox')?.running ?? false;
  say(running ? 'Locking the sandbox' : 'Starting the sandbox');
  return running ? call('sandbox.locks', { requireAuth: true }) : call('sandbox.start', { requireAuth: true });
}

async function practiceKey(): Promise<Reply<unknown>> {
  const keys = recordsOf(useRecords.getState(), 'key');
  if (keys.some(({ name, state }) => state === 'current' && isSameKeyName(name, practiceNames.key)))
    return ok(undefined);
  say('Making a key');
  const reply = await throughVault(() => call('keys.generate', { name: practiceNames.key, alg: 'RS384' }));
  // Another window may have been faster.
  return !reply.ok && reply.error.code === 'name-taken' ? ok(undefined) : reply;
}

/** The connection to the provider as it is locked now, with the authority of its certificate where it has one. */
async function practiceConnection({ sandbox, locks }: Role): Promise<Reply<Connection>> {
  if (!sandbox) return fail('not-running', 'The sandbox is not running.', 'Start it, then try again.');
  say('Making the connection');
  const fields = {
    baseUrl: sandbox.provider.fhirBaseUrl,
    auth: { method: 'backend', clientId: practiceNames.clientId, key: practiceNames.key, scope },
    files: { ca: locks?.ca === undefined ? null : { value: locks.ca } },
  } as const;
  const known = recordsOf(useRecords.getState(), 'connection').find(({ name }) => name === practiceNames.connection);
  if (known) return call('connections.update', { connection: known.id, patch: fields });
  const { files, ...rest } = fields;
  return call('connections.add', {
    ...rest,
    name: practiceNames.connection,
    ...(files.ca === null ? {} : { files: { ca: files.ca } }),
  });
}

async function prepare(): Promise<Reply<Connection>> {
  const role = await lockedSandbox();
  if (!role.ok) return role;
  const key = await practiceKey();
  if (!key.ok) return key;
  const connection = await practiceConnection(role.value);
  if (!connection.ok) return connection;
  const { id } = connection.value;
  if (role.value.locks?.tls === 'mutual') {
    say('Issuing a client certificate');
    const certified = await throughVault(() => call('sandbox.certificate', { connection: id, kind: 'client' }));
    if (!certified.ok) return certified;
  }
  say('Making it known to the sandbox');
  const admitted = await call('sandbox.admit', { connection: id });
  return admitted.ok ? connection : admitted;
}

/**
 * From nothing to a connection that is let in by SMART backend services: the sandbox asks for tokens, a key signs for a client it knows.
 * Then its check-up is opened. What is there from an earlier time is used again; a failure stays in `usePractice`.
 */
export async function practiseAuthorization(): Promise<void> {
  if (usePractice.getState().step !== undefined) return;
  usePractice.setState({ failure: undefined });
  const reply = await prepare();
  usePractice.setState({ step: undefined, failure: reply.ok ? undefined : reply.error });
  if (!reply.ok) return;
  await changeSettings({ welcomed: true, connectionId: reply.value.id });
  goTo('check-up');
}

/** The same from anywhere: the sandbox's screen shows the steps, and a failure where there is one. */
export function showPractice(): void {
  keepDraft('sandbox.view', 'access');
  goTo('sandbox');
  void practiseAuthorization();
}
