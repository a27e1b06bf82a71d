import { fail, ok } from '../../../shared/contract/errors.ts';
import type { Progress } from '../../../shared/contract/events.ts';
import type { Snapshot } from '../../../shared/contract/host.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import type { VaultStatus } from '../../../shared/domain/vault.ts';
import type { ChangeWithoutSeq, Overrides } from '../bridge.ts';
import { scopes } from './accesses.ts';
import { auditAnswers } from './audit-answers.ts';
import { goodCheckUp } from './check-ups.ts';
import { discoveries } from './discoveries.ts';
import { narrowed, refused } from './explanations.ts';
import { sandboxAnswers } from './sandbox-answers.ts';
import { secretAnswers } from './secret-answers.ts';
import { tlsViewOf } from './tls-views.ts';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
  progress: (progress: Progress) => void;
  /** How the vault stands when the console starts. */
  vault: VaultStatus['state'];
  /** What goes on does not end now. */
  isHeld: () => boolean;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const cancelled = () => fail('cancelled', 'It was stopped.', 'Start it again when you like.');
const noConnection = () => fail('not-found', 'There is no such connection.', 'Choose one from the list.');

/** Keys, vault, audit, sandbox, tokens, discovery and check-ups of the fake console. */
export function accessAnswers({ snapshot, change, progress, vault, isHeld }: Means) {
  const last = new Map<string, TokenExplanation>([
    ['c4', refused],
    ['c6', narrowed],
  ]);
  const stopped = new Set<string>();
  const secrets = secretAnswers({ snapshot, change, vault });
  const { locked } = secrets;
  const find = (id: string) => snapshot.connection.find((one) => one.id === id);
  /** Says what goes on for about a second; false when somebody stopped it. */
  const go = async (operationId: string | undefined, labels: readonly string[], url?: string): Promise<boolean> => {
    for (const label of labels) {
      if (operationId) progress({ operationId, label, ...(url ? { url } : {}), done: false });
      do {
        await pause(120);
        if (operationId && stopped.has(operationId)) return false;
      } while (isHeld());
    }
    return true;
  };
  const grant = (connection: Connection) => {
    const now = Date.now();
    const record = {
      id: connection.id,
      token: {
        tokenType: 'Bearer',
        obtainedAt: new Date(now).toISOString(),
        expiresAt: new Date(now + 300_000).toISOString(),
        granted: scopes,
        missing: [],
        refreshable: connection.auth.method === 'code',
      },
    };
    change({ kind: 'access', id: connection.id, op: 'put', record });
    return record;
  };
  const answers: Overrides = {
    ...secrets.answers,
    ...auditAnswers(progress),
    ...sandboxAnswers({ snapshot, change }),
    'tokens.last': ({ connection }: { connection: string }) => ok(last.get(connection) ?? null),
    'tokens.explain': async ({ connection, operationId }: { connection: string; operationId?: string }) => {
      if (!(await go(operationId, ['Signing the assertion', 'Asking for a token']))) return cancelled();
      const explanation = {
        ...(last.get(connection) ?? refused),
        connectionId: connection,
        at: new Date().toISOString(),
      };
      last.set(connection, explanation);
      return ok(explanation);
    },
    'tokens.get': async ({ connection, operationId }: { connection: string; operationId?: string }) => {
      const found = find(connection);
      if (!found) return noConnection();
      const refusal = locked();
      if (refusal) return refusal;
      if (!(await go(operationId, ['Asking for a token']))) return cancelled();
      grant(found);
      return ok({ tokenType: 'Bearer', expiresAt: null, scope: scopes.join(' '), granted: scopes, missing: [] });
    },
    'tokens.sign-in': async ({ connection, operationId }: { connection: string; operationId?: string }) => {
      const found = find(connection);
      if (!found) return noConnection();
      const url =
        'https://auth.cedar.example/authorize?response_type=code&client_id=harbor-desk&code_challenge_method=S256';
      const waits = Array.from({ length: 50 }, () => 'Waiting for the sign-in in your browser');
      return (await go(operationId, waits, url)) ? ok(grant(found)) : cancelled();
    },
    'tokens.sign-out': ({ connection }: { connection: string }) => {
      change({ kind: 'access', id: connection, op: 'delete' });
      return ok({ forgotten: true, revoked: true });
    },
    'connections.discover': async ({ connection, operationId }: { connection: string; operationId?: string }) => {
      if (!(await go(operationId, ['Reading smart-configuration', 'Reading udap']))) return cancelled();
      const record = {
        ...(discoveries[0] as (typeof discoveries)[number]),
        id: connection,
        at: new Date().toISOString(),
      };
      change({ kind: 'discovery', id: connection, op: 'put', record });
      return ok(record);
    },
    'connections.test': async ({ connection, operationId }: { connection: string; operationId?: string }) => {
      if (!(await go(operationId, ['Reachability', 'TLS', 'Discovery', 'Authorization']))) return cancelled();
      const record = goodCheckUp(connection);
      change({ kind: 'checkup', id: connection, op: 'put', record });
      return ok(record);
    },
    'connections.tls': ({ partner }: { partner: { connection: string } }) => {
      const found = find(partner.connection);
      return found ? ok(tlsViewOf(new URL(found.baseUrl).hostname, partner.connection !== 'c3')) : noConnection();
    },
    'operations.cancel': ({ operationId }: { operationId: string }) => {
      stopped.add(operationId);
      return ok({ cancelled: true });
    },
  };
  return { answers, locked };
}
