import type { TaskRecord } from '../../shared/domain/task.ts';
import { openStore } from '../../main/store/store.ts';

/** How many live Tasks the bench holds. */
export const taskCount = 10_000;
/** The name of the connection they are of. */
export const connectionName = 'clinic';

const at = new Date(Date.now() - 60_000).toISOString();

/** A Task as its partner returns it, about 2 kB. */
export const servedTask = (id: string, version: number, status = 'requested') => ({
  resourceType: 'Task',
  id,
  meta: {
    versionId: `${version}`,
    lastUpdated: at,
    tag: [{ system: 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp', code: 'quality-metrics' }],
  },
  status,
  intent: 'order',
  code: {
    coding: [{ system: 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp', code: 'data-request-query' }],
  },
  for: { reference: `Patient/${id}`, identifier: { system: 'http://payer.example/members', value: `Member-${id}` } },
  authoredOn: at,
  requester: { identifier: { system: 'http://payer.example/ids', value: 'P1' } },
  owner: { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9941001015' } },
  reasonCode: { text: 'Quality measure' },
  description: 'x'.repeat(800),
  input: [
    {
      type: { coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'data-query' }] },
      valueString: `Condition?patient=${id}`,
    },
  ],
});

/** Fills a data folder with live Tasks of one connection, planned for `due`. */
export function fillFolder(folder: string, baseUrl: string, due: (n: number) => number): void {
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const connectionId = 'bench';
  store.write(() => {
    if (!store.connections.get(connectionId))
      store.connections.put({
        id: connectionId,
        name: connectionName,
        baseUrl,
        role: 'payer',
        cdexVersion: '2.1',
        timeoutMs: 30_000,
        origin: 'user',
        auth: { method: 'none' },
        line: {},
        policy: { signatures: 'not-required', purposeOfUse: 'optional', polling: 'cdex', quirks: [] },
        secrets: [],
        createdAt: at,
      });
    for (let n = 0; n < taskCount; n += 1) {
      const record: Omit<TaskRecord, 'id'> = {
        side: 'sent',
        connectionId,
        partner: connectionName,
        baseUrl,
        taskId: `t${n}`,
        code: 'data-request-query',
        asked: `Condition?patient=t${n}`,
        member: `http://payer.example/members|Member-t${n}`,
        owner: 'http://hl7.org/fhir/sid/us-npi|9941001015',
        requester: 'http://payer.example/ids|P1',
        workQueues: ['quality-metrics'],
        status: 'requested',
        createdAt: at,
        updatedAt: at,
        versionCount: 1,
        lastVersion: { versionId: '1', status: 'requested', at, seenAt: at, exchangeId: '1' },
        pollCount: 0,
        profile: 'cdex',
        nextPollAt: new Date(due(n)).toISOString(),
        outputs: [],
        createExchangeId: '1',
        etag: 'W/"1"',
      };
      store.tasks.add(record, record.lastVersion ? { version: record.lastVersion } : {});
    }
  });
  store.close();
}
