import { expect } from 'vitest';
import type { SubscriptionOffer } from '../../../../shared/contract/subscriptions.ts';
import type { SubscriptionEvent, SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { outcome, sendFhir, startPartner } from '../../cli-partner.ts';
import { notification } from '../../../shared/cdex/notifications.ts';
import { get, refused, until } from '../host.ts';
import type { Case } from '../suite.ts';

/** A partner that makes every Subscription active at once, counts three events and has $events. */
const startSubscribed = () =>
  startPartner(({ method, path, body }, response, base) => {
    const subscription = `${base}/Subscription/s1`;
    const told = (type: string, events: [string, string][]) => notification({ type, subscription, since: '3', events });
    if (path.endsWith('/$status')) return sendFhir(response, 200, { ...told('query-status', []), type: 'searchset' });
    if (path.includes('/$events'))
      return sendFhir(
        response,
        200,
        told(
          'query-event',
          ['1', '2', '3'].map((n) => [n, `Task/t${n}`]),
        ),
      );
    if (method === 'DELETE') return response.writeHead(204).end();
    if (!path.startsWith('Subscription')) return sendFhir(response, 404, outcome('error', 'Unknown.'));
    const posted = JSON.parse(body);
    if (posted.criteria.includes('unknown')) return sendFhir(response, 422, outcome('error', 'No such topic.'));
    const location = { location: subscription };
    return sendFhir(response, method === 'PUT' ? 200 : 201, { ...posted, id: 's1', status: 'active' }, location);
  });

export const subscriptionCases: readonly Case[] = [
  {
    name: 'a Subscription is made, asked about, made up for, renewed and removed, and its secret is told to nobody',
    async run(host) {
      const { base, requests, close } = await startSubscribed();
      try {
        const partner = { baseUrl: base };
        const offer = await get<SubscriptionOffer>(host, 'subscriptions.offer', { partner });
        expect(offer).toMatchObject({ topics: [], declaresTaskTopic: false });
        // An address of nobody: what comes back is not part of this case, and no receiver is needed.
        const input = { partner, endpoint: 'http://127.0.0.1:9/hook', filters: ['status=completed'] };
        const made = await get<SubscriptionRecord>(host, 'subscriptions.create', input);
        expect(made).toMatchObject({ status: 'active', subscriptionId: 's1', endpoint: input.endpoint, lastEvent: 0 });
        const posted = requests.find(({ method }) => method === 'POST')?.body ?? '';
        const [, secret = ''] = JSON.parse(posted).channel.header[0].split(': ');
        const { id } = made;
        expect((await get<SubscriptionRecord[]>(host, 'subscriptions.list')).map((one) => one.id)).toContain(id);
        const asked = await get<SubscriptionRecord>(host, 'subscriptions.status', { id });
        expect(asked.gaps).toMatchObject([{ from: 1, to: 3 }]);
        const filled = await get<SubscriptionRecord>(host, 'subscriptions.fill', { id });
        expect(filled).toMatchObject({ lastEvent: 3, gaps: [{ filled: 'events' }] });
        const events = await get<SubscriptionEvent[]>(host, 'subscriptions.events', { id, limit: 5 });
        expect(events.map(({ type }) => type)).toContain('gap');
        const renewed = await get<SubscriptionRecord>(host, 'subscriptions.renew', { id });
        expect(renewed.secretHash).not.toBe(made.secretHash);
        expect(await get(host, 'subscriptions.get', { id })).toEqual(renewed);
        const removed = await get<SubscriptionRecord>(host, 'subscriptions.remove', { id });
        expect(removed.status).toBe('removed');
        expect(requests.at(-1)).toMatchObject({ method: 'DELETE', path: 'Subscription/s1' });
        expect(JSON.stringify([made, asked, filled, events, renewed, removed])).not.toContain(secret);
      } finally {
        await close();
      }
    },
  },
  {
    name: 'a Subscription is removed when the host ends and asked for again at its next start; one to be kept stays, and a command leaves both',
    async run(host) {
      const { base, requests, close } = await startSubscribed();
      try {
        const input = { partner: { baseUrl: base }, endpoint: 'http://127.0.0.1:9/hook' };
        const resumed = await get<SubscriptionRecord>(host, 'subscriptions.create', input);
        const kept = await get<SubscriptionRecord>(host, 'subscriptions.create', { ...input, atClose: 'keep' });
        const stays = host.capabilities.includes('stay');
        requests.length = 0;
        await host.restart();
        const asked = () => requests.map(({ method, path }) => `${method} ${path}`);
        expect(asked().filter((one) => one === 'DELETE Subscription/s1')).toHaveLength(stays ? 1 : 0);
        if (stays) {
          const again = await until('a Subscription that is asked for again', async () => {
            const now = await get<SubscriptionRecord>(host, 'subscriptions.get', { id: resumed.id });
            return now.reopenedAt ? now : undefined;
          });
          expect(again).toMatchObject({ status: 'active', subscriptionId: 's1', atClose: 'resume' });
          expect(again.recent.map(({ message }) => message).join()).toContain('was asked for again');
          expect(asked().filter((one) => one === 'POST Subscription')).toHaveLength(1);
        }
        expect(await get(host, 'subscriptions.get', { id: kept.id })).toMatchObject({ status: 'active' });
        for (const { id } of [resumed, kept]) await get(host, 'subscriptions.remove', { id });
      } finally {
        await close();
      }
    },
  },
  {
    name: 'a Subscription that is refused, cannot be sent or is unknown says so',
    async run(host) {
      const { base, close } = await startSubscribed();
      try {
        const partner = { baseUrl: base };
        const endpoint = 'http://127.0.0.1:9/hook';
        const unknown = { partner, endpoint, topic: 'https://else.example/unknown' };
        expect(await refused(host, 'subscriptions.create', unknown)).toMatchObject({
          code: 'refused-by-partner',
          httpStatus: 422,
        });
        const broken = { partner, endpoint, filters: ['nonsense'] };
        expect((await refused(host, 'subscriptions.create', broken)).code).toBe('invalid-input');
        for (const name of ['get', 'events', 'status', 'fill', 'renew', 'remove'])
          expect((await refused(host, `subscriptions.${name}`, { id: 'nobody' })).code, name).toBe('not-found');
      } finally {
        await close();
      }
    },
  },
];
