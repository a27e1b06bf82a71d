import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { formatWhen } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Part } from '../../../ui/pane.tsx';
import style from './received.module.css';

/** What a rule of the queue did with a Task. */
export function RuledNote({ task: { ruled, lastVersion } }: { task: TaskRecord }) {
  if (!ruled) return null;
  const { rule, at, versionId, done, problem } = ruled;
  const since = lastVersion && lastVersion.versionId !== versionId ? `, now version ${lastVersion.versionId}` : '';
  return (
    <Part>
      <p className={style.ruled}>
        <Icon name="elbow" />
        <span>
          {done ? 'The rule' : 'A rule is at it:'} <b>“{rule}”</b>{' '}
          {problem ? (
            <span data-st="warn">
              could not be applied to version {versionId}: {problem}
            </span>
          ) : (
            <>
              {done ? 'was applied to' : 'on'} version {versionId} at {formatWhen(at)}
              {since}
            </>
          )}
        </span>
      </p>
    </Part>
  );
}
