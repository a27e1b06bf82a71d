import { useMemo } from 'react';
import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { placeOfSubmission } from '../../../parts/push-view/places.ts';
import { recordsOf, useRecords, useTable } from '../../../stores/records.ts';
import { goTo } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import type { Result } from '../../../ui/figures.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import { formatMoment } from '../../../ui/format.ts';
import { Part } from '../../../ui/pane.tsx';

const figures: Record<SubmissionRecord['state'], Result> = {
  draft: 'unchecked',
  sending: 'unchecked',
  accepted: 'ok',
  held: 'warn',
  refused: 'fail',
  failed: 'fail',
};

const words: Record<SubmissionRecord['state'], string> = {
  draft: 'Begun, not sent',
  sending: 'Being sent',
  accepted: 'Accepted',
  held: 'Accepted and held',
  refused: 'Refused',
  failed: 'Not taken yet',
};

/** What was submitted for a Task, and what was answered; one press leads to it. */
export function Submitted({ taskId }: { taskId: string }) {
  const table = useTable('submission');
  const mine = useMemo(
    () =>
      recordsOf({ ...useRecords.getState(), submission: table }, 'submission').filter((one) => one.taskId === taskId),
    [table, taskId],
  );
  if (mine.length === 0) return null;
  return (
    <Part title="Submitted" count={mine.length > 1 ? mine.length : undefined}>
      <FindingList label="Submitted for this Task">
        {mine.map(({ id, state, title, attempts, updatedAt }) => (
          <Finding
            key={id}
            result={figures[state]}
            message={`${words[state]}, ${formatMoment(updatedAt)}: ${title}. ${attempts.at(-1)?.says ?? ''}`}
          >
            <Button
              size="small"
              icon="push"
              label={`Look at the submission ${title}`}
              onPress={() => goTo('push-inbox', placeOfSubmission(id))}
            >
              Look at it
            </Button>
          </Finding>
        ))}
      </FindingList>
    </Part>
  );
}
