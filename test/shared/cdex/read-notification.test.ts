import { describe, expect, it, test } from 'vitest';
import { checkNotification } from '../../../shared/cdex/check-notification.ts';
import { mostEvents, readNotification } from '../../../shared/cdex/read-notification.ts';
import { taskTopic } from '../../../shared/domain/subscription.ts';
import { notification, oldNotification } from './notifications.ts';

const base = 'https://source.example/fhir';
const ours = `${base}/Subscription/s1`;
const rules = (value: unknown) => readNotification(value).findings.map(({ severity, path }) => `${severity} ${path}`);

describe('a notification', () => {
  it('is read whole, id-only', () => {
    const value = notification({
      type: 'event-notification',
      subscription: ours,
      since: '17',
      at: '2026-10-01T11:59:59.5Z',
      events: [
        ['16', `${base}/Task/a`],
        ['17', 'Task/b/_history/3'],
      ],
    });
    expect(readNotification(value)).toEqual({
      subscription: ours,
      subscriptionId: 's1',
      topic: taskTopic,
      status: 'active',
      type: 'event-notification',
      eventsSinceStart: 17,
      events: [
        { number: 16, at: '2026-10-01T11:59:59.5Z', focus: `${base}/Task/a`, context: [] },
        { number: 17, at: '2026-10-01T11:59:59.5Z', focus: 'Task/b/_history/3', context: [] },
      ],
      content: 'id-only',
      errors: [],
      findings: [],
    });
  });

  it('may list its focus in entries without a resource', () => {
    const entries = [
      { fullUrl: `${base}/Task/a`, request: { method: 'PUT', url: 'Task/a' }, response: { status: '200' } },
    ];
    const read = readNotification(
      notification({ type: 'event-notification', subscription: ours, since: '1', events: [['1']], entries }),
    );
    expect(read).toMatchObject({ events: [{ number: 1, focus: `${base}/Task/a` }], content: 'id-only', findings: [] });
  });

  it('may bring the Task itself', () => {
    const resource = { resourceType: 'Task', id: 'a' };
    const entries = [
      { fullUrl: `${base}/Task/a`, resource, request: { method: 'PUT', url: 'Task/a' }, response: { status: '200' } },
    ];
    const told = {
      type: 'event-notification',
      subscription: ours,
      since: '1',
      events: [['1', 'Task/a']] as [string, string][],
    };
    expect(readNotification(notification({ ...told, entries }))).toMatchObject({
      content: 'full-resource',
      findings: [],
    });
  });

  it('may be empty: a number alone', () => {
    const read = readNotification(
      notification({ type: 'event-notification', subscription: ours, since: '4', events: [['4']] }),
    );
    expect(read).toMatchObject({ events: [{ number: 4 }], content: 'empty', findings: [] });
    const bare = readNotification(notification({ type: 'event-notification', subscription: ours, since: '4' }));
    expect(bare.events).toEqual([{ number: 4, context: [] }]);
  });

  it.each(['handshake', 'heartbeat'])('of type %s has no event, whatever it counts', (type) => {
    const read = readNotification(notification({ type, subscription: ours, since: '3' }));
    expect(read).toMatchObject({ type, eventsSinceStart: 3, events: [], findings: [] });
  });

  it('tells its errors and status', () => {
    const read = readNotification(
      notification({
        type: 'heartbeat',
        subscription: ours,
        status: 'error',
        since: '3',
        error: 'No answer for an hour',
      }),
    );
    expect(read).toMatchObject({ status: 'error', errors: ['No answer for an hour'] });
  });
});

