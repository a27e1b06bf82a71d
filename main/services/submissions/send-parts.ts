import type { SubmissionRecord } from '../../../shared/domain/submission.ts';
import type { Kit } from '../kit.ts';
import { type Ended, type Sending, sendPieces } from './attempts.ts';
import type { Shipment } from './shipment.ts';

/** What earlier tries at the same have shown. */
export interface TriedBefore {
  /** Parts the payer has already, by their numbers. */
  taken: ReadonlySet<number>;
  /** Whether this address answered the whole with 413: a 4xx is never sent unchanged. */
  wasTooLarge: boolean;
}

/** What the tries of a record show for this shipment; those of another content count for nothing. */
export function triedBefore(record: SubmissionRecord | undefined, { sent }: Shipment, url: string): TriedBefore {
  const same = record?.sent !== undefined && JSON.stringify(record.sent) === JSON.stringify(sent);
  const attempts = same ? record.attempts : [];
  const taken = attempts.filter(({ result }) => result === 'accepted' || result === 'held');
  return {
    taken: new Set(taken.flatMap(({ part }) => part ?? [])),
    wasTooLarge: record?.to === url && attempts.findLast(({ part }) => part === undefined)?.result === 'too-large',
  };
}

/** As one; and, where that is too large and it may be split, each attachment on its own, as far as none is refused. */
export async function sendParts(
  kit: Kit,
  shipment: Shipment,
  sending: Sending,
  { split, taken, wasTooLarge }: TriedBefore & { split: boolean },
): Promise<Ended> {
  const isBegun = split && shipment.split !== undefined && (taken.size > 0 || wasTooLarge);
  const whole = isBegun ? undefined : await sendPieces(kit, shipment.pieces, sending);
  if (whole && (whole.result !== 'too-large' || !split || !shipment.split)) return whole;
  let held = false;
  let last: Ended | undefined = whole;
  for (const [index, pieces] of (shipment.split?.() ?? []).entries()) {
    const part = index + 1;
    if (taken.has(part)) continue;
    last = await sendPieces(kit, pieces, sending, part);
    if (last.result !== 'accepted' && last.result !== 'held') return last;
    held ||= last.result === 'held';
  }
  const end = last ?? { result: 'accepted', httpStatus: null, exchangeId: '' };
  return held ? { ...end, result: 'held' } : end;
}
