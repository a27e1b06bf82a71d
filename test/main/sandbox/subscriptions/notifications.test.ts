import type { Bundle, Subscription, Task } from '@medplum/fhirtypes';
import { validateResource } from '@medplum/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../../main/sandbox/sandbox.ts';
import { taskTopic } from '../../../../shared/domain/subscription.ts';
import { openHook, readArrival, saidIn } from '../support/hook.ts';
import { dataRequest, subscriptionTo, type SubscriptionWish } from '../support/requests.ts';
import { start } from '../support/sandbox.ts';

let closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

/** A sandbox that leaves Tasks alone, and a subscriber. */
async function open(options: Partial<SandboxOptions> = {}) {
  const started = await start({ answering: { answering: 'by-hand' }, ...options });
  const hook = await openHook();
  let isOpen = true;
  const end = async () => {
    if (isOpen) await started.sandbox.close();
    isOpen = false;
  };
  closing.push(hook.close, end);
  const { provider } = started;
  const subscribe = async (wish: SubscriptionWish = {}) => {
    const { json, status } = await provider.send<Subscription>('POST', '/Subscription', subscriptionTo(hook.url, wish));
    expect(status).toBe(201);
    return json.id ?? '';
  };
  const statusOf = async (id: string) => (await provider.get<Subscription>(`/Subscription/${id}`)).json;
  const until = async (id: string, status: string) => {
    for (;;) {
      const subscription = await statusOf(id);
      if (subscription.status === status) return subscription;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const active = async (wish: SubscriptionWish = {}) => {
    const id = await subscribe(wish);
    await until(id, 'active');
    return id;
  };
  const request = async (more: Partial<Task> = {}) =>
    (await provider.send<Task>('POST', '/Task', dataRequest(more))).json as Task & { id: string };
  const move = async (task: Task, change: Partial<Task>) =>
    (await provider.send<Task>('PUT', `/Task/${task.id}`, { ...task, ...change })).json as Task & { id: string };
  return { ...started, end, hook, subscribe, active, statusOf, until, request, move };
}

describe('a handshake', () => {
  it('makes a Subscription active when the endpoint takes it (CONF-064)', async () => {
    const { hook, subscribe, until, provider } = await open();
    const id = await subscribe();
    const { error } = await until(id, 'active');
    expect(error).toBeUndefined();
    const [first] = hook.arrivals;
    expect(first?.headers).toMatchObject({ 'content-type': 'application/fhir+json', 'x-secret': 'between us' });
    expect(first?.bundle).toMatchObject({ resourceType: 'Bundle', type: 'history' });
    expect(first?.status.parameter).toEqual([
      { name: 'subscription', valueReference: { reference: `${provider.base}/Subscription/${id}` } },
      { name: 'topic', valueCanonical: taskTopic },
      { name: 'status', valueCode: 'requested' },
      { name: 'type', valueCode: 'handshake' },
      { name: 'events-since-subscription-start', valueString: '0' },
    ]);
  });

  it('that is refused leaves it in error with the reason, until its client asks again', async () => {
    const { hook, subscribe, until, provider } = await open();
    hook.answer = 403;
    const id = await subscribe();
    const failed = await until(id, 'error');
    expect(failed.error).toBe('The handshake failed. The endpoint answered 403.');
    hook.answer = 204;
    await provider.send('PUT', `/Subscription/${id}`, { ...failed, status: 'requested' });
    expect((await until(id, 'active')).error).toBeUndefined();
    const nobody = await provider.send<Subscription>('POST', '/Subscription', subscriptionTo('http://127.0.0.1:9/x'));
    expect((await until(nobody.json.id ?? '', 'error')).error).toMatch(/could not be reached/);
  });

  it('is asked for by whoever says active, too', async () => {
    const { hook, provider, until } = await open();
    const { json } = await provider.send<Subscription>(
      'POST',
      '/Subscription',
      subscriptionTo(hook.url, { more: { status: 'active' } }),
    );
    expect(json.status).toBe('requested');
    await until(json.id ?? '', 'active');
    expect(hook.of('handshake')).toHaveLength(1);
  });
});

describe('an event', () => {
  it('is every new and changed Task, with its number and its focus, and valid FHIR', async () => {
    const { hook, active, request, move, provider } = await open();
    const id = await active();
    const task = await request();
    await hook.until('event-notification', 1);
    await move(task, { status: 'accepted' });
    const [first, second] = await hook.until('event-notification', 2);
    expect([first?.numbers, second?.numbers]).toEqual([[1], [2]]);
    expect(first?.focus).toEqual([`${provider.base}/Task/${task.id}`]);
    expect(saidIn(second?.status ?? { resourceType: 'Parameters' }, 'events-since-subscription-start')).toBe('2');
    const entries = second?.bundle.entry ?? [];
    expect(entries[0]?.request).toEqual({ method: 'GET', url: `${provider.base}/Subscription/${id}/$status` });
    expect(entries[1]).toEqual({
      fullUrl: `${provider.base}/Task/${task.id}`,
      request: { method: 'PUT', url: `Task/${task.id}` },
      response: { status: '200' },
    });
    expect(first?.bundle.entry?.[1]?.request).toEqual({ method: 'POST', url: 'Task' });
    for (const one of hook.arrivals) expect(() => validateResource(one.bundle)).not.toThrow();
  });

  it('carries what the payload says: nothing, or the Task as it was then', async () => {
    const { hook, active, request, move } = await open();
    await active({ content: 'empty' });
    const task = await request();
    const [empty] = await hook.until('event-notification', 1);
    expect([empty?.numbers, empty?.focus, empty?.bundle.entry?.length]).toEqual([[1], [], 1]);
    expect(empty?.status.parameter?.map(({ name }) => name)).not.toContain('topic');
    await active({ content: 'full-resource' });
    await move(task, { status: 'accepted' });
    const arrivals = await hook.until('event-notification', 3);
    const full = arrivals.find(({ focus }) => focus.length);
    expect(full?.bundle.entry?.[1]?.resource).toMatchObject({ id: task.id, status: 'accepted' });
  });

  it('is none outside the topic or the filters, in any of the five spellings', async () => {
    const { hook, active, request, move, statusOf, provider } = await open();
    const requester = 'urn:example:payers|payer';
    const ids = [];
    for (const filter of [
      'status=accepted',
      `requester:identifier=${requester}`,
      'Task.status=accepted',
      `Task.requester:identifier=${requester}`,
      'Task?status=accepted',
      `Task?requester:identifier=${encodeURIComponent(requester)}&status=accepted`,
      'code=data-request-code',
      'owner:identifier=nobody',
    ])
      ids.push(await active({ filters: [filter] }));
    const both = await active({ filters: ['status=accepted', 'owner:identifier=nobody'] });
    const task = await request();
    await move(task, { status: 'accepted' });
    await hook.until('event-notification', 8);
    const counts = await Promise.all(
      [...ids, both].map(async (id) => {
        const { json } = await provider.get(`/Subscription/${id}/$status`);
        return Number(saidIn((json as Bundle).entry?.[0]?.resource as never, 'events-since-subscription-start'));
      }),
    );
    expect(counts).toEqual([1, 2, 1, 2, 1, 1, 0, 0, 0]);
    expect((await statusOf(ids[0] ?? '')).status).toBe('active');
  });

  it('comes in batches for those who take several', async () => {
    const { clock, hook, active, request } = await open();
    await active({ maxCount: 3 });
    for (let time = 0; time < 4; time += 1) await request();
    const [first] = await hook.until('event-notification', 1);
    expect(first?.numbers).toEqual([1, 2, 3]);
    // Whether the fourth went out with the first three's turn is a matter of chance; after the pause it certainly has.
    clock.advance(1000);
    const [, second] = await hook.until('event-notification', 2);
    expect(second?.numbers).toEqual([4]);
  });
});

describe('a heartbeat', () => {
  it('comes when nothing else was sent for its period', async () => {
    const { clock, hook, active, request } = await open();
    await active({ heartbeat: 60 });
    clock.advance(59_000);
    await request();
    await hook.until('event-notification', 1);
    while (clock.next !== clock.now() + 60_000) await new Promise((resolve) => setTimeout(resolve, 5)); // it begins anew
    clock.advance(59_000);
    expect(hook.of('heartbeat')).toHaveLength(0);
    clock.advance(1_000);
    const [beat] = await hook.until('heartbeat', 1);
    expect(beat?.numbers).toEqual([]);
    expect(saidIn(beat?.status ?? { resourceType: 'Parameters' }, 'events-since-subscription-start')).toBe('1');
  });
});

describe('an endpoint that fails', () => {
  it('is tried three times, then the Subscription is in error and counts on; asked for again it goes on', async () => {
    const { clock, hook, active, request, statusOf, until, provider } = await open();
    const id = await active();
    hook.answer = 500;
    await request();
    await hook.until('event-notification', 1);
    for (const [tries, pause] of [
      [2, 1_000],
      [3, 5_000],
    ] as const) {
      while (!clock.waiting) await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await statusOf(id)).status).toBe('active');
      clock.advance(pause);
      await hook.until('event-notification', tries);
    }
    expect((await until(id, 'error')).error).toBe('The endpoint answered 500.');
    hook.answer = 200;
    await request();
    const asked = await provider.get(`/Subscription/${id}/$status`);
    const status = (asked.json as Bundle).entry?.[0]?.resource as never;
    expect(saidIn(status, 'events-since-subscription-start')).toBe('2');
    expect(saidIn(status, 'error')).toEqual({ text: 'The endpoint answered 500.' });
    await provider.send('PUT', `/Subscription/${id}`, { ...(await statusOf(id)), status: 'requested' });
    await until(id, 'active');
    await request();
    const arrivals = await hook.until('event-notification', 4);
    expect(arrivals.at(-1)?.numbers).toEqual([3]);
  });

  it('and never answers is given up after its timeout', async () => {
    const { hook, active, request, clock, until } = await open();
    const id = await active({ timeout: 2 });
    hook.answer = 0;
    await request();
    for (let tries = 0; tries < 2; tries += 1) {
      while (!clock.waiting) await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(5_000);
    }
    expect((await until(id, 'error')).error).toBe('The endpoint did not answer within 2 s.');
  });
});

