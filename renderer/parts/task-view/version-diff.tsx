import { useEffect, useState } from 'react';
import type { Reply } from '../../../shared/contract/errors.ts';
import type { TaskRecord, TaskVersion, VersionChange } from '../../../shared/domain/task.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../failure-note.tsx';
import style from './version-diff.module.css';

interface Props {
  task: Pick<TaskRecord, 'id'>;
  from: TaskVersion;
  to: TaskVersion;
}

const signs: Record<VersionChange['kind'], string> = { added: '+', removed: '\u2212', changed: '~' };

function Change({ change }: { change: VersionChange }) {
  const { path, kind, before, after } = change;
  return (
    <li>
      <span className={style.path}>
        <b aria-hidden="true">{signs[kind]}</b> <code>{path}</code> <span className="hidden">{kind}</span>
      </span>
      {before !== undefined && <del title="before">{before}</del>}
      {after !== undefined && <ins title="after">{after}</ins>}
    </li>
  );
}

/** What differs between two versions of a Task, place by place; asked for when it is first shown. */
export function VersionDiff({ task, from, to }: Props) {
  const [reply, setReply] = useState<Reply<VersionChange[]>>();
  const { id } = task;
  useEffect(() => {
    let left = false;
    void call('tasks.diff', { id, from: from.versionId, to: to.versionId }).then((next) => {
      if (!left) setReply(next);
    });
    return () => {
      left = true;
    };
  }, [id, from.versionId, to.versionId]);
  if (!reply)
    return (
      <p className="muted">
        Comparing v{from.versionId} with v{to.versionId}
      </p>
    );
  if (!reply.ok) return <FailureNote failure={reply.error} />;
  if (reply.value.length === 0) return <p className="muted">Nothing but the version itself differs.</p>;
  return (
    <ul className={style.changes} aria-label={`What changed from version ${from.versionId} to ${to.versionId}`}>
      {reply.value.map((change) => (
        <Change key={`${change.kind} ${change.path}`} change={change} />
      ))}
    </ul>
  );
}