describe('names from before 1.1', () => {
  it('are read, and said', () => {
    const value = oldNotification('event-notification', ours, 9, 2, [`${base}/Task/a`, `${base}/Task/b`]);
    const read = readNotification(value);
    expect(read).toMatchObject({
      subscriptionId: 's1',
      topic: taskTopic,
      type: 'event-notification',
      eventsSinceStart: 9,
      events: [
        { number: 8, focus: `${base}/Task/a` },
        { number: 9, focus: `${base}/Task/b` },
      ],
    });
    expect(read.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(['CONF-064 warning']);
    expect(read.findings[0]?.message).toContain('before version 1.1');
  });

  it('are read of a heartbeat', () => {
    expect(readNotification(oldNotification('heartbeat', ours, 9, 0, []))).toMatchObject({
      type: 'heartbeat',
      eventsSinceStart: 9,
      events: [],
    });
  });
});

test('a SubscriptionStatus in place of Parameters is read, and said', () => {
  const entry = [
    {
      fullUrl: 'urn:uuid:1',
      resource: {
        resourceType: 'SubscriptionStatus',
        status: 'active',
        type: 'event-notification',
        eventsSinceSubscriptionStart: '5',
        notificationEvent: [{ eventNumber: '5', focus: { reference: 'Task/a' } }],
        subscription: { reference: ours },
      },
      request: {},
      response: {},
    },
  ];
  const read = readNotification({ resourceType: 'Bundle', type: 'history', timestamp: '2026-10-01T12:00:00Z', entry });
  expect(read).toMatchObject({ subscriptionId: 's1', eventsSinceStart: 5, events: [{ number: 5, focus: 'Task/a' }] });
  expect(read.findings.map(({ severity }) => severity)).toEqual(['warning']);
});

describe('what is wrong with a message is found, and never thrown', () => {
  const good = () =>
    notification({ type: 'event-notification', subscription: ours, since: '1', events: [['1', 'Task/a']] });
  const withEntry = (change: object) => {
    const value = good();
    return { ...value, entry: [{ ...value.entry[0], ...change }] };
  };
  const status = 'Bundle.entry[0].resource.parameter';
  test.each<[string, unknown, string[]]>([
    ['nothing', undefined, ['error Bundle']],
    ['a text', 'x', ['error Bundle']],
    ['a Task', { resourceType: 'Task' }, ['error Bundle']],
    ['no entry', { resourceType: 'Bundle', type: 'history' }, ['error Bundle.entry[0].resource']],
    [
      'entries that are none',
      { resourceType: 'Bundle', entry: [null, 3, 'x', []] },
      ['error Bundle.entry[0].resource'],
    ],
    [
      'no Parameters',
      { ...good(), entry: [{ resource: { resourceType: 'Task' } }] },
      ['error Bundle.entry[0].resource'],
    ],
    ['another type of Bundle', { ...good(), type: 'collection' }, ['warning Bundle.type']],
    ['no timestamp', { ...good(), timestamp: undefined }, ['warning Bundle.timestamp']],
    ['no request', withEntry({ request: undefined }), ['warning Bundle.entry']],
    [
      'a request of another subscription',
      withEntry({ request: { method: 'GET', url: `${base}/Subscription/admission/$status` } }),
      ['warning Bundle.entry[0].request.url'],
    ],
    ['no type', notification({ type: undefined as never, subscription: ours, since: '1' }), [`error ${status}:type`]],
    ['an unknown type', notification({ type: 'hello', subscription: ours, since: '1' }), [`error ${status}:type`]],
    ['no subscription', notification({ type: 'heartbeat', since: '1' }), [`warning ${status}:subscription`]],
    [
      'an unknown status',
      notification({ type: 'heartbeat', subscription: ours, status: 'fine' }),
      [`warning ${status}:status`],
    ],
    ['a count in words', notification({ type: 'heartbeat', subscription: ours, since: 'many' }), [`warning ${status}`]],
    ['a count below zero', notification({ type: 'heartbeat', subscription: ours, since: '-1' }), [`warning ${status}`]],
    [
      'a number too large to be one',
      notification({
        type: 'event-notification',
        subscription: ours,
        since: '1',
        events: [['99999999999999999999', 'Task/a']],
      }),
      [`warning ${status}`],
    ],
    [
      'no number',
      notification({ type: 'event-notification', subscription: ours, since: '1', events: [[undefined, 'Task/a']] }),
      [`warning ${status}:notification-event`],
    ],
    [
      'numbers that fall',
      notification({
        type: 'event-notification',
        subscription: ours,
        since: '3',
        events: [
          ['3', 'Task/a'],
          ['2', 'Task/b'],
        ],
      }),
      [`warning ${status}:notification-event`],
    ],
    [
      'a number beyond the count',
      notification({ type: 'event-notification', subscription: ours, since: '3', events: [['7', 'Task/a']] }),
      [`warning ${status}:event-number`],
    ],
  ])('%s', (_, value, found) => {
    expect(rules(value)).toEqual(found);
  });

  it('reads no more events of one message than are worth it', () => {
    const events = Array.from({ length: mostEvents + 500 }, (_, n) => [String(n + 1), `Task/${n}`] as [string, string]);
    const read = readNotification(
      notification({ type: 'event-notification', subscription: ours, since: '10500', events }),
    );
    expect(read.events).toHaveLength(mostEvents);
    expect(read.findings.map(({ message }) => message)).toEqual([expect.stringContaining(String(mostEvents))]);
    const lie = readNotification(oldNotification('event-notification', ours, 900_000_000, 900_000_000, []));
    expect(lie.events).toHaveLength(mostEvents);
  });
});

describe('a notification beside the Subscription it came for', () => {
  const expected = { baseUrl: base, subscriptionId: 's1', topic: taskTopic, payload: 'id-only' } as const;
  const told = (change: object, want: object = {}) =>
    checkNotification(
      {
        ...readNotification(
          notification({ type: 'event-notification', subscription: ours, since: '1', events: [['1', 'Task/a']] }),
        ),
        ...change,
      },
      { ...expected, ...want },
    ).map(({ severity, path }) => `${severity} ${path.split(':').at(-1)}`);
  it.each<[string, object, object, string[]]>([
    ['fits', {}, {}, []],
    ['is of another one', { subscriptionId: 's2' }, {}, ['warning subscription']],
    ['is of one that nobody told us yet', {}, { subscriptionId: undefined }, []],
    [
      'is called by another address',
      { subscription: 'https://inside.example/fhir/Subscription/s1' },
      {},
      ['information subscription'],
    ],
    ['is of another topic', { topic: 'https://source.example/topic' }, {}, ['warning topic']],
    ['is of a version of the topic', { topic: `${taskTopic}|1.1.0` }, {}, []],
    ['brings more', { content: 'full-resource' }, {}, ['warning Bundle.entry']],
    ['brings less', {}, { payload: 'full-resource' }, ['information Bundle.entry']],
  ])('%s', (_, change, want, found) => {
    expect(told(change, want)).toEqual(found);
  });
});