describe('the end', () => {
  it('of a Subscription is off; deleted, it tells nobody', async () => {
    const { clock, hook, active, until, provider, request } = await open();
    const id = await active({ more: { end: '2026-03-01T09:00:00Z' } });
    const gone = await active();
    await provider.send('DELETE', `/Subscription/${gone}`);
    clock.advance(3_600_000);
    await until(id, 'off');
    await request();
    expect((await provider.get(`/Subscription/${gone}/$status`)).status).toBe(410);
    expect(hook.of('event-notification')).toHaveLength(0);
  });

  it('of a sandbox is a pause: numbers go on, and what was due is told', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const folder = await mkdtemp(`${tmpdir()}/switchboard-sandbox-`);
    closing.push(() => rm(folder, { recursive: true }));
    const first = await open({ folder });
    const id = await first.active();
    await first.request();
    await first.hook.until('event-notification', 1);
    first.hook.answer = 500;
    await first.request();
    await first.hook.until('event-notification', 2);
    await first.end();
    first.hook.answer = 200;
    const again = await open({ folder });
    const [, , told] = await first.hook.until('event-notification', 3);
    expect(told?.numbers).toEqual([2]);
    await again.request();
    expect((await first.hook.until('event-notification', 4)).at(-1)?.numbers).toEqual([3]);
    await again.sandbox.reset();
    expect((await again.provider.get(`/Subscription/${id}`)).status).toBe(404);
    expect(again.clock.waiting).toBe(0);
  });
});

