import { FailureNote } from '../../../parts/failure-note.tsx';
import { useRecord } from '../../../stores/records.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { Button } from '../../../ui/button.tsx';
import style from './received.module.css';

/** Whether the sandbox runs and answers its Tasks before anybody could. */
const useAnswersByItself = (): boolean => {
  const role = useRecord('role', 'sandbox');
  return role?.running === true && role.answering?.answering !== 'by-hand';
};

/** Leaves the Tasks of the sandbox to a person; says so where that is done. */
export function ByHand({ size = 'plain' }: { size?: 'plain' | 'small' }) {
  const answersByItself = useAnswersByItself();
  const { busy, failure, run } = useCommands();
  if (!answersByItself) return <span className="muted">The sandbox leaves its Tasks to you.</span>;
  return (
    <>
      <Button
        size={size}
        icon="person"
        isDisabled={busy !== undefined}
        onPress={() => void run('sandbox.answering', { answering: 'by-hand' })}
      >
        Answer by hand
      </Button>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}

/** The same as a line above Tasks, while the sandbox answers them. */
export function ByHandNote() {
  return useAnswersByItself() ? (
    <div className={style.byHand}>
      <span className="muted">The sandbox answers its Tasks by itself.</span>
      <ByHand size="small" />
    </div>
  ) : null;
}
