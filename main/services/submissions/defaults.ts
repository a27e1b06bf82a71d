import { randomUUID } from 'node:crypto';
import { sandboxParties } from '../../../shared/domain/sandbox-parties.ts';
import { type SubmissionRequest, trackingIdAfter } from '../../../shared/domain/submission.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import { isSandbox } from '../task-parties.ts';

type Parties = Pick<SubmissionRequest, 'payerId' | 'organizationId' | 'providerId'>;

/** Who submitted to a payer last, and to whom: it is the same ones most of the time. */
function lastParties(kit: Kit, { connectionId }: Partner): Parties | undefined {
  if (!connectionId) return undefined;
  const last = kit.store.submissions
    .list()
    .filter((one) => one.connectionId === connectionId && (one.state === 'accepted' || one.state === 'held'))
    .at(-1)?.request;
  return last && { payerId: last.payerId, organizationId: last.organizationId, providerId: last.providerId };
}

/** A request filled in where it leaves something out that is known: what the last submission to this payer said, else the sandbox's own. */
export async function withDefaults(
  kit: Kit,
  heavy: Heavy,
  partner: Partner | undefined,
  request: SubmissionRequest,
): Promise<SubmissionRequest> {
  const tracked = { ...request, trackingId: request.trackingId ?? trackingIdAfter('', randomUUID()) };
  const submits = request.organizationId !== undefined || request.providerId !== undefined;
  if (!partner || (submits && request.payerId !== undefined)) return tracked;
  // Whether it is a sandbox may have to be asked; only who submits must be known.
  const known =
    lastParties(kit, partner) ??
    (!submits && (await isSandbox(kit, heavy, partner))
      ? { payerId: sandboxParties.payer, organizationId: sandboxParties.provider }
      : undefined);
  if (!known) return tracked;
  const { organizationId, providerId, payerId } = known as Parties;
  return {
    ...tracked,
    ...(request.payerId === undefined && payerId ? { payerId } : {}),
    ...(!submits && organizationId ? { organizationId } : {}),
    ...(!submits && providerId ? { providerId } : {}),
  };
}
