import { useEffect, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { type Push, statusOf } from '../../../shared/domain/push.ts';
import { asksForAttachments, type TaskRecord } from '../../../shared/domain/task.ts';
import { call } from '../../api/call.ts';
import { useRecords } from '../../stores/records.ts';
import { changedIds } from '../../stores/table.ts';
import { goTo } from '../../stores/view.ts';
import { formatNumberOf, formatSize, formatWhen } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Part } from '../../ui/pane.tsx';
import { FailureNote } from '../failure-note.tsx';
import style from './answering-pushes.module.css';

/** Pushes of one Task that are listed; the inbox has the rest. */
const most = 50;

/** The pushes that belong to a Task, newest first, without those that only tell of it; asked for again when one of them comes or changes. */
function useAnswering(taskId: string): { pushes?: Push[]; failure?: Failure } {
  const [read, setRead] = useState<{ pushes?: Push[]; failure?: Failure }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let left = false;
    void turn;
    void call('inbox.list', { taskId, limit: most }).then((reply) => {
      if (!left)
        setRead(
          reply.ok ? { pushes: reply.value.filter(({ kind }) => kind !== 'notification') } : { failure: reply.error },
        );
    });
    return () => {
      left = true;
    };
  }, [taskId, turn]);
  useEffect(() => {
    let before = useRecords.getState().push;
    return useRecords.subscribe(({ push: table }) => {
      if (table === before) return;
      const old = before;
      before = table;
      const touches = changedIds(old, table).some((id) =>
        [old, table].some((one) => one.byId.get(id)?.match?.taskId === taskId),
      );
      if (touches) setTurn((one) => one + 1);
    });
  }, [taskId]);
  return read;
}

function aboutPush({ attachments, bytes, final, sender }: Push): string {
  const parts = [
    attachments.length > 0 && formatNumberOf(attachments.length, 'attachment'),
    bytes !== undefined && formatSize(bytes),
    sender && `from ${sender}`,
    final === false && 'more to follow',
  ];
  return parts.filter(Boolean).join(', ');
}

/** The attachments that came for a Task which asked for some, each leading to the inbox. Nothing for other Tasks. */
export function AnsweringPushes({ task }: { task: TaskRecord }) {
  return asksForAttachments(task) && task.side === 'sent' ? <Pushes taskId={task.id} /> : null;
}

function Pushes({ taskId }: { taskId: string }) {
  const { pushes, failure } = useAnswering(taskId);
  return (
    <Part title="Attachments pushed" count={pushes?.length || undefined}>
      {failure && <FailureNote failure={failure} />}
      {pushes?.length === 0 && <p className={style.none}>None has come yet; each is listed here as it comes.</p>}
      <ol className={style.pushes}>
        {pushes?.map((push) => (
          <li key={push.id} data-approach="push">
            <Icon name="push" />
            <div>
              <button type="button" onClick={() => goTo('push-inbox', push.id)}>
                {push.title}
              </button>
              <small>{aboutPush(push)}</small>
            </div>
            <span>
              <time dateTime={push.at}>{formatWhen(push.at)}</time>
              <small data-st={(statusOf(push) ?? 500) >= 400 ? 'fail' : undefined}>
                {statusOf(push) ?? 'no answer'}
              </small>
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}
