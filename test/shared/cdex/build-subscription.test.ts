import { describe, expect, it, test } from 'vitest';
import { buildSubscription, checkFilters, readFilter } from '../../../shared/cdex/build-subscription.ts';
import { taskTopic } from '../../../shared/domain/subscription.ts';

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';
const plain = {
  topic: taskTopic,
  filters: [],
  filterStyle: 'query',
  payload: 'id-only',
  endpoint: 'https://console.example/notifications/abc',
  headers: [],
} as const;

describe('a Subscription', () => {
  it('has what R4 and the backport demand, and nothing that was not asked for (CONF-064, CONF-065)', () => {
    expect(buildSubscription(plain)).toEqual({
      resourceType: 'Subscription',
      meta: { profile: [`${backport}/backport-subscription`] },
      status: 'requested',
      reason: expect.stringMatching(/\w/),
      criteria: 'http://hl7.org/fhir/us/davinci-hrex/SubscriptionTopic/Task',
      channel: {
        type: 'rest-hook',
        endpoint: 'https://console.example/notifications/abc',
        payload: 'application/fhir+json',
        _payload: { extension: [{ url: `${backport}/backport-payload-content`, valueCode: 'id-only' }] },
      },
    });
  });

  it('carries filters, headers and wishes', () => {
    const built = buildSubscription({
      ...plain,
      filters: ['status=completed', 'requester:identifier=https://payer.example/ids|P1'],
      payload: 'full-resource',
      headers: [{ name: 'X-Switchboard-Subscription', value: 's3cret' }],
      heartbeatSeconds: 60,
      timeoutSeconds: 10,
      maxCount: 20,
      end: '2027-01-01T00:00:00Z',
    });
    expect(built).toMatchObject({
      end: '2027-01-01T00:00:00Z',
      _criteria: {
        extension: [
          { url: `${backport}/backport-filter-criteria`, valueString: 'Task?status=completed' },
          {
            url: `${backport}/backport-filter-criteria`,
            valueString: 'Task?requester:identifier=https://payer.example/ids|P1',
          },
        ],
      },
      channel: {
        header: ['X-Switchboard-Subscription: s3cret'],
        extension: [
          { url: `${backport}/backport-heartbeat-period`, valueUnsignedInt: 60 },
          { url: `${backport}/backport-timeout`, valueUnsignedInt: 10 },
          { url: `${backport}/backport-max-count`, valuePositiveInt: 20 },
        ],
      },
    });
  });
});

test.each([['status=completed'], ['Task?status=completed'], ['Task.status=completed']])(
  'a filter may be written %s, and goes out in the style asked for',
  (filter) => {
    const written = (['query', 'parameter'] as const).map(
      (filterStyle) =>
        (buildSubscription({ ...plain, filters: [filter], filterStyle }) as { _criteria?: unknown })._criteria,
    );
    expect(written).toMatchObject([
      { extension: [{ valueString: 'Task?status=completed' }] },
      { extension: [{ valueString: 'status=completed' }] },
    ]);
  },
);

test('a modifier stands beside its parameter', () => {
  expect(readFilter('Task?owner:identifier=s|v=1')).toEqual({
    parameter: 'owner',
    modifier: 'identifier',
    value: 's|v=1',
  });
  expect(readFilter('owner')).toBeUndefined();
});

test.each([
  ['nonsense', 'error'],
  ['status=', 'error'],
  ['for=Patient/1', 'warning'],
  ['status:not=draft', 'warning'],
  ['status:identifier=a', 'warning'],
  ['status=completed', undefined],
  ['Task?owner:identifier=s|v', undefined],
])('the filter %s is of severity %s', (filter, severity) => {
  expect(checkFilters(taskTopic, [filter]).map((one) => one.severity)).toEqual(severity ? [severity] : []);
});

test('another topic may be filtered by whatever it knows (CONF-066)', () => {
  expect(checkFilters('https://other.example/topic', ['for=Patient/1'])).toEqual([]);
});
