import type { Reply } from '../../../shared/contract/errors.ts';
import type { Answer } from '../answer.ts';
import type { Door } from '../door.ts';
import { answered, type Context, fhirClient } from '../fhir-client.ts';
import type { Partner } from '../partner.ts';

/** DELETE [base]/Subscription/[id]. */
export const deleteSubscription = (
  door: Door,
  partner: Partner,
  id: string,
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, {
      approach: 'task',
      note: 'unsubscribe',
      expects: 'resource-or-nothing',
      ...context,
    }).delete({ resourceType: 'Subscription', id }),
  );
