import type { TaskReceipt } from '../../../shared/contract/tasks.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import style from '../composer/fields.module.css';

interface Props {
  receipt: TaskReceipt | undefined;
  /** Goes to the Task. */
  onClose: () => void;
}

/** The Task was taken, and something about the answer is odd: said once, on the way to it. */
export function ReceiptNote({ receipt, onClose }: Props) {
  return (
    <Dialog
      title={`Task/${receipt?.taskId ?? ''} was taken`}
      isOpen={receipt !== undefined}
      onClose={onClose}
      actions={
        <>
          <Button
            onPress={() => {
              onClose();
              if (receipt) goTo('exchanges', receipt.exchangeId);
            }}
          >
            Exchange #{receipt?.exchangeId}
          </Button>
          <Button kind="main" autoFocus onPress={onClose}>
            Go to the Task
          </Button>
        </>
      }
    >
      <FindingList label="What is odd about the answer">
        {(receipt?.oddities ?? []).map((oddity) => (
          <Finding key={oddity} result="warn" message={oddity} />
        ))}
      </FindingList>
      <p className={style.small}>It is watched all the same, under the id the partner gave it.</p>
    </Dialog>
  );
}
