import { describe, expect, it, test } from 'vitest';
import type { SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { secretHeader } from '../../../../shared/cdex/subscription-urls.ts';
import { json } from '../../../fakes/partner/partner.ts';
import { openConsole, type TestConsole, until } from '../../../fakes/ports.ts';
import { oldNotification } from '../../../shared/cdex/notifications.ts';
import { type PartnerSetup, startSubscriptionPartner } from './subscription-partner.ts';

async function start(setup?: PartnerSetup, input: object = {}) {
  const [here, server] = [openConsole(), await startSubscriptionPartner(setup)];
  const partner = { baseUrl: server.baseUrl };
  const { id } = await here.run('subscriptions.create', { partner, ...input });
  const record = () => here.run('subscriptions.get', { id });
  /** Takes up Tasks of the partner, so that there is something to be woken. */
  const hold = async (...taskIds: string[]) => {
    for (const taskId of taskIds) await here.run('tasks.adopt', { partner, taskId });
    server.seen.length = 0;
  };
  return { ...here, server, partner, id, record, hold };
}

type Started = Awaited<ReturnType<typeof start>>;

const noted = ({ record }: Pick<Started, 'record'>, fits: (record: SubscriptionRecord) => boolean) =>
  until(async () => {
    const now = await record();
    return fits(now) ? now : undefined;
  });
const woken = (server: Started['server'], count: number) => until(() => server.taskReads().length >= count);
const pushes = async ({ run }: Pick<TestConsole, 'run'>) => (await run('inbox.list', {})).toReversed();

test('an event wakes the Task it is about, which is read from the partner, never believed (CONF-064)', async () => {
  const started = await start();
  const { server, hold, run } = started;
  await hold('t1', 't2');
  server.on('GET /Task/t1', json(200, { resourceType: 'Task', id: 't1', status: 'in-progress', intent: 'order' }));
  const lie = { resourceType: 'Task', id: 't1', status: 'completed', intent: 'order' };
  const entries = [{ fullUrl: `${server.baseUrl}/Task/t1`, resource: lie, request: {}, response: {} }];
  expect(await server.tell({ type: 'event-notification', since: '1', events: [['1', 'Task/t1']], entries })).toBe(200);
  const [task] = await until(async () => {
    const list = (await run('tasks.list', {})).filter(({ status }) => status === 'in-progress');
    return list.length > 0 ? list : undefined;
  });
  const record = await started.record();
  expect(task).toMatchObject({ taskId: 't1', subscriptionId: record.id, lastPoll: { by: 'notification' } });
  expect(server.taskReads()).toEqual(['t1']);
  expect(record).toMatchObject({ lastEvent: 1, eventCount: 1, duplicateCount: 0, gaps: [] });
  expect(record.recent.at(-1)).toMatchObject({
    type: 'event',
    number: 1,
    focus: ['Task/t1'],
    pushId: expect.any(String),
  });
  expect(record.oddities.join()).toContain('full-resource');
});

describe('every payload leads to the same reads', () => {
  it('id-only with entries without a resource', async () => {
    const { server, hold } = await start();
    await hold('t1');
    const entries = [{ fullUrl: `${server.baseUrl}/Task/t1`, request: {}, response: {} }];
    await server.tell({ type: 'event-notification', since: '1', events: [['1']], entries });
    await woken(server, 1);
  });

  it('empty: what changed is searched for', async () => {
    const { server, hold } = await start({}, { payload: 'empty' });
    await hold('t1', 't2');
    const entry = [
      { resource: { resourceType: 'Task', id: 't2', intent: 'order' } },
      { resource: { resourceType: 'Task', id: 'x' } },
    ];
    server.on('GET /Task', json(200, { resourceType: 'Bundle', type: 'searchset', entry }));
    await server.tell({ type: 'event-notification', since: '1', events: [['1']] });
    await woken(server, 1);
    expect(server.taskReads()).toEqual(['t2']);
    expect(server.seen.find(({ url }) => url.startsWith('/fhir/Task?'))?.url).toMatch(/_lastUpdated=gt2/);
  });

  it('empty, of a partner whose clock is behind: it is searched from then on by its own clock', async () => {
    const { server, hold } = await start({}, { payload: 'empty' });
    await hold('t2');
    const hour = 3_600_000;
    const late = { date: new Date(Date.now() - hour).toUTCString() };
    const entry = [{ resource: { resourceType: 'Task', id: 't2', intent: 'order' } }];
    const froms: number[] = [];
    server.on('GET /Task', (seen, response) => {
      froms.push(Date.parse(new URL(seen.url, server.baseUrl).searchParams.get('_lastUpdated')?.slice(2) ?? ''));
      const found = froms.length > 1 ? entry : [];
      json(200, { resourceType: 'Bundle', type: 'searchset', entry: found }, late)(seen, response);
    });
    await server.tell({ type: 'event-notification', since: '1', events: [['1']] });
    await woken(server, 1);
    const [first = 0, second = 0] = froms;
    expect(froms).toHaveLength(2);
    expect(first - second).toBeGreaterThanOrEqual(hour);
    expect(first - second).toBeLessThan(hour + 60_000);
  });

  it('names from before 1.1, with a warning', async () => {
    const started = await start();
    const { server, hold } = started;
    await hold('t1', 't2');
    const old = oldNotification('event-notification', server.reference, 2, 2, [
      `${server.baseUrl}/Task/t1`,
      `${server.baseUrl}/Task/t2`,
    ]);
    expect(await server.tell({ type: '' }, { body: JSON.stringify(old) })).toBe(200);
    await woken(server, 2);
    const record = await noted(started, ({ lastEvent }) => lastEvent === 2);
    expect(record.oddities.join()).toContain('before version 1.1');
  });

  it('a Task by another address of the partner, which is asked at the address we know', async () => {
    const started = await start();
    await started.hold('t1');
    await started.server.tell({
      type: 'event-notification',
      since: '1',
      events: [['1', 'https://inside.example/fhir/Task/t1']],
    });
    await woken(started.server, 1);
    expect((await started.record()).oddities.join()).toContain('another address');
  });
});

describe('only a message with our secret, to our address, about our subscription is acted on', () => {
  const event = { type: 'event-notification', since: '1', events: [['1', 'Task/t1']] as [string, string][] };
  const quiet = async ({ server, record }: Started, before: SubscriptionRecord) => {
    await new Promise((resolve) => setTimeout(resolve, 60)); // longer than notes are gathered
    expect(server.taskReads()).toEqual([]);
    expect(await record()).toEqual(before);
  };

  it.each<[string, Record<string, string>, number]>([
    ['no secret', {}, 401],
    ['a wrong secret', { [secretHeader]: 'x'.repeat(43) }, 401],
    ['an empty one', { [secretHeader]: '' }, 401],
  ])('%s: stored, refused, and left alone', async (_, headers, status) => {
    const started = await start();
    await started.hold('t1');
    const before = await started.record();
    expect(await started.server.tell(event, { headers })).toBe(status);
    await quiet(started, before);
    const [push] = (await pushes(started)).slice(-1);
    expect(push).toMatchObject({
      kind: 'notification',
      answered: status,
      findings: [{ severity: 'error', rule: 'CONF-064' }],
    });
    expect(push).not.toHaveProperty('subscriptionId');
  });

  it('an address of nobody', async () => {
    const started = await start();
    await started.hold('t1');
    const before = await started.record();
    const url = started.server.posted().channel.endpoint.replace(started.id, 'f00d');
    expect(await started.server.tell(event, { url })).toBe(404);
    await quiet(started, before);
    expect((await pushes(started)).at(-1)).toMatchObject({ kind: 'notification', answered: 404 });
  });

  it('another subscription of the partner: said, and not acted on', async () => {
    const started = await start();
    const { server, hold } = started;
    await hold('t1');
    expect(await server.tell({ ...event, subscription: `${server.baseUrl}/Subscription/admission` })).toBe(200);
    const record = await noted(started, ({ recent }) => recent.at(-1)?.type === 'error');
    expect(record).toMatchObject({ eventCount: 0, lastEvent: 0 });
    expect(record.oddities.join()).toContain('admission');
    expect(server.taskReads()).toEqual([]);
  });

  it.each<[string, string, number]>([
    ['broken JSON', '{"resourceType":"Bundle","entry":[', 400],
    ['a Bundle without a status', JSON.stringify({ resourceType: 'Bundle', type: 'history', entry: [] }), 400],
    ['a Task', JSON.stringify({ resourceType: 'Task', id: 't1' }), 400],
    ['no FHIR', '[1,2]', 400],
    ['nothing', '', 400],
  ])('%s: stored, refused, and left alone', async (_, body, status) => {
    const started = await start();
    await started.hold('t1');
    const before = await started.record();
    expect(await started.server.tell(event, { body })).toBe(status);
    await quiet(started, before);
    expect((await pushes(started)).at(-1)).toMatchObject({ answered: status, subscriptionId: started.id });
  });

  it('at the bare address: stored and answered as ever, and taken where the secret says whose it is', async () => {
    const started = await start();
    const { server, hold } = started;
    await hold('t1');
    const before = await started.record();
    const url = server.posted().channel.endpoint.replace(`/${started.id}`, '');
    expect(await server.tell(event, { url, headers: {} })).toBe(200);
    await quiet(started, before);
    expect(await server.tell(event, { url })).toBe(200);
    await woken(server, 1);
  });

  it('once it is removed, nothing', async () => {
    const started = await start();
    await started.hold('t1');
    await started.run('subscriptions.remove', { id: started.id });
    expect(await started.server.tell(event)).toBe(404);
    expect(started.server.taskReads()).toEqual([]);
  });

  it('keeps the secret in no record, under whatever name it comes', async () => {
    const started = await start();
    const { server, run } = started;
    const secret = server.posted().channel.header?.[0]?.split(': ')[1] ?? '';
    await server.tell(event, {
      headers: { 'X-Other': secret, [secretHeader]: 'no' },
      body: JSON.stringify({ echo: secret }),
    });
    const exchanges = await run('exchanges.list', {});
    const all = await Promise.all(exchanges.map(({ id }) => run('exchanges.get', { id })));
    expect(JSON.stringify([all, await pushes(started)])).not.toContain(secret);
  });
});

test('a repeated event changes nothing but a count, and is not read twice', async () => {
  const started = await start();
  const { server, hold, record } = started;
  await hold('t1');
  const event = { type: 'event-notification', since: '1', events: [['1', 'Task/t1']] as [string, string][] };
  for (let n = 0; n < 3; n += 1) await server.tell(event);
  await noted(started, ({ duplicateCount }) => duplicateCount === 2);
  expect(await record()).toMatchObject({ eventCount: 1, lastEvent: 1, gaps: [] });
  expect((await record()).recent.map(({ type }) => type)).toEqual(['handshake', 'event', 'duplicate', 'duplicate']);
  await woken(server, 1);
  expect(server.taskReads()).toEqual(['t1']);
});

test('a status of error is shown with its reason, and the next good message ends it', async () => {
  const started = await start();
  await started.server.tell({ type: 'heartbeat', status: 'error', since: '0', error: 'Three messages were not taken' });
  const failed = await noted(started, ({ status }) => status === 'error');
  expect(failed.problem).toContain('Three messages were not taken');
  expect(failed.recent.at(-1)).toMatchObject({ type: 'error' });
  await started.server.tell({ type: 'heartbeat', since: '0' });
  expect((await noted(started, ({ status }) => status === 'active')).problem).toBeUndefined();
});

test('a Task that is not held here is left alone, unless it turns out to be one that was just sent', async () => {
  const started = await start();
  const { server, run, partner } = started;
  await server.tell({ type: 'event-notification', since: '1', events: [['1', 'Task/t3']] });
  await noted(started, ({ lastEvent }) => lastEvent === 1);
  expect(server.taskReads()).toEqual([]);
  await run('tasks.adopt', { partner, taskId: 't3' });
  await woken(server, 2);
});

test('a flood: a thousand messages in a moment are all kept, the Task is read a few times, and everything else goes on', async () => {
  const started = await start();
  const { server, hold, run, id } = started;
  await hold('t1');
  const count = 1_000;
  const answers: number[] = [];
  let next = 1;
  const sender = async () => {
    for (let n = next; n <= count; n = next) {
      next += 1;
      answers.push(
        await server.tell({ type: 'event-notification', since: String(n), events: [[String(n), 'Task/t1']] }),
      );
    }
  };
  const waits: number[] = [];
  let flooding = true;
  const watch = (async () => {
    while (flooding) {
      const began = performance.now();
      await run('subscriptions.list', {});
      waits.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  await Promise.all(Array.from({ length: 32 }, sender));
  flooding = false;
  await watch;
  expect(new Set(answers)).toEqual(new Set([200]));
  const record = await noted(started, ({ eventCount }) => eventCount === count);
  expect(record).toMatchObject({ lastEvent: count, duplicateCount: 0 });
  expect(record.recent).toHaveLength(200);
  expect(record.gaps.filter(({ filled }) => filled === 'no')).toEqual([]);
  const kept = await run('inbox.list', { limit: 5_000 });
  expect(kept.filter(({ subscriptionId }) => subscriptionId === id)).toHaveLength(count + 1);
  const told = await run('subscriptions.events', { id, limit: 5_000 });
  expect(new Set(told.filter(({ type }) => type === 'event').map(({ number }) => number)).size).toBe(count);
  expect(server.taskReads().length).toBeLessThan(20);
  expect(waits.length).toBeGreaterThan(1);
});
