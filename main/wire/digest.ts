import { hash } from 'node:crypto';
import type { Understood } from './understood.ts';

/** The name under which it is found that a submission holds more than is read of it. */
export const tooManyRule = 'parameters-many';

/**
 * The same for two pushes that bring the same, lower-case hex. A submission is what it says and what is attached to it, however it is
 * written; anything else, and one of which not all is known, is its bytes, whose SHA-256 is `ofBody`.
 */
export function digestOf(understood: Understood, ofBody: () => string): string {
  const isWhole = understood.findings.every(({ rule }) => rule !== tooManyRule);
  if (understood.kind !== 'submission' || !isWhole) return ofBody();
  const { trackingId, adminRef, attachTo, memberId, payerId, providerId, organizationId, serviceDate } = understood;
  const names = [trackingId, adminRef, attachTo, memberId, payerId, providerId, organizationId, serviceDate];
  const attached = understood.attachments.map(({ code, title, contentType, lineItems, url, sha256, standing }) => [
    code,
    title,
    contentType,
    lineItems,
    url,
    sha256,
    ...(standing ? [standing] : []),
  ]);
  return hash('sha256', JSON.stringify([names, understood.final !== false, attached]));
}
