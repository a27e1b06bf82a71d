import type { Subscription } from '@medplum/fhirtypes';
import type { Reply } from '../../../shared/contract/errors.ts';
import type { Answer } from '../answer.ts';
import type { Door } from '../door.ts';
import { answered, type Context, fhirClient } from '../fhir-client.ts';
import type { Partner } from '../partner.ts';

/** What writing a Subscription needs besides: the values of its headers, which no record may keep. */
export type Writing = Context & { secrets: readonly string[] };

const contentType = { 'content-type': 'application/fhir+json' };

/** POST [base]/Subscription. 200 and 201 are both taken, with or without a body (the guide's own transcript answers 200). */
export const createSubscription = (
  door: Door,
  partner: Partner,
  subscription: Subscription,
  context: Writing,
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, {
      approach: 'task',
      note: 'subscribe',
      expects: 'resource-or-nothing',
      ...context,
    }).create({ resourceType: 'Subscription', body: subscription as never, options: { headers: contentType } }),
  );

/** PUT [base]/Subscription/[id]: renews it, revives it, or sets it off. */
export const updateSubscription = (
  door: Door,
  partner: Partner,
  subscription: Subscription & { id: string },
  context: Writing,
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, {
      approach: 'task',
      note: 'renew subscription',
      expects: 'resource-or-nothing',
      ...context,
    }).update({
      resourceType: 'Subscription',
      id: subscription.id,
      body: subscription as never,
      options: { headers: contentType },
    }),
  );
