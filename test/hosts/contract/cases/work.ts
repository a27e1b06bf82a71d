import { expect } from 'vitest';
import type { Collected, Refreshed, WorkAnswer } from '../../../../shared/contract/work.ts';
import type { WorkQueue, WorkRule } from '../../../../shared/domain/work.ts';
import { sendFhir, startPartner, type TestPartner } from '../../cli-partner.ts';
import { get, type Host, refused } from '../host.ts';
import type { Case } from '../suite.ts';

const hrex = 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp';
const cdex = 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp';

/** A server that received one Task about patient 1, who has a condition. */
function startReceiver(): Promise<TestPartner> {
  let version = 1;
  let task: Record<string, unknown> = {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: cdex, code: 'data-request-query' }] },
    for: { reference: 'Patient/1' },
    input: [{ type: { coding: [{ system: hrex, code: 'data-query' }] }, valueString: 'Condition?patient=1' }],
  };
  const condition = {
    resourceType: 'Condition',
    id: 'c1',
    code: { text: 'Asthma' },
    subject: { reference: 'Patient/1' },
  };
  const bundle = (resource: object) => ({ resourceType: 'Bundle', type: 'searchset', entry: [{ resource }] });
  return startPartner(({ method, path, body }, response) => {
    if (method === 'PUT') {
      version += 1;
      task = JSON.parse(body);
    }
    const current = { ...task, id: 'w1', meta: { versionId: `${version}` } };
    if (path.startsWith('Task/')) return sendFhir(response, 200, current, { etag: `W/"${version}"` });
    if (path.startsWith('Task?')) return sendFhir(response, 200, bundle(current));
    if (path.startsWith('Patient/')) return sendFhir(response, 200, { resourceType: 'Patient', id: '1' });
    return sendFhir(response, 200, bundle(condition));
  });
}

/** Does something at such a server, by a connection of its own. */
const atReceiver = (name: string, work: (host: Host, connection: string) => Promise<void>) => async (host: Host) => {
  const receiver = await startReceiver();
  try {
    await get(host, 'connections.add', { name, baseUrl: receiver.base, role: 'provider' });
    await work(host, name);
  } finally {
    await receiver.close();
  }
};

export const workCases: readonly Case[] = [
  {
    name: 'a work queue is read, a Task in it collected for and answered',
    run: atReceiver('Queue by hand', async (host, connection) => {
      const partner = { connection };
      const read = await get<Refreshed>(host, 'work.refresh', { partner });
      expect(read).toMatchObject({ found: 1, changed: 1, notes: [] });
      const [id] = read.ids;
      const collected = await get<Collected>(host, 'work.collect', { id });
      expect(collected).toMatchObject({ entries: 1, items: [{ reference: 'Condition/c1', title: 'Asthma' }] });
      const unsafe = await get<Collected>(host, 'work.collect', { id, query: 'Condition?patient=2' });
      expect(unsafe).toMatchObject({ entries: 0, findings: [{ severity: 'error' }] });
      const outputs = [{ query: 'Condition?patient=1' }];
      const answered = await get<WorkAnswer>(host, 'work.answer', {
        id,
        status: 'completed',
        outputs,
        contained: true,
      });
      expect(answered.record).toMatchObject({
        side: 'received',
        status: 'completed',
        outputs: [{ reference: '#results' }],
      });
      expect(answered.task).toMatchObject({ status: 'completed', meta: { versionId: '2' } });
      const failure = await refused(host, 'work.answer', { partner, id: 'w1', status: 'rejected' });
      expect([failure.code, failure.requirement]).toEqual(['rules-failed', 'tdr-2']);
    }),
  },
  {
    name: 'a work queue is followed and left again, and its rules are kept and removed',
    run: atReceiver('Queue with rules', async (host, connection) => {
      const followed = await get<WorkQueue>(host, 'work.follow', { connectionId: connection, everyMs: 3_600_000 });
      expect(followed).toMatchObject({ everyMs: 3_600_000 });
      expect((await get<WorkQueue[]>(host, 'work.queues')).map(({ id }) => id)).toContain(followed.id);
      const left = await get<WorkQueue>(host, 'work.follow', { connectionId: connection });
      expect([left.everyMs, left.nextReadAt]).toEqual([undefined, undefined]);
      const wish = { connectionId: connection, name: 'Wait', when: { code: 'data-request-query' }, action: 'hold' };
      const rule = await get<WorkRule>(host, 'work.saveRule', wish);
      expect(await get(host, 'work.rules', { connectionId: connection })).toEqual([rule]);
      expect(await get(host, 'work.removeRule', { id: rule.id })).toEqual({ removed: true });
      expect(await get(host, 'work.rules', { connectionId: connection })).toEqual([]);
    }),
  },
];
