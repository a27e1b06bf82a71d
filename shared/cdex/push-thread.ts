import { type Push, type PushThread, statusOf } from '../domain/push.ts';
import { identifierValue } from '../fhir/identifier.ts';

/** Whether a push was refused, or is going to be: it counts neither as received nor as the first of its repeats. */
export function isRefused(push: Pick<Push, 'answered' | 'promised' | 'answer'>): boolean {
  const status = statusOf(push);
  if (status !== undefined) return status >= 400;
  return push.answer?.how === 'reject' || push.answer?.how === 'status';
}

type Side = Pick<Push, 'kind' | 'trackingId' | 'adminRef' | 'payerId'>;

const value = (identifier: string | undefined) => identifier && identifierValue(identifier);
const agree = (one: string | undefined, other: string | undefined) =>
  one === undefined || other === undefined || value(one) === value(other);

/** Whether two submissions are of one thread: the same tracking id, and no payer or reference number that differs. */
export const sameThread = (one: Side, other: Side): boolean =>
  one.kind === 'submission' &&
  other.kind === 'submission' &&
  one.trackingId !== undefined &&
  value(one.trackingId) === value(other.trackingId) &&
  agree(one.payerId, other.payerId) &&
  agree(one.adminRef, other.adminRef);

/** The last of a thread says so, or says nothing (CDex $submit-attachment, Final: absent means true). */
const isLast = ({ final }: Pick<Push, 'final'>) => final !== false;

/**
 * The submissions of one thread among `pushes`, oldest first, repeats and refused ones left out. It is open until one says it is the last;
 * `over` once more came after that. Undefined where none counts.
 */
export function threadOf(pushes: readonly Push[], multipleSubmits?: boolean): PushThread | undefined {
  const counted = pushes
    .filter((push) => push.kind === 'submission' && !push.duplicateOf && !isRefused(push))
    .toSorted((a, b) => Number(a.id) - Number(b.id));
  const [first] = counted;
  if (!first?.trackingId) return undefined;
  const end = counted.findIndex(isLast);
  const state = end < 0 ? 'open' : end === counted.length - 1 ? 'final' : 'over';
  return {
    trackingId: first.trackingId,
    state,
    pushIds: counted.map(({ id }) => id),
    ...(multipleSubmits === undefined ? {} : { multipleSubmits }),
  };
}
