import { expect, it } from 'vitest';
import type { SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { json, outcome } from '../../../fakes/partner/partner.ts';
import { openConsole, type TestConsole, until } from '../../../fakes/ports.ts';
import { startSubscriptionPartner, type SubscriptionPartner } from './subscription-partner.ts';

/** A console that keeps subscriptions going, subscribed at a partner. */
async function start(input: object = {}) {
  const [here, server] = [openConsole(), await startSubscriptionPartner()];
  await keeps(here);
  const partner = { baseUrl: server.baseUrl };
  const created = await here.run('subscriptions.create', { partner, ...input });
  for (const taskId of ['t1', 't2']) await here.run('tasks.adopt', { partner, taskId });
  const { id } = created;
  /** Ends the console and starts another on its folder; what the partner was asked is counted anew between the two. */
  const startAgain = async (change: () => void = () => {}, of = id) => {
    await here.close();
    const asked = askedOf(server);
    server.seen.length = 0;
    change();
    const clock = createFakeClock();
    clock.jump(Date.now());
    const next = openConsole({ dataFolder: here.ports.dataFolder, clock });
    return { ...next, asked, clock, noted: noting(next, of) };
  };
  return { ...here, server, partner, created, id, startAgain };
}

const keeps = ({ run }: TestConsole) =>
  until(async () => (await run('host.snapshot', {})).role.some((one) => one.id === 'scheduler' && one.running));

const noting =
  ({ run }: TestConsole, id: string) =>
  (fits: (record: SubscriptionRecord) => boolean) =>
    until(async () => {
      const now = await run('subscriptions.get', { id });
      return fits(now) ? now : undefined;
    });

const askedOf = ({ seen }: SubscriptionPartner): string[] =>
  seen
    .filter(({ url }) => url.includes('Subscription'))
    .map(({ method, url }) => `${method} ${url.slice('/fhir/'.length)}`);

const said = ({ recent }: SubscriptionRecord): string => recent.map(({ message }) => message).join('\n');

const changedTasks = json(200, {
  resourceType: 'Bundle',
  type: 'searchset',
  entry: [{ resource: { resourceType: 'Task', id: 't2', intent: 'order' } }],
});

it('is removed when the console ends, and asked for again at the next start, which reads what changed meanwhile', async () => {
  const { server, id, created, startAgain } = await start();
  await server.tell({ type: 'event-notification', since: '1', events: [['1', 'Task/t1']] });
  await until(() => server.taskReads().includes('t1'));
  const next = await startAgain(() => server.on('GET /Task', changedTasks));
  expect(next.asked.at(-1)).toBe('DELETE Subscription/s1');
  await keeps(next);
  const closed = await next.run('subscriptions.get', { id });
  expect(closed).toMatchObject({ status: 'closed', closed: { tries: 0 }, lastEvent: 0, gaps: [] });
  expect([closed.subscriptionId, closed.problem]).toEqual([undefined, undefined]);
  // Nothing could arrive yet: no receiver runs.
  expect(server.seen).toEqual([]);
  await next.run('receiver.start', { port: 0 });
  const again = await next.noted(({ reopenedAt }) => reopenedAt !== undefined);
  expect(again).toMatchObject({ status: 'active', subscriptionId: 's1', handshakeAt: expect.any(String) });
  expect(again.secretHash).not.toBe(created.secretHash);
  expect([again.closed, again.problem]).toEqual([undefined, undefined]);
  expect(said(again)).toContain('was asked for again');
  expect(askedOf(server)[0]).toBe('POST Subscription');
  await until(() => server.taskReads().includes('t2'));
  expect(server.seen.map(({ url }) => url).find((url) => url.includes('Task?'))).toContain('_lastUpdated=gt');
  // The new one counts anew, and the same number about the same Task is news.
  await server.tell({ type: 'event-notification', since: '1', events: [['1', 'Task/t1']] });
  expect(await next.noted(({ lastEvent }) => lastEvent === 1)).toMatchObject({ duplicateCount: 0, gaps: [] });
  await until(() => server.taskReads().includes('t1'));
});

it('that is kept stays at the partner, and the next start asks what was missed', async () => {
  const { server, startAgain } = await start({ atClose: 'keep' });
  const next = await startAgain(() => server.log.push({ number: 1, focus: 'Task/t1' }));
  expect(next.asked.join()).not.toContain('DELETE');
  const record = await next.noted(({ gaps }) => gaps.length === 1);
  expect(record).toMatchObject({ status: 'active', atClose: 'keep' });
  expect(askedOf(server)).toEqual(['GET Subscription/s1/$status']);
});

it('for one run alone is removed for good', async () => {
  const { server, id, startAgain } = await start({ atClose: 'end' });
  const next = await startAgain();
  expect(next.asked.at(-1)).toBe('DELETE Subscription/s1');
  await keeps(next);
  await next.run('receiver.start', { port: 0 });
  expect(await next.run('subscriptions.get', { id })).toMatchObject({ status: 'removed' });
  expect(server.seen).toEqual([]);
});

it('is set off where it cannot be deleted, and the next start revives it', async () => {
  const { server, startAgain, id } = await start();
  server.on('DELETE /Subscription/s1', json(405, outcome('error', 'Not offered.')));
  const next = await startAgain();
  expect(server.posted()).toMatchObject({ id: 's1', status: 'off' });
  expect(await next.run('subscriptions.get', { id })).toMatchObject({ status: 'closed', subscriptionId: 's1' });
  await next.run('receiver.start', { port: 0 });
  await next.noted(({ status }) => status === 'active');
  expect(askedOf(server)[0]).toBe('PUT Subscription/s1');
  expect(server.posted()).toMatchObject({ id: 's1', status: 'requested' });
});

it('of partners that do not answer keeps no console from ending; they are left, and go on where they are still there', async () => {
  const { run, server, partner, startAgain, ports, id } = await start();
  await run('subscriptions.create', { partner, atClose: 'end' });
  server.on('DELETE /Subscription/s1', () => {});
  const next = await startAgain();
  expect(next.asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(2);
  expect(ports.logged.filter((line) => line.includes('still at'))).toEqual([
    expect.stringContaining('No answer came within 3 s.'),
    expect.stringContaining('No answer came within 3 s.'),
  ]);
  const goesOn = await next.noted(({ left, checkedAt }) => left === undefined && checkedAt !== undefined);
  expect(goesOn).toMatchObject({ status: 'active', subscriptionId: 's1' });
  expect(said(goesOn)).toMatch(/left it at the partner: No answer.*still there and goes on/s);
  expect(goesOn.id).toBe(id);
});

it('that was left and is wanted no more is removed by the next start', async () => {
  const { server, id, startAgain } = await start({ atClose: 'end' });
  server.on('DELETE /Subscription/s1', json(500, outcome('error', 'Broken.')));
  const next = await startAgain(() => server.on('DELETE /Subscription/s1', json(204, undefined)));
  expect(await next.noted(({ status }) => status === 'removed')).toMatchObject({ id });
  expect(askedOf(server)).toEqual(['DELETE Subscription/s1']);
});

it('that was left and is gone after all is asked for again', async () => {
  const { server, startAgain } = await start();
  server.on('DELETE /Subscription/s1', json(503, outcome('error', 'Closed.')));
  const next = await startAgain(() => {
    server.on('GET /Subscription/s1/$status', json(404, outcome('error', 'Gone.')));
    server.on('GET /Subscription/s1', json(404, outcome('error', 'Gone.')));
    server.on('PUT /Subscription/s1', json(404, outcome('error', 'Gone.')));
  });
  // It is asked for once there is a receiver for its messages.
  await next.noted(({ status }) => status === 'closed');
  await next.run('receiver.start', { port: 0 });
  const again = await next.noted(({ reopenedAt }) => reopenedAt !== undefined);
  expect(again.left).toBeUndefined();
  expect(askedOf(server)).toContain('POST Subscription');
});

it('that cannot be asked for again says so, is tried again, and can be asked for by hand', async () => {
  const { server, startAgain, id } = await start();
  const next = await startAgain(() => server.on('POST /Subscription', json(503, outcome('error', 'Not today.'))));
  await next.run('receiver.start', { port: 0 });
  const failed = await next.noted(({ closed }) => closed?.tries === 1);
  expect(failed).toMatchObject({
    status: 'closed',
    problem: expect.stringMatching(/could not be asked for again.*polled/),
  });
  expect((await next.refused('subscriptions.status', { id })).message).toContain('removed');
  await next.clock.advance(2_100);
  await next.noted(({ closed }) => closed?.tries === 2);
  expect((await next.refused('subscriptions.renew', { id })).message).toContain('Not today.');
  expect(await next.run('subscriptions.get', { id })).toMatchObject({ status: 'closed' });
  // Nothing is at the partner, so nothing is asked of it.
  expect(await next.run('subscriptions.remove', { id })).toMatchObject({ status: 'removed' });
  expect(askedOf(server).every((one) => one === 'POST Subscription')).toBe(true);
});

it('whose headers lie in a vault that is locked is asked for soon after it is opened', async () => {
  const { run, server, partner, startAgain } = await start({ atClose: 'end' });
  const passphrase = { value: 'a fake passphrase 7c41' };
  await run('vault.create', { backend: 'passphrase', passphrase });
  const headers = [{ name: 'X-Gateway-Key', value: { value: 'fake-gateway-key' } }];
  const { id } = await run('subscriptions.create', { partner, headers });
  const next = await startAgain(undefined, id);
  await next.run('receiver.start', { port: 0 });
  const locked = await next.noted(({ closed }) => closed?.tries === 1);
  expect(locked).toMatchObject({ status: 'closed', problem: expect.stringContaining('could not be asked for again') });
  expect(server.seen).toEqual([]);
  await next.run('vault.unlock', { passphrase });
  await next.clock.advance(15_100);
  await next.noted(({ status }) => status === 'active');
  expect(server.posted().channel.header?.[1]).toBe('X-Gateway-Key: fake-gateway-key');
});

it('can be told by a renewal to stay, and is then kept', async () => {
  const { run, id, startAgain } = await start();
  expect(await run('subscriptions.renew', { id, atClose: 'keep' })).toMatchObject({
    status: 'active',
    atClose: 'keep',
  });
  expect((await startAgain()).asked.join()).not.toContain('DELETE');
});

it('is left alone by a console of one command', async () => {
  const { ports } = await start({ atClose: 'keep' });
  const server = await startSubscriptionPartner({ handshake: 'never', status: 'active' });
  const once = openConsole({ dataFolder: ports.dataFolder, capabilities: ['environment', 'write-files'] });
  const partner = { baseUrl: server.baseUrl };
  const made = await once.run('subscriptions.create', { partner, endpoint: 'http://127.0.0.1:9/hook' });
  await once.close();
  expect(made).toMatchObject({ status: 'active', atClose: 'resume' });
  expect(askedOf(server).join()).not.toContain('DELETE');
});
