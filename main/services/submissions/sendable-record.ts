import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubmissionRecord } from '../../../shared/domain/submission.ts';
import type { Kit } from '../kit.ts';

/**
 * The record that is to be sent; undefined for a new submission. One that is on its way, or was taken, is not sent again: `underWay` are
 * those this process sends. Fails with not-found or invalid-input.
 */
export function sendableRecord(
  kit: Kit,
  underWay: ReadonlySet<string>,
  id: string | undefined,
): Reply<SubmissionRecord | undefined> {
  if (id === undefined) return ok(undefined);
  const record = kit.store.submissions.get(id);
  if (!record) return fail('not-found', `There is no submission ${id}.`, 'Look in the list of submissions.');
  if (record.state === 'sending' || underWay.has(id))
    return fail('invalid-input', 'It is being sent already.', 'Wait until that ends, or cancel it.');
  if (record.state === 'accepted' || record.state === 'held')
    return fail('invalid-input', 'The payer accepted it already.', 'Make a new submission to send more.');
  return ok(record);
}
