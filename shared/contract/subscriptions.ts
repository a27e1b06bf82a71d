import { z } from 'zod';
import {
  closings,
  filterStyles,
  payloadContents,
  type SubscriptionEvent,
  type SubscriptionRecord,
} from '../domain/subscription.ts';
import { read, write } from './define.ts';
import { given } from './given.ts';
import { partnerInput } from './partner.ts';

/** What a partner offers to tell us by itself, and whether its messages can reach us. */
export interface SubscriptionOffer {
  /** Canonicals its CapabilityStatement names (CONF-067, CONF-068). */
  topics: string[];
  /** Whether the HRex Task topic is among them; where nothing is declared it may be typed all the same (CONF-069). */
  declaresTaskTopic: boolean;
  /** Interactions and operations declared for Subscription. */
  interactions: string[];
  operations: string[];
  /** Where notifications would be sent, and whether the partner can reach it, in words. */
  endpoint?: string;
  reachable: 'yes' | 'unlikely' | 'no-receiver';
  says: string;
  next: string;
  exchangeId?: string;
}

const id = z.string().min(1);
const operationId = z.string().max(80).optional();

/** Subscriptions we hold at partners (Subscriptions Backport R4; CONF-064 to 069). */
export const commands = {
  'subscriptions.list': read<SubscriptionRecord[]>()(z.strictObject({})),
  'subscriptions.get': read<SubscriptionRecord>()(z.strictObject({ id })),
  /** What it told us, newest first; with `after` only what has a larger `seq`. */
  'subscriptions.events': read<SubscriptionEvent[]>()(
    z.strictObject({
      id,
      limit: z.number().int().min(1).max(5_000).default(200),
      after: z.number().int().min(0).optional(),
    }),
  ),
  'subscriptions.offer': write<SubscriptionOffer>()(z.strictObject({ partner: partnerInput })),
  /** POSTs the Subscription and waits a moment for its handshake; the record says how it stands. */
  'subscriptions.create': write<SubscriptionRecord>()(
    z.strictObject({
      partner: partnerInput,
      topic: z.string().trim().min(1).max(500).optional(),
      /** `param=value`, as in status=completed; left out: requester by our identifier where the connection knows it. */
      filters: z.array(z.string().trim().min(3).max(500)).max(20).default([]),
      filterStyle: z.enum(filterStyles).default('query'),
      payload: z.enum(payloadContents).default('id-only'),
      /** Left out: our receiver, which is started when it is not running. */
      endpoint: z.url({ protocol: /^https?$/ }).optional(),
      heartbeatSeconds: z.number().int().min(0).max(86_400).optional(),
      timeoutSeconds: z.number().int().min(1).max(3_600).optional(),
      maxCount: z.number().int().min(1).max(10_000).optional(),
      endsInMinutes: z.number().int().min(1).max(525_600).optional(),
      /** When the console ends: removed and asked for again at the next start, kept at the partner, or removed for good. */
      atClose: z.enum(closings).default('resume'),
      /** Also where the offer says that messages can hardly reach us. An endpoint that is given is taken as it is. */
      sendAnyway: z.boolean().default(false),
      /** Headers the partner is to send besides our own secret one. */
      headers: z
        .array(z.strictObject({ name: z.string().regex(/^[\w-]+$/), value: given }))
        .max(5)
        .optional(),
      operationId,
    }),
  ),
  /** Asks $status. */
  'subscriptions.status': write<SubscriptionRecord>()(z.strictObject({ id })),
  /** Makes up for missing events: $events where the server has it, else a search of Tasks. */
  'subscriptions.fill': write<SubscriptionRecord>()(z.strictObject({ id })),
  /**
   * PUTs it again as requested, with a later end and a new secret: renews a live one, revives one in error, asks again for one that was
   * removed when the console closed. `atClose` changes what the next close does.
   */
  'subscriptions.renew': write<SubscriptionRecord>()(z.strictObject({ id, atClose: z.enum(closings).optional() })),
  /** DELETEs it at the partner; sets it off where that is not offered. One that is removed already is forgotten here. */
  'subscriptions.remove': write<SubscriptionRecord>()(z.strictObject({ id })),
};
