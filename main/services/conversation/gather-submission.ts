import type { SubmissionRecord } from '../../../shared/domain/submission.ts';
import { type Gathered, gathering, tell } from './gathered.ts';

/** Every try at sending a submission. */
export function tellSubmission(gathered: Gathered, submission: SubmissionRecord): void {
  const { attempts } = submission;
  gathered.about.push(submission);
  const isSplit = attempts.some(({ part }) => part !== undefined);
  attempts.forEach(({ exchangeId, result, part }, index) => {
    const which = isSplit && part !== undefined ? `part ${part}` : index > 0 ? `try ${index + 1}` : undefined;
    tell(gathered, exchangeId, {
      ...(which ? { asked: which } : {}),
      ...(result === 'accepted' || result === 'held' ? { answered: result } : {}),
    });
  });
}

/** A submission that answers no Task we know. */
export function gatherSubmission(submission: SubmissionRecord): Gathered {
  const gathered = gathering('Submission');
  tellSubmission(gathered, submission);
  return gathered;
}
