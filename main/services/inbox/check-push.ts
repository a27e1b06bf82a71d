import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { Push } from '../../../shared/domain/push.ts';
import type { Heavy } from '../../wire/heavy.ts';
import { openBody } from '../bodies.ts';
import type { Kit } from '../kit.ts';
import { workOnBody } from '../work-on-body.ts';

/** What the rules of a version of the guide say about a push as it was sent. Other than submissions are the same in all of them. */
export async function checkPush(
  { kit, heavy }: { kit: Kit; heavy: Heavy },
  push: Push,
  version: CdexVersion,
): Promise<Reply<Finding[]>> {
  if (push.kind !== 'submission') return ok(push.findings);
  const body = await openBody(kit, push.exchangeId, 'request');
  if (!body.ok) return body;
  try {
    return ok(await workOnBody(heavy, body.value, 'checkSubmission', version, push.match?.state === 'matched'));
  } catch (error) {
    return fail(
      'not-fhir',
      `What was sent can no longer be read: ${(error as Error).message}`,
      'The exchange keeps it as it came.',
      { exchangeId: push.exchangeId },
    );
  }
}
