import { hash } from 'node:crypto';
import type { Understood } from './understood.ts';

/**
 * The same for two pushes that bring the same, lower-case hex. A submission is what it says and what is attached to it, however it is
 * written; anything else is its bytes, whose SHA-256 is `ofBody`.
 */
export function digestOf(understood: Understood, ofBody: () => string): string {
  if (understood.kind !== 'submission') return ofBody();
  const { trackingId, adminRef, attachTo, memberId, payerId, providerId, organizationId, serviceDate } = understood;
  const names = [trackingId, adminRef, attachTo, memberId, payerId, providerId, organizationId, serviceDate];
  const attached = understood.attachments.map(({ code, title, lineItems, url, sha256 }) => [
    code,
    title,
    lineItems,
    url,
    sha256,
  ]);
  return hash('sha256', JSON.stringify([names, understood.final !== false, attached]));
}