describe('the operations', () => {
  it('$status tells of one, of several by id, and by status', async () => {
    const { active, provider } = await open();
    const [one, other] = [await active(), await active()];
    const askedFor = async (path: string, body?: unknown) => {
      const { json, status } = await provider.send<Bundle>(body ? 'POST' : 'GET', path, body);
      expect([status, json.type]).toEqual([200, 'searchset']);
      return (json.entry ?? []).map(({ resource }) =>
        String((saidIn(resource as never, 'subscription') as { reference: string }).reference.split('/').at(-1)),
      );
    };
    expect(await askedFor(`/Subscription/${one}/$status`)).toEqual([one]);
    expect((await askedFor('/Subscription/$status')).sort()).toEqual([one, other].sort());
    expect(await askedFor(`/Subscription/$status?id=${other}`)).toEqual([other]);
    expect(await askedFor('/Subscription/$status?status=error,off')).toEqual([]);
    const parameter = [{ name: 'id', valueString: one }];
    expect(await askedFor('/Subscription/$status', { resourceType: 'Parameters', parameter })).toEqual([one]);
    expect((await provider.get('/Subscription/nobody/$status')).status).toBe(404);
  });

  it('$events tells what was missed, both numbers included, with as much as is asked for', async () => {
    const { active, provider, request, hook } = await open();
    const id = await active();
    for (let time = 0; time < 4; time += 1) await request();
    await hook.until('event-notification', 4);
    const ask = async (search: string) =>
      readArrival({}, (await provider.get(`/Subscription/${id}/$events${search}`)).json);
    const some = await ask('?eventsSinceNumber=2&eventsUntilNumber=3');
    expect([some.type, some.numbers, some.bundle.type]).toEqual(['query-event', [2, 3], 'history']);
    expect((await ask('')).numbers).toEqual([1, 2, 3, 4]);
    const full = await ask('?eventsSinceNumber=4&content=full-resource');
    expect(full.bundle.entry?.[1]?.resource).toMatchObject({ resourceType: 'Task', status: 'requested' });
    expect((await ask('?eventsSinceNumber=9')).numbers).toEqual([]);
    expect(await provider.refusal('GET', `/Subscription/${id}/$events?eventsSinceNumber=two`)).toMatch(
      /^400 eventsSince/,
    );
    expect(await provider.refusal('GET', `/Subscription/${id}/$events?content=all`)).toMatch(/^400 content/);
  });

  it('are found by search on url and status', async () => {
    const { active, provider, hook } = await open();
    const id = await active();
    expect(await provider.ids(`/Subscription?url=${encodeURIComponent(hook.url)}&status=active`)).toEqual([id]);
    expect(await provider.ids('/Subscription?status=off')).toEqual([]);
  });
});
