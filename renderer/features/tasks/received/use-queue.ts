import { useCallback, useMemo } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { Refreshed } from '../../../../shared/contract/work.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { WorkQueue, WorkRule } from '../../../../shared/domain/work.ts';
import { call } from '../../../api/call.ts';
import { useConnectionInUse } from '../../../stores/connection-in-use.ts';
import { keepDraft, useDraft } from '../../../stores/drafts.ts';
import { runOperation, useOperation } from '../../../stores/operations.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../../../stores/records.ts';
import { useReceivedView } from './received-view.ts';

/** Servers Tasks are sent to come first: those of providers. */
const providersFirst = (a: Connection, b: Connection): number =>
  Number(a.role === 'provider') - Number(b.role === 'provider');

/** The server whose queue is shown, and those it could be. */
export function useServers(): { server: Connection | undefined; servers: Connection[] } {
  const [{ connectionId }] = useReceivedView();
  const connections = useTable('connection');
  const queues = useTable('queue');
  const inUse = useConnectionInUse();
  return useMemo(() => {
    const servers = recordsOf({ ...useRecords.getState(), connection: connections }, 'connection').sort(providersFirst);
    const server =
      servers.find(({ id }) => id === connectionId) ??
      servers.find(({ id }) => queues.byId.get(id)?.everyMs !== undefined) ??
      servers.find(({ id, role }) => id === inUse?.id && role === 'payer') ??
      servers[0];
    return { server, servers };
  }, [connectionId, connections, queues, inUse]);
}

/** What the last read of a queue by hand brought. */
interface LastRead {
  refreshed?: Refreshed;
  failure?: Failure;
}

/** The queue of a server: its record, its rules, and the way to read it. */
export interface QueueState {
  queue: WorkQueue | undefined;
  rules: WorkRule[];
  last: LastRead;
  /** A read by hand that is under way. */
  operation: ReturnType<typeof useOperation>;
  /** Reads it now; with `applyRules` as a read by itself does. */
  refresh: (applyRules?: boolean) => void;
  /** Has it read every so many milliseconds, or by hand only. */
  follow: (everyMs: number | undefined) => void;
}

const noRead: LastRead = {};
const queueName = (connectionId: string | undefined) => `queue ${connectionId ?? ''}`;
const readName = (connectionId: string | undefined) => `${queueName(connectionId)} read`;

/** Reads a queue by hand; what came of it is kept where its screen finds it. */
async function readQueue(connectionId: string | undefined, applyRules: boolean): Promise<void> {
  if (connectionId === undefined) return;
  const reply = await runOperation(queueName(connectionId), (operationId) =>
    call('work.refresh', { partner: { connection: connectionId }, applyRules, operationId }),
  );
  keepDraft<LastRead>(readName(connectionId), reply.ok ? { refreshed: reply.value } : { failure: reply.error });
}

/** The queue of the chosen server. */
export function useQueue(connectionId: string | undefined): QueueState {
  const queue = useRecord('queue', connectionId);
  const table = useTable('rule');
  const rules = useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), rule: table }, 'rule').filter((one) => one.connectionId === connectionId),
    [table, connectionId],
  );
  const operation = useOperation(queueName(connectionId));
  const [last] = useDraft<LastRead>(readName(connectionId), noRead);
  const refresh = useCallback((applyRules = false) => void readQueue(connectionId, applyRules), [connectionId]);
  const follow = useCallback(
    async (everyMs: number | undefined) => {
      if (connectionId !== undefined) await call('work.follow', everyMs ? { connectionId, everyMs } : { connectionId });
    },
    [connectionId],
  );
  return {
    queue,
    rules,
    last,
    operation,
    refresh,
    follow: (everyMs) => void follow(everyMs),
  };
}
