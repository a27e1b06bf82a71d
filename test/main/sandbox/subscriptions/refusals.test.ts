import type { CapabilityStatement, OperationOutcome, Subscription } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFilter } from '../../../../main/sandbox/subscriptions/parse-filter.ts';
import { taskTopic } from '../../../../shared/domain/subscription.ts';
import { subscriptionTo, type SubscriptionWish } from '../support/requests.ts';
import { start } from '../support/sandbox.ts';

const MAX_COUNT = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-max-count';
const hook = 'http://127.0.0.1:9/hook';
const payload = (value: string): SubscriptionWish => ({ channel: { payload: value } });

let started: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  started = await start();
});
afterAll(() => started.sandbox.close());

describe('a Subscription is refused, naming why (CONF-066)', () => {
  it.each<[string, Subscription, string, RegExp]>([
    [
      'another topic',
      subscriptionTo(hook, { more: { criteria: 'http://topics.example/Encounter' } }),
      'Subscription.criteria',
      /topic "http:\/\/topics.example\/Encounter"/,
    ],
    [
      'a query of CDex 1',
      subscriptionTo(hook, { more: { criteria: 'Task?_id=1' } }),
      'Subscription.criteria',
      /Task\?_id=1/,
    ],
    [
      'a filter by another parameter',
      subscriptionTo(hook, { filters: ['status=completed', 'patient=Patient/ann'] }),
      'Subscription.criteria.extension',
      /filtered by "patient"/,
    ],
    [
      'a modifier that is none of the topic',
      subscriptionTo(hook, { filters: ['status:not=completed'] }),
      'Subscription.criteria.extension',
      /modifier :not/,
    ],
    [
      'a filter on another type',
      subscriptionTo(hook, { filters: ['Encounter?status=finished'] }),
      'Subscription.criteria.extension',
      /about Encounter/,
    ],
    [
      'a filter without value',
      subscriptionTo(hook, { filters: ['status'] }),
      'Subscription.criteria.extension',
      /no param=value/,
    ],
    ['another channel', subscriptionTo(hook, { channel: { type: 'email' } }), 'Subscription.channel.type', /"email"/],
    ['XML', subscriptionTo(hook, payload('application/fhir+xml')), 'Subscription.channel.payload', /fhir\+xml/],
    [
      'another FHIR version',
      subscriptionTo(hook, payload('application/fhir+json;fhirVersion=5.0')),
      'Subscription.channel.payload',
      /5\.0/,
    ],
    [
      'another content',
      subscriptionTo(hook, { content: 'everything' }),
      'Subscription.channel.payload.extension',
      /everything/,
    ],
    [
      'plain http elsewhere',
      subscriptionTo('http://payer.example/hook'),
      'Subscription.channel.endpoint',
      /in the clear/,
    ],
    ['no URL', subscriptionTo('ftp://payer.example/hook'), 'Subscription.channel.endpoint', /no URL/],
    [
      'a header that is none',
      subscriptionTo(hook, { channel: { header: ['secret'] } }),
      'Subscription.channel.header',
      /secret/,
    ],
    [
      'a header of the sender’s own',
      subscriptionTo(hook, { channel: { header: ['Content-Type: text/plain'] } }),
      'Subscription.channel.header',
      /Content-Type/,
    ],
    [
      'no number',
      subscriptionTo(hook, { channel: { extension: [{ url: MAX_COUNT, valueString: 'many' }] } }),
      'Subscription.channel.extension',
      /backport-max-count/,
    ],
    ['an end that was', subscriptionTo(hook, { more: { end: '2020-01-01T00:00:00Z' } }), 'Subscription.end', /2020/],
    ['an error', subscriptionTo(hook, { more: { status: 'error' } }), 'Subscription.status', /Only the server/],
  ])('%s', async (_, subscription, place, words) => {
    const { json, status } = await started.provider.send<OperationOutcome>('POST', '/Subscription', subscription);
    expect([status, json.issue[0]?.expression, json.issue[0]?.details?.text]).toEqual([
      422,
      [place],
      expect.stringMatching(words),
    ]);
    expect((await started.provider.get('/Subscription')).json.total).toBe(0);
  });

  it('whose filters cannot be searched by', async () => {
    const { provider } = started;
    const refusal = (...filters: string[]) =>
      provider.refusal('POST', '/Subscription', subscriptionTo(hook, { filters }));
    expect(await refusal('status=,')).toMatch(/^400 status has only empty values/);
    expect(await refusal(...Array.from({ length: 101 }, () => 'status=completed'))).toMatch(/^400 .*100 conditions/);
  });

  it('without the reason R4 demands', async () => {
    const { reason: _, ...rest } = subscriptionTo(hook);
    expect(await started.provider.refusal('POST', '/Subscription', rest)).toMatch(/^400 .*reason/);
  });

  it('with a modifier extension nobody knows', async () => {
    const more = { modifierExtension: [{ url: 'http://x.example/not', valueBoolean: true }] };
    expect(await started.provider.refusal('POST', '/Subscription', subscriptionTo(hook, { more }))).toMatch(/^422/);
  });
});

describe('a filter', () => {
  it.each([
    ['status=completed', [['status', 'completed']]],
    ['requester:identifier=urn:x|1', [['requester:identifier', 'urn:x|1']]],
    ['Task.status=completed', [['status', 'completed']]],
    ['Task.owner:identifier=http://npi.example|9', [['owner:identifier', 'http://npi.example|9']]],
    [
      'Task?owner=Organization/1&status=a,b',
      [
        ['owner', 'Organization/1'],
        ['status', 'a,b'],
      ],
    ],
    ['Task?owner:identifier=urn%3Ax%7C1', [['owner:identifier', 'urn:x|1']]],
    [' code=http://codes.example|data-request-code ', [['code', 'http://codes.example|data-request-code']]],
  ])('%s is read', (text, pairs) => {
    expect(parseFilter(text)).toEqual(pairs);
  });
});

it('the topic is found in the CapabilityStatement (CONF-067, CONF-068)', async () => {
  const { json } = await started.provider.get<CapabilityStatement>('/metadata');
  const resources = json.rest?.[0]?.resource ?? [];
  const found = resources.find(({ type }) => type === 'Subscription');
  expect(found?.extension).toEqual([
    {
      url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical',
      valueCanonical: taskTopic,
    },
  ]);
  expect(found?.supportedProfile).toEqual([
    'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription',
  ]);
  expect(found?.operation?.map(({ name }) => name)).toEqual(['status', 'events']);
  expect(found?.searchParam?.map(({ name }) => name)).toEqual(expect.arrayContaining(['url', 'status']));
  const task = resources.find(({ type }) => type === 'Task');
  expect(task?.interaction?.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['create', 'read', 'update', 'delete', 'history-instance', 'search-type']),
  );
  const searches = ['_id', '_lastUpdated', 'requester', 'owner', 'status', 'code', '_tag'];
  expect(task?.searchParam?.map(({ name }) => name)).toEqual(expect.arrayContaining(searches));
});
