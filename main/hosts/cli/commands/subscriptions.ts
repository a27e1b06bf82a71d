import { closings, type SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { oneOf } from '../request-options.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const headings = ['ID', 'STATUS', 'PARTNER', 'SUBSCRIPTION', 'EVENTS', 'LAST HEARD', 'AT CLOSE', 'ENDPOINT'];

const row = (one: SubscriptionRecord): string[] => [
  one.id,
  one.status,
  one.partner,
  one.subscriptionId ? `Subscription/${one.subscriptionId}` : '',
  String(one.eventCount),
  one.lastHeardAt ?? '',
  one.left ? 'left' : (one.atClose ?? 'resume'),
  one.endpoint,
];

async function printOne(session: Session, record: SubscriptionRecord): Promise<number> {
  await session.print(session.json ? jsonDocument(record) : table(headings, [row(record)]));
  if (!session.json) for (const line of [record.problem, ...record.oddities]) if (line) session.say(line);
  return 0;
}

const idOf = (given: Given): string =>
  given.text('id') ?? misused('No subscription is named.', 'Give --id ID; switchboard subscriptions list shows them.');

/** `subscriptions list`: those we hold at partners. */
export const subscriptionsList: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const list = await session.run('subscriptions.list', {});
    await session.print(session.json ? jsonDocument(list) : table(headings, list.map(row)));
    if (list.length === 0 && !session.json) session.say('No subscription is held.');
    return 0;
  },
};

const one = (name: 'subscriptions.status' | 'subscriptions.remove'): Command => ({
  words: [],
  options: { id: { type: 'text' } },
  run: async (given, session) => printOne(session, await session.run(name, { id: idOf(given) })),
});

/** `subscriptions status --id ID`: asks the partner how it stands. */
export const subscriptionsStatus = one('subscriptions.status');
/** `subscriptions renew --id ID`: again as requested, with another secret and a later end; says what the next close does with it. */
export const subscriptionsRenew: Command = {
  words: [],
  options: { id: { type: 'text' }, 'at-close': { type: 'text' } },
  run: async (given, session) =>
    printOne(
      session,
      await session.run('subscriptions.renew', { id: idOf(given), atClose: oneOf(given, 'at-close', closings) }),
    ),
};
/** `subscriptions remove --id ID`: ends it at the partner; one that is ended already is forgotten. */
export const subscriptionsRemove = one('subscriptions.remove');
