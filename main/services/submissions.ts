import type { Family, Kit } from './kit.ts';
import { unbuilt } from './unbuilt.ts';

/** The family `submissions`: attachments we send. */
export function submissionHandlers(_kit: Kit): Family<'submissions'> {
  return {
    'submissions.draft': unbuilt,
    'submissions.answerTask': unbuilt,
    'submissions.compose': unbuilt,
    'submissions.target': unbuilt,
    'submissions.send': unbuilt,
    'submissions.save': unbuilt,
    'submissions.remove': unbuilt,
  };
}
