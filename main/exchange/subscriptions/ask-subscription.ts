import type { Reply } from '../../../shared/contract/errors.ts';
import type { Answer } from '../answer.ts';
import type { Door } from '../door.ts';
import { answered, type Context, fhirClient } from '../fhir-client.ts';
import type { Partner } from '../partner.ts';

const ask = (door: Door, partner: Partner, path: string, note: string, context: Context): Promise<Reply<Answer>> =>
  answered(fhirClient(door, partner, { approach: 'task', note, ...context }).request(path));

/** GET [base]/Subscription/[id]/$status: a searchset with a status of type query-status (Subscriptions Backport). */
export const askStatus = (door: Door, partner: Partner, id: string, context: Context = {}): Promise<Reply<Answer>> =>
  ask(door, partner, `Subscription/${id}/$status`, '$status', context);

/** GET [base]/Subscription/[id]; its headers are secrets of ours and are masked wherever they come back. */
export const readSubscription = (
  door: Door,
  partner: Partner,
  id: string,
  context: Context = {},
): Promise<Reply<Answer>> => ask(door, partner, `Subscription/${id}`, 'read subscription', context);

/** GET [base]/Subscription/[id]/$events with both numbers inclusive, as text: a history Bundle of type query-event. */
export const askEvents = (
  door: Door,
  partner: Partner,
  id: string,
  { from, to }: { from: number; to: number },
  context: Context = {},
): Promise<Reply<Answer>> =>
  ask(
    door,
    partner,
    `Subscription/${id}/$events?eventsSinceNumber=${from}&eventsUntilNumber=${to}&content=id-only`,
    '$events',
    context,
  );
