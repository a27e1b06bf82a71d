import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { secretHeader } from '../../../../shared/cdex/subscription-urls.ts';
import { taskTopic } from '../../../../shared/domain/subscription.ts';
import { bytes, json, outcome } from '../../../fakes/partner/partner.ts';
import { openConsole } from '../../../fakes/ports.ts';
import { type PartnerSetup, startSubscriptionPartner } from './subscription-partner.ts';

async function start(setup?: PartnerSetup) {
  const [here, server] = [openConsole(), await startSubscriptionPartner(setup)];
  return { ...here, server, partner: { baseUrl: server.baseUrl } };
}

const secretOf = (header: string[] | undefined) => header?.[0]?.slice(secretHeader.length + 2) ?? '';

test('a Subscription is posted, its handshake taken while the POST still waits, and the record active', async () => {
  const { run, server, partner, ports } = await start();
  const record = await run('subscriptions.create', { partner, heartbeatSeconds: 60, filters: ['status=completed'] });
  expect(server.posted()).toMatchObject({
    resourceType: 'Subscription',
    status: 'requested',
    criteria: taskTopic,
    _criteria: { extension: [{ valueString: 'Task?status=completed' }] },
    channel: { type: 'rest-hook', payload: 'application/fhir+json' },
  });
  const { receiver } = await run('receiver.status', {});
  expect(server.posted().channel.endpoint).toBe(`${receiver?.notificationUrl}/${record.id}`);
  const secret = secretOf(server.posted().channel.header);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(record).toMatchObject({
    status: 'active',
    subscriptionId: 's1',
    secretHash: createHash('sha256').update(secret).digest('hex'),
    headers: [secretHeader],
    filters: ['status=completed'],
    payload: 'id-only',
    heartbeatSeconds: 60,
    lastEvent: 0,
    recent: [{ type: 'handshake', pushId: expect.any(String) }],
    oddities: [],
  });
  expect(record.problem).toBeUndefined();
  expect(JSON.stringify(record)).not.toContain(secret);
  expect(await run('subscriptions.list', {})).toEqual([record]);
  const all = await Promise.all((await run('exchanges.list', {})).map(({ id }) => run('exchanges.get', { id })));
  expect(JSON.stringify(all)).not.toContain(secret);
  expect(JSON.stringify(all)).toContain(`${secretHeader}: [masked]`);
  expect(ports.logged.join()).not.toContain(secret);
});

describe('whatever a partner answers to the create', () => {
  it.each<[string, PartnerSetup, object]>([
    ['a handshake after the answer', { handshake: 'after' }, { status: 'active', subscriptionId: 's1' }],
    ['200, active at once, no handshake', { handshake: 'never', answers: 200, status: 'active' }, { status: 'active' }],
    ['no body, only Location', { returned: null }, { status: 'active', subscriptionId: 's1' }],
    ['an older status than the handshake', { status: 'requested' }, { status: 'active' }],
    [
      'an error at once',
      { handshake: 'never', status: 'error', returned: { error: 'The endpoint answers nothing.' } },
      { status: 'error', problem: expect.stringContaining('The endpoint answers nothing.') },
    ],
    [
      'another filter and endpoint than asked for',
      { returned: { _criteria: undefined, criteria: 'https://else.example' } },
      { status: 'active', oddities: [expect.stringContaining('topic'), expect.stringContaining('filters')] },
    ],
  ])('%s', async (_, setup, expected) => {
    const { run, partner } = await start(setup);
    expect(await run('subscriptions.create', { partner, filters: ['status=completed'] })).toMatchObject(expected);
  });

  it('refused: says why, and leaves nothing behind', async () => {
    const { run, refused, server, partner } = await start();
    server.on('POST /Subscription', json(400, outcome('error', 'This topic is unknown.')));
    const failure = await refused('subscriptions.create', { partner, topic: 'https://else.example/topic' });
    expect(failure).toMatchObject({
      code: 'refused-by-partner',
      httpStatus: 400,
      message: expect.stringContaining('This topic is unknown.'),
      outcome: { resourceType: 'OperationOutcome' },
      exchangeId: expect.any(String),
    });
    expect(await run('subscriptions.list', {})).toEqual([]);
  });

  it('a redirect: refused as such', async () => {
    const { refused, server, partner } = await start();
    server.on('POST /Subscription', bytes(307, '', { location: 'https://else.example/Subscription' }));
    expect((await refused('subscriptions.create', { partner })).code).toBe('redirected');
  });

  it('no answer at all: the record stays, because the partner may have made it', async () => {
    const { run, refused, server, partner } = await start();
    server.on('POST /Subscription', (_, response) => response.socket?.destroy());
    expect((await refused('subscriptions.create', { partner })).code).toBe('connection-lost');
    const [record] = await run('subscriptions.list', {});
    expect(record).toMatchObject({ status: 'requested', problem: expect.stringContaining('No answer came') });
  });

  it('no id anywhere: the handshake tells it', async () => {
    const { run, server, partner } = await start();
    server.on('POST /Subscription', async (seen, response) => {
      const posted = JSON.parse(seen.body);
      server.posted = () => posted;
      response.writeHead(201).end();
      const [name = '', value = ''] = posted.channel.header[0].split(': ');
      await server.tell(
        { type: 'handshake', since: '0' },
        { url: posted.channel.endpoint, headers: { [name]: value } },
      );
    });
    expect(await run('subscriptions.create', { partner })).toMatchObject({ status: 'active', subscriptionId: 's1' });
  });
});

