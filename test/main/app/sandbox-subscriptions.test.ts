import path from 'node:path';
import { expect, test } from 'vitest';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { taskTopic } from '../../../shared/domain/subscription.ts';
import { openConsole, testPorts, throwAwayFolder, until } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

/** A console with its own sandbox, subscribed at the provider. */
async function start(input: object = {}) {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  const here = openConsole({ dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } });
  const { sandbox } = await here.run('sandbox.start', { providerPort: 0, payerPort: 0, stepMs: 150 });
  const baseUrl = sandbox?.provider.fhirBaseUrl ?? '';
  const connection = (await here.run('connections.list', {})).find((one) => one.baseUrl === baseUrl);
  const partner = { connection: connection?.id ?? '' };
  const offer = await here.run('subscriptions.offer', { partner });
  const created = await here.run('subscriptions.create', { partner, ...input });
  const record = () => here.run('subscriptions.get', { id: created.id });
  const noted = (fits: (record: SubscriptionRecord) => boolean) =>
    until(async () => {
      const now = await record();
      return fits(now) ? now : undefined;
    }, 20_000);
  const [member] = await here.run('sandbox.members', {});
  /** Asks for something and waits for its end, which only notifications tell: nothing is polled. */
  const ask = async () => {
    const patientId = member?.patientId ?? '';
    const request = { kind: 'data-request-query', query: `Condition?patient=${patientId}`, patientId } as const;
    const sent = await here.run('tasks.request', { partner, request, profile: 'manual' });
    return until(async () => {
      const task = await here.run('tasks.get', { id: sent.id });
      return task.status === 'completed' ? task : undefined;
    }, 20_000);
  };
  return { ...here, partner, offer, created, record, noted, ask };
}

test('a Task at the sandbox is followed to its end by notifications alone (CONF-064, CONF-065, CONF-067, CONF-068)', async () => {
  const { offer, created, ask, noted, run } = await start({ heartbeatSeconds: 1 });
  expect(offer).toMatchObject({ declaresTaskTopic: true, topics: [taskTopic], reachable: 'no-receiver' });
  expect(offer.operations).toEqual(expect.arrayContaining(['$status', '$events']));
  expect(created).toMatchObject({ status: 'active', handshakeAt: expect.any(String), oddities: [] });
  const task = await ask();
  expect(task.subscriptionId).toBe(created.id);
  expect(task.polls.every(({ by }) => by === 'notification')).toBe(true);
  const record = await noted(({ recent }) => recent.some(({ type }) => type === 'heartbeat'));
  expect(record).toMatchObject({ status: 'active', duplicateCount: 0, gaps: [], oddities: [] });
  expect(record.lastEvent).toBeGreaterThanOrEqual(3);
  expect(record.problem).toBeUndefined();
  expect(await run('subscriptions.status', { id: created.id })).toMatchObject({ status: 'active' });
  expect(await run('subscriptions.renew', { id: created.id })).toMatchObject({ status: 'active' });
  expect(await run('subscriptions.remove', { id: created.id })).toMatchObject({ status: 'removed' });
}, 120_000);

const faults: [string, (record: SubscriptionRecord) => boolean][] = [
  ['notify-lost', ({ gaps }) => gaps.some(({ filled }) => filled === 'events')],
  ['notify-twice', ({ duplicateCount }) => duplicateCount > 0],
  ['notify-flood', ({ duplicateCount }) => duplicateCount > 100],
  ['notify-old-names', ({ oddities }) => oddities.join().includes('before version 1.1')],
  ['notify-full', ({ oddities }) => oddities.join().includes('full-resource')],
  ['notify-lying-numbers', ({ oddities }) => oddities.join().includes('counted')],
];

test('a sandbox whose notifications are lost, doubled, old, too full or lie is coped with, and it is said', async () => {
  const { run, ask, partner, created } = await start();
  await run('subscriptions.remove', { id: created.id });
  for (const [fault, fits] of faults) {
    await run('sandbox.faults', { faults: [] });
    const { id } = await run('subscriptions.create', { partner });
    await run('sandbox.faults', { faults: [fault] });
    await ask();
    await ask();
    const record = await until(async () => {
      const now = await run('subscriptions.get', { id });
      return fits(now) && now.gaps.every(({ filled }) => filled !== 'no') ? now : undefined;
    }, 20_000);
    expect([fault, record.status]).toEqual([fault, 'active']);
    await run('subscriptions.remove', { id });
  }
}, 240_000);

test('an unknown topic or filter is refused by the sandbox with its reason (CONF-065, CONF-066)', async () => {
  const { run, refused, partner } = await start();
  const topic = await refused('subscriptions.create', { partner, topic: 'https://else.example/topic' });
  expect(topic).toMatchObject({ code: 'refused-by-partner', outcome: { resourceType: 'OperationOutcome' } });
  const filter = await refused('subscriptions.create', { partner, filters: ['priority=urgent'] });
  expect(filter).toMatchObject({ code: 'refused-by-partner', outcome: { resourceType: 'OperationOutcome' } });
  expect(await run('subscriptions.list', {})).toHaveLength(1);
}, 120_000);
