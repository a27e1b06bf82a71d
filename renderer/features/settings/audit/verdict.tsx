import { FailureNote } from '../../../parts/failure-note.tsx';
import { cancelOperation } from '../../../stores/operations.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ResultFigure } from '../../../ui/figures.tsx';
import { formatNumberOf, formatTime } from '../../../ui/format.ts';
import { Progress } from '../../../ui/progress.tsx';
import style from './audit.module.css';
import type { Verification } from './use-verify.ts';
import { verdictWords } from './words.ts';

/** A verification under way, or how the last one ended. */
export function VerdictNote({ operation, verdict, failure, putAway }: Verification) {
  if (operation) {
    const { entries } = operation.progress ?? {};
    return (
      <Progress
        label="Verifying the audit trail"
        note={entries === undefined ? undefined : `${formatNumberOf(entries, 'entry', 'entries')} in order so far`}
        isCancelling={operation.cancelling}
        onCancel={() => void cancelOperation(operation.operationId)}
      />
    );
  }
  if (failure) return <FailureNote failure={failure} />;
  if (!verdict) return null;
  const { title, says, next } = verdictWords(verdict);
  const result = !verdict.ok ? 'fail' : verdict.ofThisFolder === false ? 'warn' : 'ok';
  return (
    <div className={style.verdict} data-st={result} role="status">
      <ResultFigure result={result} />
      <div>
        <p>
          <b>{title}</b>{' '}
          <span>
            {verdict.file ? `${verdict.file}, ` : ''}verified {formatTime(verdict.at)}
          </span>
        </p>
        <p>{says}</p>
        {next && (
          <p>
            <span>Next:</span> {next}
          </p>
        )}
      </div>
      <IconButton icon="close" label="Put away" size="small" onPress={putAway} />
    </div>
  );
}
