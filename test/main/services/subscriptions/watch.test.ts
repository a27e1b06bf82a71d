import { describe, expect, it, test } from 'vitest';
import type { SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { json, outcome } from '../../../fakes/partner/partner.ts';
import { openConsole, until } from '../../../fakes/ports.ts';
import { type PartnerSetup, startSubscriptionPartner } from './subscription-partner.ts';

async function start(setup?: PartnerSetup, input: object = {}) {
  const clock = createFakeClock();
  const [here, server] = [openConsole({ clock }), await startSubscriptionPartner(setup)];
  const partner = { baseUrl: server.baseUrl };
  await until(async () =>
    (await here.run('host.snapshot', {})).role.some((one) => one.id === 'scheduler' && one.running),
  );
  const created = await here.run('subscriptions.create', { partner, ...input });
  const { id } = created;
  const record = () => here.run('subscriptions.get', { id });
  for (const taskId of ['t1', 't2', 't3']) await here.run('tasks.adopt', { partner, taskId });
  server.seen.length = 0;
  /** An event the partner counts; told only if it is not lost. */
  const event = async (number: number, focus: string, lost = false) => {
    server.log.push({ number, focus });
    if (!lost)
      await server.tell({ type: 'event-notification', since: String(number), events: [[String(number), focus]] });
  };
  const noted = (fits: (record: SubscriptionRecord) => boolean) =>
    until(async () => {
      const now = await record();
      return fits(now) ? now : undefined;
    });
  const asked = (part: string) =>
    server.seen.filter(({ url }) => url.includes(part)).map(({ url }) => url.replace(/^\/fhir\//, ''));
  return { ...here, clock, server, partner, id, created, record, event, noted, asked };
}

const minute = 60_000;
const filled = ({ gaps }: SubscriptionRecord) => gaps.map(({ from, to, filled: how }) => `${from}-${to} ${how}`);

describe('numbers that are missing', () => {
  it('are waited for, then asked of $events with both ends, and the Tasks are read', async () => {
    const { clock, server, event, noted, asked } = await start();
    await event(1, 'Task/t1');
    await event(2, 'Task/t2', true);
    await event(3, 'Task/t3', true);
    await event(4, 'Task/t1');
    const waiting = await noted(({ gaps }) => gaps.length === 1);
    expect(filled(waiting)).toEqual(['2-3 no']);
    expect(waiting).toMatchObject({ lastEvent: 1, highestEvent: 4 });
    expect(waiting.recent.at(-2)).toMatchObject({ type: 'gap', number: 2, to: 3 });
    await clock.advance(2_900);
    expect(asked('$events')).toEqual([]);
    await clock.advance(200);
    const done = await noted(({ lastEvent }) => lastEvent === 4);
    expect(filled(done)).toEqual(['2-3 events']);
    expect(done.gaps[0]?.taskIds).toEqual(['t2', 't3']);
    expect(asked('$events')).toEqual([
      'Subscription/s1/$events?eventsSinceNumber=2&eventsUntilNumber=3&content=id-only',
    ]);
    await until(() => ['t2', 't3'].every((one) => server.taskReads().includes(one)));
  });

  it('that come late close the gap, and nothing is asked', async () => {
    const { clock, event, noted, asked, server } = await start();
    await event(1, 'Task/t1');
    server.log.push({ number: 2, focus: 'Task/t2' });
    await event(3, 'Task/t1');
    await noted(({ gaps }) => gaps.length === 1);
    await server.tell({ type: 'event-notification', since: '3', events: [['2', 'Task/t2']] });
    const closed = await noted(({ lastEvent }) => lastEvent === 3);
    expect(closed).toMatchObject({ gaps: [], eventCount: 3, duplicateCount: 0, oddities: [] });
    await clock.advance(10_000);
    expect(asked('$events')).toEqual([]);
  });

  it('are searched for where $events is not offered', async () => {
    const { clock, server, event, noted, asked } = await start();
    server.on('GET /Subscription/s1/$events', json(404, outcome('error', 'No such operation.')));
    const entry = [{ resource: { resourceType: 'Task', id: 't2', intent: 'order' } }];
    server.on('GET /Task', json(200, { resourceType: 'Bundle', type: 'searchset', entry }));
    await event(2, 'Task/t1');
    await noted(({ gaps }) => gaps.length === 1);
    await clock.advance(3_100);
    expect(filled(await noted(({ lastEvent }) => lastEvent === 2))).toEqual(['1-1 search']);
    expect(asked('Task?')[0]).toMatch(/^Task\?_lastUpdated=gt2026-10-01T11:59:00/);
    await until(() => server.taskReads().includes('t2'));
  });

  it('are given up where both are refused, and it is said', async () => {
    const { clock, server, event, noted } = await start();
    server.on('GET /Subscription/s1/$events', json(404, outcome('error', 'No such operation.')));
    server.on('GET /Task', json(400, outcome('error', 'No search.')));
    await event(2, 'Task/t1');
    await noted(({ gaps }) => gaps.length === 1);
    await clock.advance(3_100);
    const record = await noted(({ gaps }) => gaps[0]?.filled === 'given-up');
    expect(record.recent.at(-1)?.message).toContain('given up');
  });

  it('are asked for again later, where the partner cannot be reached', async () => {
    const { clock, server, event, noted, asked } = await start();
    server.on('GET /Subscription/s1/$events', (_, response) => response.socket?.destroy());
    await event(2, 'Task/t1');
    await noted(({ gaps }) => gaps.length === 1);
    await clock.advance(3_100);
    await noted(({ gaps }) => gaps[0]?.tries === 1);
    server.on('GET /Subscription/s1/$events', json(404, outcome('error', 'No such operation.')));
    server.on('GET /Task', json(200, { resourceType: 'Bundle', type: 'searchset', entry: [] }));
    await clock.advance(31_000);
    expect(filled(await noted(({ lastEvent }) => lastEvent === 2))).toEqual(['1-1 search']);
    expect(asked('$events')).toHaveLength(2);
  });

  it('at the end are seen by the count of a heartbeat', async () => {
    const { clock, server, event, noted } = await start();
    await event(1, 'Task/t1');
    await event(2, 'Task/t2', true);
    await server.tell({ type: 'heartbeat', since: '2' });
    await noted(({ gaps }) => gaps.length === 1);
    await clock.advance(3_100);
    expect(filled(await noted(({ lastEvent }) => lastEvent === 2))).toEqual(['2-2 events']);
    await until(() => server.taskReads().includes('t2'));
  });

  it('are made up for by hand', async () => {
    const { run, event, noted, id } = await start();
    await event(1, 'Task/t1', true);
    await event(2, 'Task/t2');
    await noted(({ gaps }) => gaps.length === 1);
    expect(filled(await run('subscriptions.fill', { id }))).toEqual(['1-1 events']);
  });
});

describe('numbers that lie', () => {
  it('far ahead: no gap of millions; the partner is asked, and its own count is believed', async () => {
    const { clock, server, event, noted, asked } = await start();
    await event(1, 'Task/t1');
    await server.tell({ type: 'event-notification', since: '1', events: [['900000000', 'Task/t2']] });
    const doubted = await noted(({ doubtAt }) => doubtAt !== undefined);
    expect(doubted).toMatchObject({ gaps: [], lastEvent: 1 });
    expect(doubted.oddities.join()).toContain('900000000');
    await until(() => server.taskReads().includes('t2')); // harmless, so it is read
    await clock.advance(3_100);
    const settled = await noted(({ doubtAt }) => doubtAt === undefined);
    expect(asked('$status')).toHaveLength(1);
    expect(settled).toMatchObject({ gaps: [], lastEvent: 1 });
    await event(2, 'Task/t1');
    expect(await noted(({ lastEvent }) => lastEvent === 2)).toMatchObject({ gaps: [] });
  });

  it('ahead of what the partner counts: the gap is no gap, and the next number is the next', async () => {
    const { clock, server, event, noted } = await start();
    await event(1, 'Task/t1');
    await server.tell({ type: 'event-notification', since: '1', events: [['500', 'Task/t2']] });
    await noted(({ gaps }) => gaps.length === 1);
    await clock.advance(3_100);
    const settled = await noted(({ gaps }) => gaps.length === 0);
    expect(settled).toMatchObject({ lastEvent: 1, highestEvent: 1 });
    expect(settled.oddities.join()).toContain('sent a number beyond');
    await event(2, 'Task/t3');
    await noted(({ lastEvent }) => lastEvent === 2);
  });

  it('an old number about something else is read, and said', async () => {
    const { server, event, noted } = await start();
    await event(1, 'Task/t1');
    await event(2, 'Task/t2');
    await server.tell({ type: 'event-notification', since: '2', events: [['1', 'Task/t3']] });
    const record = await noted(({ eventCount }) => eventCount === 3);
    expect(record).toMatchObject({ lastEvent: 2, duplicateCount: 0 });
    expect(record.oddities.join()).toContain('Event 1 came again');
    await until(() => server.taskReads().includes('t3'));
  });

  it('a count that begins anew with a handshake is taken', async () => {
    const { server, event, noted } = await start();
    await event(1, 'Task/t1');
    await event(2, 'Task/t2');
    await noted(({ lastEvent }) => lastEvent === 2);
    await server.tell({ type: 'handshake', since: '0' });
    const anew = await noted(({ lastEvent }) => lastEvent === 0);
    expect(anew.oddities.join()).toContain('count anew');
    await server.tell({ type: 'event-notification', since: '1', events: [['1', 'Task/t3']] });
    await noted(({ lastEvent, eventCount }) => lastEvent === 1 && eventCount === 3);
  });
});

describe('silence', () => {
  it('beyond the heartbeat leads to $status, which shows what was lost; polling goes on', async () => {
    const { clock, event, noted, asked } = await start({}, { heartbeatSeconds: 60 });
    await event(1, 'Task/t1', true);
    await clock.advance(80_000);
    expect(asked('$status')).toEqual([]);
    await clock.advance(15_000);
    const record = await noted(({ problem }) => problem !== undefined);
    expect(asked('$status')).toEqual(['Subscription/s1/$status']);
    expect(record.problem).toContain('a message every 60 s');
    expect(record.status).toBe('active');
    await clock.advance(3_100);
    expect(filled(await noted(({ lastEvent }) => lastEvent === 1))).toEqual(['1-1 events']);
    await until(async () => {
      await clock.advance(10_000);
      return asked('$status').length > 2;
    });
    const told = await noted(({ recent }) => recent.filter(({ type }) => type === 'status').length > 2);
    // Silence that lasts is told once.
    const errors = told.recent.filter(({ type }) => type === 'error');
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('a message every 60 s')]);
  });

  it('is none while heartbeats come', async () => {
    const { clock, server, noted, asked } = await start({}, { heartbeatSeconds: 60 });
    for (let n = 0; n < 4; n += 1) {
      await clock.advance(minute);
      await server.tell({ type: 'heartbeat', since: '0' });
      await noted(({ lastHeardAt }) => Date.parse(lastHeardAt ?? '') === clock.now());
    }
    expect(asked('$status')).toEqual([]);
  });

  it('of a laptop that slept is made up for when it wakes', async () => {
    const { clock, event, noted } = await start({}, { heartbeatSeconds: 60 });
    await event(1, 'Task/t1', true);
    clock.jump(clock.now() + 8 * 60 * minute);
    await clock.advance(31_000);
    await noted(({ gaps }) => gaps.length === 1);
    await clock.advance(31_000);
    expect(filled(await noted(({ lastEvent }) => lastEvent === 1))).toEqual(['1-1 events']);
  });

  it('where a handshake never comes: the partner is asked after a while', async () => {
    const clock = createFakeClock();
    const [{ run }, server] = [openConsole({ clock }), await startSubscriptionPartner({ handshake: 'never' })];
    const creating = run('subscriptions.create', { partner: { baseUrl: server.baseUrl } });
    await until(() => server.seen.some(({ method }) => method === 'POST'));
    await until(() => clock.next() === clock.now() + 5_000); // the answer is read, and the handshake is waited for
    await clock.advance(5_100);
    const record = await creating;
    expect(record).toMatchObject({ status: 'requested', problem: expect.stringContaining('No handshake') });
    await clock.advance(30_000);
    const later = await until(async () => {
      const now = await run('subscriptions.get', { id: record.id });
      return now.status === 'active' ? now : undefined;
    });
    expect(later.problem).toBeUndefined();
  });
});

describe('asked how it stands', () => {
  const ask = async (change: (server: Awaited<ReturnType<typeof start>>['server']) => void) => {
    const started = await start();
    change(started.server);
    return started;
  };
  it('a partner without $status is read', async () => {
    const { run, id } = await ask((server) => {
      server.on('GET /Subscription/s1/$status', json(400, outcome('error', 'Unknown operation.')));
      server.on(
        'GET /Subscription/s1',
        json(200, {
          resourceType: 'Subscription',
          id: 's1',
          status: 'error',
          error: 'No answer.',
          channel: { header: ['X-Key: kept-secret'] },
        }),
      );
    });
    const record = await run('subscriptions.status', { id });
    expect(record).toMatchObject({ status: 'error', problem: expect.stringContaining('No answer.') });
    const exchange = await run('exchanges.get', { id: record.recent.at(-1)?.exchangeId ?? '' });
    expect(exchange.response.bodyText).toContain('X-Key: [masked]');
    expect(exchange.response.bodyText).not.toContain('kept-secret');
  });

  it('a partner that no longer has it says so, and nothing more is planned', async () => {
    const { run, id } = await ask((server) => {
      server.on('GET /Subscription/s1/$status', json(404, outcome('error', 'Gone.')));
      server.on('GET /Subscription/s1', json(410, outcome('error', 'Deleted.')));
    });
    const record = await run('subscriptions.status', { id });
    expect(record).toMatchObject({ status: 'off', problem: 'The partner no longer has the subscription.' });
    expect(record.nextCheckAt).toBeUndefined();
  });

  it('a partner that fails leaves it as it is, with the problem', async () => {
    const { run, refused, id } = await ask((server) => {
      server.on('GET /Subscription/s1/$status', json(503, outcome('error', 'Closed.')));
    });
    expect((await refused('subscriptions.status', { id })).code).toBe('server-error');
    expect(await run('subscriptions.get', { id })).toMatchObject({
      status: 'active',
      problem: expect.stringContaining('503'),
    });
  });
});

describe('renewing', () => {
  it('happens before the end, with a later end and another secret; the old one is good until the new one is used', async () => {
    const { clock, server, record, noted, created } = await start(
      { handshake: 'never', status: 'active' },
      { endsInMinutes: 60 },
    );
    const old = server.posted();
    expect(Date.parse(old.end ?? '')).toBe(clock.now() + 60 * minute);
    await clock.advance(47 * minute);
    expect(server.seen.filter(({ method }) => method === 'PUT')).toEqual([]);
    await clock.advance(2 * minute);
    const renewed = await noted(({ secretHash }) => secretHash !== created.secretHash);
    await noted(({ status }) => status === 'active');
    expect(server.posted()).toMatchObject({ id: 's1', status: 'requested' });
    expect(Date.parse(server.posted().end ?? '')).toBeGreaterThan(Date.parse(old.end ?? ''));
    expect(server.posted().channel.header).not.toEqual(old.channel.header);
    expect(renewed.endpoint).toBe(created.endpoint);
    const withOld = { headers: { 'X-Switchboard-Subscription': old.channel.header?.[0]?.split(': ')[1] ?? '' } };
    expect(await server.tell({ type: 'heartbeat', since: '0' }, withOld)).toBe(200);
    expect(await server.tell({ type: 'heartbeat', since: '0' })).toBe(200);
    await noted(({ formerSecretHashes }) => formerSecretHashes === undefined);
    expect(await server.tell({ type: 'heartbeat', since: '0' }, withOld)).toBe(401);
    expect((await record()).status).toBe('active');
  });

  it('by hand revives one in error', async () => {
    const { run, server, noted, id } = await start();
    await server.tell({ type: 'heartbeat', status: 'error', since: '0' });
    await noted(({ status }) => status === 'error');
    const record = await run('subscriptions.renew', { id });
    expect(record).toMatchObject({ status: 'active', subscriptionId: 's1' });
    expect(record.problem).toBeUndefined();
  });

  it('unanswered again and again keeps every secret good that the partner may have', async () => {
    const { refused, server, noted, id } = await start();
    const first = server.posted().channel.header?.[0]?.split(': ')[1] ?? '';
    server.on('PUT /Subscription/s1', (_, response) => void response.socket?.destroy());
    for (let renewal = 0; renewal < 2; renewal += 1)
      expect((await refused('subscriptions.renew', { id })).code).toBe('connection-lost');
    const withFirst = { headers: { 'X-Switchboard-Subscription': first } };
    expect(await server.tell({ type: 'heartbeat', since: '0' }, withFirst)).toBe(200);
    await noted(({ formerSecretHashes }) => formerSecretHashes?.length === 2);
    expect(
      await server.tell({ type: 'heartbeat', since: '0' }, { headers: { 'X-Switchboard-Subscription': 'x' } }),
    ).toBe(401);
  });

  it('refused keeps the old secret good, and says why', async () => {
    const { refused, server, record, id } = await start();
    server.on('PUT /Subscription/s1', json(400, outcome('error', 'No changes here.')));
    expect((await refused('subscriptions.renew', { id })).message).toContain('No changes here.');
    expect(await server.tell({ type: 'heartbeat', since: '0' })).toBe(200);
    expect(await record()).toMatchObject({ status: 'active' });
  });

  it('of one the partner no longer has makes it anew', async () => {
    const { run, server, id } = await start();
    server.on('PUT /Subscription/s1', json(410, outcome('error', 'Gone.')));
    expect(await run('subscriptions.renew', { id })).toMatchObject({ status: 'active', subscriptionId: 's1' });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toContain('POST /fhir/Subscription');
  });
});

describe('removing', () => {
  it('deletes it, and takes it off the Tasks', async () => {
    const { run, server, event, noted, id } = await start();
    await event(1, 'Task/t1');
    await noted(({ lastEvent }) => lastEvent === 1);
    await until(async () => (await run('tasks.list', {})).some(({ subscriptionId }) => subscriptionId === id));
    const record = await run('subscriptions.remove', { id });
    expect(record).toMatchObject({ status: 'removed' });
    expect(record.nextCheckAt).toBeUndefined();
    expect(server.seen.at(-1)).toMatchObject({ method: 'DELETE', url: '/fhir/Subscription/s1' });
    expect((await run('tasks.list', {})).filter(({ subscriptionId }) => subscriptionId)).toEqual([]);
    await run('subscriptions.remove', { id });
    expect(await run('subscriptions.list', {})).toEqual([]);
  });

  it.each([404, 410])('is done where it is %i already', async (status) => {
    const { run, server, id } = await start();
    server.on('DELETE /Subscription/s1', json(status, outcome('error', 'Unknown.')));
    expect(await run('subscriptions.remove', { id })).toMatchObject({ status: 'removed' });
  });

  it('sets it off where deleting is not offered', async () => {
    const { run, server, id } = await start();
    server.on('DELETE /Subscription/s1', json(405, outcome('error', 'Not offered.')));
    expect(await run('subscriptions.remove', { id })).toMatchObject({ status: 'removed' });
    expect(server.posted()).toMatchObject({ id: 's1', status: 'off' });
  });

  it('that fails leaves it as it was, with the reason', async () => {
    const { refused, record, server, id } = await start();
    server.on('DELETE /Subscription/s1', json(500, outcome('error', 'Broken.')));
    expect((await refused('subscriptions.remove', { id })).code).toBe('server-error');
    expect(await record()).toMatchObject({
      status: 'active',
      problem: expect.stringContaining('could not be removed'),
    });
  });
});

test('after a restart every subscription that was kept is looked at, and one whose receiver moved is told the new address', async () => {
  const { close, server, id, ports, event } = await start({}, { atClose: 'keep' });
  const before = server.posted().channel.endpoint;
  await close();
  await event(1, 'Task/t1', true);
  server.seen.length = 0;
  const { run } = openConsole({ dataFolder: ports.dataFolder });
  const shown = await until(async () => {
    const now = await run('subscriptions.get', { id });
    return now.gaps.length > 0 ? now : undefined;
  });
  expect(server.seen.map(({ url }) => url)).toContain('/fhir/Subscription/s1/$status');
  expect(shown.gaps[0]).toMatchObject({ from: 1, to: 1 });
  const { receiver } = await run('receiver.start', { port: 0 });
  expect(before).not.toContain(receiver?.notificationUrl ?? '?');
  await until(() => server.posted().channel.endpoint === `${receiver?.notificationUrl}/${id}`);
  await until(async () => (await run('subscriptions.get', { id })).status === 'active');
  expect(await server.tell({ type: 'heartbeat', since: '1' })).toBe(200);
});

test('a receiver that comes up while the first question after a start waits is told of at once', async () => {
  const { close, server, id, ports } = await start({}, { atClose: 'keep' });
  const before = server.posted().channel.endpoint;
  await close();
  const { run } = openConsole({ dataFolder: ports.dataFolder });
  server.on('GET /Subscription/s1/$status', async (seen, response) => {
    await run('receiver.start', { port: 0 });
    json(503, outcome('error', 'Not now.'))(seen, response);
  });
  await until(() => server.posted().channel.endpoint !== before);
  expect(server.posted()).toMatchObject({ id: 's1', status: 'requested' });
  await until(async () => (await run('subscriptions.get', { id })).status === 'active');
});
