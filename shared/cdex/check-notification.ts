import type { Finding } from '../domain/finding.ts';
import type { PayloadContent, SubscriptionRecord } from '../domain/subscription.ts';
import { isUnderBase } from '../fhir/reference.ts';
import { information, warning } from './findings.ts';
import type { NotificationReading } from './read-notification.ts';

/** What we know of the Subscription a notification came for. */
export type Expected = Pick<SubscriptionRecord, 'baseUrl' | 'subscriptionId' | 'topic' | 'payload'>;

const richness: Record<PayloadContent, number> = { empty: 0, 'id-only': 1, 'full-resource': 2 };
const place = 'Bundle.entry[0].resource.parameter';

/** Whether a notification names another Subscription than the one it came for; what it says must then not be acted on. */
export const isForeign = ({ subscriptionId: named }: NotificationReading, { subscriptionId }: Expected): boolean =>
  named !== undefined && subscriptionId !== undefined && named !== subscriptionId;

/** What does not fit the Subscription a notification came for. It is said; only a foreign one is left alone (CONF-064). */
export function checkNotification(reading: NotificationReading, expected: Expected): Finding[] {
  const { subscription = '', topic, content, type } = reading;
  const found: Finding[] = [];
  if (isForeign(reading, expected))
    found.push(
      warning(
        'CONF-064',
        `${place}:subscription`,
        `The message is about ${subscription}, ours is Subscription/${expected.subscriptionId}; it is not acted on.`,
        'Tell the partner.',
      ),
    );
  else if (/^https?:/.test(subscription) && !isUnderBase(subscription, expected.baseUrl))
    found.push(
      information(
        'CONF-064',
        `${place}:subscription`,
        `The message calls the Subscription ${subscription}, which is not below ${expected.baseUrl}.`,
        'Tell the partner; its server seems to be known by two addresses.',
      ),
    );
  if (topic && topic.split('|')[0] !== expected.topic.split('|')[0])
    found.push(
      warning(
        'CONF-065',
        `${place}:topic`,
        `The message is about the topic ${topic}, asked for was ${expected.topic}.`,
        'Tell the partner.',
      ),
    );
  if (type === 'event-notification' && richness[content] > richness[expected.payload])
    found.push(
      warning(
        'CONF-064',
        'Bundle.entry',
        `The message brings ${content} where ${expected.payload} was asked for; what it brings is not used.`,
        'Tell the partner: data travel that nobody asked for.',
      ),
    );
  if (type === 'event-notification' && richness[content] < richness[expected.payload])
    found.push(
      information(
        'CONF-064',
        'Bundle.entry',
        `The message is ${content} where ${expected.payload} was asked for.`,
        'Nothing is lost: Tasks are read from the partner all the same.',
      ),
    );
  return found;
}
