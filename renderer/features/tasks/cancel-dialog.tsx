import { useEffect, useState } from 'react';
import type { Failure, Reply } from '../../../shared/contract/errors.ts';
import type { CancelAdvice } from '../../../shared/contract/tasks.ts';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { select } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RuleChip } from '../../ui/rule-chip.tsx';
import style from './task-detail.module.css';

interface Props {
  task: TaskRecord;
  onClose: () => void;
}

type Doing = 'delete' | 'watch' | 'forget';

/** What can be done about a Task that is no longer wanted, explained and done: there is no status that says so. */
export function CancelDialog({ task, onClose }: Props) {
  const { id, taskId, partner, profile } = task;
  const [advice, setAdvice] = useState<Reply<CancelAdvice>>();
  const [doing, setDoing] = useState<Doing>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let left = false;
    void call('tasks.cancelAdvice', { id }).then((reply) => {
      if (!left) setAdvice(reply);
    });
    return () => {
      left = true;
    };
  }, [id]);

  const finish = async (what: Doing, work: () => Promise<Reply<unknown>>, after?: () => void) => {
    setDoing(what);
    setFailure(undefined);
    const reply = await work();
    setDoing(undefined);
    if (!reply.ok) return setFailure(reply.error);
    onClose();
    after?.();
  };
  const remove = (anyway: boolean) => void finish('delete', () => call('tasks.delete', { id, anyway }));
  const stopWatching = () => void finish('watch', () => call('tasks.watch', { id, profile: 'manual' }));
  const forget = () =>
    void finish(
      'forget',
      () => call('tasks.forget', { id }),
      () => select('tasks', undefined),
    );

  const deletable = advice?.ok ? advice.value.deletable : undefined;
  const isLive = !task.goneAt && !isFinal(task.status);
  const isBusy = doing !== undefined;
  return (
    <Dialog
      title="No longer wanted"
      isOpen
      size="wide"
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Keep it
          </Button>
          {isLive && profile !== 'manual' && (
            <Button onPress={stopWatching} isDisabled={isBusy}>
              Stop watching
            </Button>
          )}
          <Button onPress={forget} isDisabled={isBusy}>
            Take off the board
          </Button>
          {deletable === 'yes' && (
            <Button kind="danger" icon="trash" onPress={() => remove(false)} isDisabled={isBusy}>
              {doing === 'delete' ? 'Deleting' : 'Delete at the server'}
            </Button>
          )}
        </>
      }
    >
      <div className={style.advice}>
        {!advice && <p role="status">Asking what {partner} allows</p>}
        {advice?.ok && (
          <>
            <p>
              <RuleChip rule="CONF-059" /> {advice.value.says}
            </p>
            <p className={style.next}>
              <span>Next:</span> {advice.value.next}
            </p>
          </>
        )}
        {advice && !advice.ok && <FailureNote failure={advice.error} />}
        <ul>
          {isLive && <li>Stop watching: no poll by itself any more; the partner hears nothing of it.</li>}
          <li>Take off the board: Task/{taskId} is forgotten here; its exchanges stay in the record.</li>
          {deletable === 'yes' && <li>Delete at the server: the partner’s copy is gone for good.</li>}
        </ul>
        {failure && (
          <FailureNote failure={failure}>
            {failure.code === 'rules-failed' && (
              <Button size="small" kind="danger" onPress={() => remove(true)}>
                Delete anyway
              </Button>
            )}
          </FailureNote>
        )}
        {isLive && deletable && deletable !== 'yes' && !failure && (
          <p>
            <Button size="small" kind="bare" isDisabled={isBusy} onPress={() => remove(true)}>
              It was agreed that we may delete it: try it anyway
            </Button>
          </p>
        )}
      </div>
    </Dialog>
  );
}
