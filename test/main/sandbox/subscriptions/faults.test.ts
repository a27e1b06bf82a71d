import type { Subscription, Task } from '@medplum/fhirtypes';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultOf } from '../../../../shared/domain/sandbox-faults.ts';
import { notificationFaults } from '../../../../shared/domain/sandbox-task-faults.ts';
import { type Arrival, openHook, saidIn } from '../support/hook.ts';
import { dataRequest, subscriptionTo } from '../support/requests.ts';
import { start } from '../support/sandbox.ts';

let closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

/** A subscriber to a provider with a fault, and so many events. */
async function under(fault: FaultOf<'notification'>, events: number) {
  const started = await start({ answering: { answering: 'by-hand' } });
  const hook = await openHook();
  closing.push(() => started.sandbox.close(), hook.close);
  const { provider, sandbox } = started;
  const beforehand = fault === 'notify-no-handshake';
  if (beforehand) await sandbox.setFaults([fault]);
  const { json } = await provider.send<Subscription>(
    'POST',
    '/Subscription',
    subscriptionTo(hook.url, { heartbeat: 60 }),
  );
  const read = async () => (await provider.get<Subscription>(`/Subscription/${json.id}`)).json;
  if (!beforehand) {
    while ((await read()).status !== 'active') await new Promise((resolve) => setTimeout(resolve, 5));
    await sandbox.setFaults([fault]);
  }
  for (let time = 0; time < events; time += 1) await provider.send<Task>('POST', '/Task', dataRequest());
  const count = async () =>
    saidIn(
      (await provider.get(`/Subscription/${json.id}/$status`)).json.entry?.[0]?.resource as never,
      'events-since-subscription-start',
    );
  return { ...started, hook, read, count };
}

const numbers = (arrivals: Arrival[]) => arrivals.map((one) => one.numbers);
const soon = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('a fault of notifications', () => {
  it('loses every third', async () => {
    const { hook, count } = await under('notify-lost', 4);
    expect(numbers(await hook.until('event-notification', 3))).toEqual([[1], [2], [4]]);
    expect(await count()).toBe('4');
  });

  it('sends each twice', async () => {
    const { hook } = await under('notify-twice', 2);
    expect(numbers(await hook.until('event-notification', 4))).toEqual([[1], [1], [2], [2]]);
  });

  it('uses old names, without numbers', async () => {
    const { hook } = await under('notify-old-names', 1);
    const [told] = await hook.until('event-notification', 1);
    expect(told?.status.parameter?.map(({ name }) => name)).toEqual([
      'subscription-url',
      'subscription-topic-url',
      'status',
      'type',
      'subscription-event-count',
      'bundle-event-count',
    ]);
  });

  it('lies about numbers', async () => {
    const { hook, count } = await under('notify-lying-numbers', 3);
    const told = await hook.until('event-notification', 3);
    expect(numbers(told)).toEqual([[1], [12], [3]]);
    expect(told.map(({ status }) => saidIn(status, 'events-since-subscription-start'))).toEqual(['1', '1', '1']);
    expect(await count()).toBe('3');
  });

  it('names a Subscription that nobody has', async () => {
    const { hook, provider } = await under('notify-unknown-subscription', 1);
    const [told] = await hook.until('event-notification', 1);
    const { reference } = saidIn(told?.status ?? { resourceType: 'Parameters' }, 'subscription') as {
      reference: string;
    };
    expect((await provider.get(reference.slice(provider.base.length))).status).toBe(404);
  });

  it('floods', async () => {
    const { hook } = await under('notify-flood', 1);
    expect(new Set((await hook.until('event-notification', 50)).flatMap((one) => one.numbers))).toEqual(new Set([1]));
    await soon();
    expect(hook.of('event-notification')).toHaveLength(50);
  });

  it('never sends a heartbeat', async () => {
    const { hook, clock, sandbox } = await under('notify-silent', 0);
    clock.advance(60_000);
    while (!clock.waiting) await soon();
    expect(hook.of('heartbeat')).toHaveLength(0);
    await sandbox.setFaults([]);
    clock.advance(60_000);
    await hook.until('heartbeat', 1);
  });

  it('never sends the handshake', async () => {
    const { hook, read } = await under('notify-no-handshake', 1);
    await soon();
    expect([hook.arrivals, (await read()).status]).toEqual([[], 'requested']);
  });

  it('puts the Subscription in error, which counts on', async () => {
    const { hook, read, count } = await under('notify-error', 2);
    expect(await read()).toMatchObject({ status: 'error', error: expect.stringContaining('out of order') });
    expect([await count(), hook.of('event-notification')]).toEqual(['2', []]);
  });

  it('sends more than was asked for', async () => {
    const { hook } = await under('notify-full', 1);
    const [told] = await hook.until('event-notification', 1);
    expect(told?.bundle.entry?.[1]?.resource).toMatchObject({ resourceType: 'Task' });
  });

  it('is each tried here', () => {
    expect(notificationFaults).toHaveLength(10);
  });
});