test('further headers are sent to the partner, masked everywhere, and named alone', async () => {
  const { run, server, partner, ports } = await start();
  process.env.TEST_HOOK_KEY = 'Bearer of-great-secrecy';
  await run('vault.create', { backend: 'memory' });
  const record = await run('subscriptions.create', {
    partner,
    headers: [{ name: 'Authorization', value: { env: 'TEST_HOOK_KEY' } }],
  });
  delete process.env.TEST_HOOK_KEY;
  expect(server.posted().channel.header?.[1]).toBe('Authorization: Bearer of-great-secrecy');
  expect(record.headers).toEqual([secretHeader, 'Authorization']);
  await run('subscriptions.renew', { id: record.id });
  expect(server.posted().channel.header?.[1]).toBe('Authorization: Bearer of-great-secrecy');
  const all = await Promise.all((await run('exchanges.list', {})).map(({ id }) => run('exchanges.get', { id })));
  expect(JSON.stringify([all, record, ports.logged])).not.toContain('of-great-secrecy');
});

test.each([
  [{ filters: ['nonsense'] }, 'invalid-input'],
  [{ headers: [{ name: 'Host', value: { value: 'x' } }] }, 'invalid-input'],
  [{ headers: [{ name: secretHeader, value: { value: 'x' } }] }, 'invalid-input'],
  [{ headers: [{ name: 'X-Key', value: { value: 'a\nb' } }] }, 'invalid-input'],
] as const)('what cannot be sent is refused before anything is: %j', async (input, code) => {
  const { refused, server, partner } = await start();
  expect((await refused('subscriptions.create', { partner, ...(input as object) })).code).toBe(code);
  expect(server.seen).toEqual([]);
});

describe('the offer', () => {
  const statement = (resource: object[]) => ({
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [{ mode: 'server', resource }],
  });
  const extension = (topic: string) => [
    {
      url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical',
      valueCanonical: topic,
    },
  ];

  it('tells topics, interactions and operations, and that our receiver does not run yet (CONF-067, CONF-068)', async () => {
    const { run, server, partner } = await start();
    server.on(
      'GET /metadata',
      json(
        200,
        statement([
          {
            type: 'Subscription',
            extension: extension(taskTopic),
            interaction: [{ code: 'create' }, { code: 'delete' }],
            operation: [{ name: '$status' }, { name: 'events' }, { name: 'backport-subscription-resend' }],
          },
        ]),
      ),
    );
    expect(await run('subscriptions.offer', { partner })).toMatchObject({
      topics: [taskTopic],
      declaresTaskTopic: true,
      interactions: ['create', 'delete'],
      operations: ['$status', '$events', '$resend'],
      reachable: 'no-receiver',
      exchangeId: expect.any(String),
    });
    const { receiver } = await run('receiver.start', { port: 0 });
    expect(await run('subscriptions.offer', { partner })).toMatchObject({
      reachable: 'yes',
      endpoint: receiver?.notificationUrl,
    });
    const record = await run('subscriptions.create', { partner });
    expect(record.offers).toEqual(['create', 'delete', '$status', '$events', '$resend']);
  });

  it('of a partner that declares nothing does not keep anybody from subscribing (CONF-069)', async () => {
    const { run, partner } = await start();
    expect(await run('subscriptions.offer', { partner })).toMatchObject({ topics: [], declaresTaskTopic: false });
    const topic = 'https://source.example/own-topic';
    expect(await run('subscriptions.create', { partner, topic })).toMatchObject({ topic, status: 'active' });
  });

  it('says that a partner on another computer cannot reach this one, and polling goes on; who insists may try', async () => {
    const { run, refused } = await start();
    const partner = { baseUrl: 'http://192.0.2.1:9/fhir', timeoutMs: 300 };
    const offer = await run('subscriptions.offer', { partner });
    expect(offer).toMatchObject({ reachable: 'unlikely', says: expect.stringContaining('another computer') });
    expect(offer.next).toMatch(/tunnel/);
    const failure = await refused('subscriptions.create', { partner });
    expect(failure).toMatchObject({ code: 'invalid-input', message: offer.says, next: offer.next });
    expect(await run('receiver.status', {})).toMatchObject({ running: false });
    const tried = await refused('subscriptions.create', { partner, sendAnyway: true });
    expect(['timed-out', 'unreachable', 'connection-lost']).toContain(tried.code);
  });
});

test('an endpoint that is given is taken as it is', async () => {
  const { run, server, partner } = await start({ handshake: 'never', status: 'active' });
  const endpoint = 'https://tunnel.example/hook';
  expect(await run('subscriptions.create', { partner, endpoint })).toMatchObject({ endpoint, status: 'active' });
  expect(server.posted().channel.endpoint).toBe(endpoint);
});
