import { expect, test } from 'vitest';
import { json, outcome, type Script } from '../../../fakes/partner/partner.ts';
import { openConsole } from '../../../fakes/ports.ts';
import { type Posted, startSubscriptionPartner } from './subscription-partner.ts';

/** A partner that makes the first Subscription and never answers; `made` is what it has. */
async function start(more: Record<string, Script> = {}) {
  const [here, server] = [openConsole(), await startSubscriptionPartner()];
  const made: (Posted & { id: string })[] = [];
  const searched: string[] = [];
  server.on('POST /Subscription', (seen, response) => {
    made.push({ ...(JSON.parse(seen.body) as Posted), id: `s${made.length + 1}` });
    if (made.length === 1) response.socket?.destroy();
    else json(201, { ...made.at(-1), status: 'active' })(seen, response);
  });
  server.on('GET /Subscription', (seen, response) => {
    const url = new URL(seen.url, server.origin).searchParams.get('url') ?? '';
    searched.push(url);
    const entry = made.filter(({ channel }) => channel.endpoint === url).map((resource) => ({ resource }));
    json(200, { resourceType: 'Bundle', type: 'searchset', entry })(seen, response);
  });
  for (const [route, script] of Object.entries(more)) server.on(route, script);
  const partner = { baseUrl: server.baseUrl };
  const create = { partner, filters: ['status=completed'] };
  expect((await here.refused('subscriptions.create', create)).code).toBe('connection-lost');
  const [lost] = await here.run('subscriptions.list', {});
  expect(lost).toMatchObject({ status: 'requested', unanswered: expect.any(String) });
  const asked = () =>
    server.seen.map(({ method, url }) => `${method} ${url}`).filter((one) => /Subscription/.test(one));
  return { ...here, server, partner, create, made, searched, lost, asked };
}

test.each(['created again', 'renewed'] as const)(
  'one whose create was never answered is taken over when it is %s',
  async (how) => {
    const { run, made, searched, lost, create, asked } = await start();
    const { id = '', endpoint } = lost ?? {};
    const record =
      how === 'renewed'
        ? await run('subscriptions.renew', { id })
        : await run('subscriptions.create', { ...create, heartbeatSeconds: 30 });
    expect(searched).toEqual([endpoint]);
    expect(made).toHaveLength(1);
    expect(asked().at(-1)).toBe('PUT /fhir/Subscription/s1');
    expect(record).toMatchObject({ id, status: 'active', subscriptionId: 's1', endpoint });
    expect(record.oddities).toEqual([expect.stringContaining('Subscription/s1 is taken over')]);
    expect(record.unanswered).toBeUndefined();
    expect(record.problem).toBeUndefined();
    if (how === 'created again') expect(record.heartbeatSeconds).toBe(30);
    expect(await run('subscriptions.list', {})).toHaveLength(1);
  },
);

test('where the partner has none it is asked for anew', async () => {
  const { run, made, create } = await start({
    'GET /Subscription': json(200, { resourceType: 'Bundle', type: 'searchset', total: 0 }),
  });
  const record = await run('subscriptions.create', create);
  expect(made).toHaveLength(2);
  expect(record).toMatchObject({ status: 'active', subscriptionId: 's2' });
  expect(record.oddities).toEqual([expect.stringContaining('was not done')]);
});

test('where it cannot be looked for, that is said, and that there may be two', async () => {
  const refusing = await start({ 'GET /Subscription': json(400, outcome('error', 'No search of these.')) });
  const after = await refusing.run('subscriptions.create', refusing.create);
  expect(after).toMatchObject({ status: 'active', subscriptionId: 's2' });
  expect(after.oddities).toEqual([expect.stringMatching(/No search of these.*There may be two now: ask the partner/)]);

  const type = { type: 'Subscription', interaction: [{ code: 'create' }] };
  const rest = [{ mode: 'server', resource: [type] }];
  const declaring = await start({
    'GET /metadata': json(200, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest }),
  });
  const record = await declaring.run('subscriptions.create', declaring.create);
  expect(declaring.searched).toEqual([]);
  expect(record.oddities).toEqual([expect.stringMatching(/offers no search of Subscriptions.*There may be two now/)]);
});

test('one found at a partner that lets none be changed goes on as it is', async () => {
  const { run, made, lost, create } = await start({ 'PUT /Subscription/s1': json(405, outcome('error', 'No.')) });
  expect(await run('subscriptions.create', create)).toMatchObject({ id: lost?.id, subscriptionId: 's1' });
  expect(made).toHaveLength(1);
});

test('others at the same partner are left alone, and another subscription is no other try', async () => {
  const { run, made, searched, lost, partner } = await start();
  const other = await run('subscriptions.create', { partner, filters: ['status=failed'] });
  expect(other.id).not.toBe(lost?.id);
  expect(searched).toEqual([]);
  expect(made).toHaveLength(2);
});

test('one that is removed is looked for too, and taken away there', async () => {
  const { run, asked, lost } = await start({
    'DELETE /Subscription/s1': (_, response) => response.writeHead(204).end(),
  });
  const { id = '', endpoint = '' } = lost ?? {};
  expect(await run('subscriptions.remove', { id })).toMatchObject({ status: 'removed' });
  expect(asked().slice(1)).toEqual([
    `GET /fhir/Subscription?url=${encodeURIComponent(endpoint)}`,
    'DELETE /fhir/Subscription/s1',
  ]);
});
