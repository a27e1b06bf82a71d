import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { secretHeader } from '../../../shared/cdex/subscription-urls.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';

/** A value nobody can guess: 32 random bytes, in letters that every header can carry. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What a record keeps of it: its SHA-256, lower-case hex. */
export const hashSecret = (value: string): string => createHash('sha256').update(value).digest('hex');

/** The header that carries it, as Node names incoming headers. */
export const incomingHeader = secretHeader.toLowerCase();

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Values that are still taken while renewals go unanswered; nobody knows which of them the partner has. */
const formerKept = 5;

/** The hashes that become former ones when a subscription gets a new secret. */
export const formerHashes = ({ secretHash, formerSecretHashes = [] }: Hashes): string[] =>
  [secretHash, ...formerSecretHashes].slice(0, formerKept);

type Hashes = Pick<SubscriptionRecord, 'secretHash' | 'formerSecretHashes'>;

/** Whether a value is the secret of a subscription: the present one, or one before while the partner may still use it. */
export function proves(
  value: string,
  { secretHash, formerSecretHashes = [] }: Hashes,
): 'present' | 'former' | undefined {
  const hash = hashSecret(value);
  if (same(hash, secretHash)) return 'present';
  return formerSecretHashes.some((one) => same(hash, one)) ? 'former' : undefined;
}
