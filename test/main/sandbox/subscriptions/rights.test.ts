import type { Subscription, Task } from '@medplum/fhirtypes';
import { afterEach, describe, expect, it } from 'vitest';
import { systems } from '../../../../shared/cdex/codes.ts';
import { bearer, startLocked } from '../auth/auth-client.ts';
import { startForAnn } from '../auth/two-members.ts';
import { openHook, readArrival } from '../support/hook.ts';
import { dataRequest, input, subscriptionTo } from '../support/requests.ts';
import type { Client } from '../support/http.ts';

let closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

const bobsConditions: Partial<Task> = {
  for: { reference: 'Patient/bob' },
  input: [input(systems.hrex, 'data-query', { valueString: 'Condition?patient=Patient/bob' })],
};
const forBob = { for: { reference: 'Patient/bob' } };

async function create<T>(provider: Client, path: string, body: unknown, headers: Record<string, string>): Promise<T> {
  const { json, status, text } = await provider.send<T>('POST', path, body, headers);
  expect(`${status} ${status === 201 ? '' : text}`).toBe('201 ');
  return json;
}

async function activated(provider: Client, id: string | undefined, headers: Record<string, string>): Promise<void> {
  for (;;) {
    const { json } = await provider.get<Subscription>(`/Subscription/${id}`, headers);
    if (json.status === 'active') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a token for one member', () => {
  it('hears of that member’s Tasks alone, and nobody else’s Subscriptions are there', async () => {
    const { provider, ann, token } = await startForAnn();
    const everything = bearer(await token('system/*.cruds'));
    const hook = await openHook();
    closing.push(hook.close);
    const mine = await create<Subscription>(provider, '/Subscription', subscriptionTo(hook.url), ann);
    const all = await create<Subscription>(provider, '/Subscription', subscriptionTo(hook.url), everything);
    await Promise.all([activated(provider, mine.id, ann), activated(provider, all.id, everything)]);
    await create<Task>(provider, '/Task', dataRequest(forBob), everything);
    const task = await create<Task>(provider, '/Task', dataRequest(), everything);
    const told = await hook.until('event-notification', 3);
    const toAnn = told.filter(({ status }) => JSON.stringify(status).includes(`Subscription/${mine.id}`));
    expect(toAnn.map(({ numbers, focus }) => [numbers, focus])).toEqual([[[1], [`${provider.base}/Task/${task.id}`]]]);
    expect((await provider.get(`/Subscription/${all.id}`, ann)).status).toBe(404);
    expect((await provider.get(`/Subscription/${all.id}/$status`, ann)).status).toBe(404);
    expect((await provider.get(`/Subscription/${all.id}/$events`, ann)).status).toBe(404);
    expect((await provider.get('/Subscription', ann)).json.total).toBe(1);
    const status = await provider.get('/Subscription/$status', ann);
    expect(status.json.total).toBe(1);
    // Whoever may read everything sees every event; the one that was not for Ann is no event of hers.
    const events = await provider.get(`/Subscription/${mine.id}/$events`, everything);
    expect(readArrival({}, events.json).numbers).toEqual([1]);
    const change = { ...mine, channel: { ...mine.channel, header: ['x-secret: stolen'] } };
    expect((await provider.send('PUT', `/Subscription/${all.id}`, { ...change, id: all.id }, ann)).status).toBe(404);
  });
});

describe('the answer to a member’s Task', () => {
  it('is a Bundle that the member’s token reads, until somebody else writes over it', async () => {
    const { provider, ann, token, clock, sandbox } = await startForAnn();
    await sandbox.setAnswering({ outputs: 'external' });
    const everything = bearer(await token('system/*.cruds'));
    const { id } = await create<Task>(provider, '/Task', dataRequest(), ann);
    const bobs = await create<Task>(provider, '/Task', dataRequest(bobsConditions), everything);
    for (let step = 0; step < 3; step += 1) {
      clock.advance(1000);
      await provider.get('/metadata');
      await provider.get(`/Task/${id}`, ann);
    }
    const path = `/Bundle/results-${id}`;
    const answer = await provider.get(path, ann);
    expect([answer.status, answer.json.entry?.[0]?.resource?.id]).toEqual([200, 'diabetes']);
    expect((await provider.get(`/Bundle/results-${bobs.id}`, everything)).status).toBe(200);
    expect((await provider.get(`/Bundle/results-${bobs.id}`, ann)).status).toBe(404);
    const other = { resourceType: 'Bundle', id: `results-${id}`, type: 'collection' };
    expect((await provider.send('PUT', path, other, everything)).status).toBe(200);
    expect((await provider.get(path, ann)).status).toBe(404);
  });
});

describe('a token without Tasks', () => {
  it('subscribes to nothing', async () => {
    const { provider, token } = await startLocked();
    const headers = bearer(await token('system/Subscription.cruds system/Patient.rs'));
    expect(await provider.refusal('POST', '/Subscription', subscriptionTo('http://127.0.0.1:9/x'), headers)).toMatch(
      /^403 .*Task/,
    );
    expect((await provider.get('/Subscription', headers)).json.total).toBe(0);
  });
});
