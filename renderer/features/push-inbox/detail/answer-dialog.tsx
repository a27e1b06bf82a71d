import { useState } from 'react';
import type { AnswerWish } from '../../../../shared/domain/push.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import style from './push-detail.module.css';

interface Props {
  /** `reject` answers 400; `status` asks for the number, too. */
  answer: 'reject' | 'status';
  onAnswer: (wish: AnswerWish) => void;
  onClose: () => void;
}

/** Why a push is refused, in words for the sender; and with which status, where it is not the usual one. */
export function AnswerDialog({ answer, onAnswer, onClose }: Props) {
  const [text, setText] = useState('');
  const [number, setNumber] = useState(answer === 'reject' ? '400' : '422');
  const status = Number(number);
  const isStatus = /^\d{3}$/.test(number.trim()) && status >= 200 && status <= 599;
  const send = () => {
    if (!isStatus) return;
    onClose();
    const words = text.trim();
    onAnswer({ answer, ...(answer === 'status' && { status }), ...(words && { text: words }) });
  };
  return (
    <Dialog
      title={answer === 'reject' ? 'Reject this submission' : 'Answer with another status'}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Keep it waiting</Button>
          <Button kind={answer === 'reject' ? 'danger' : 'main'} isDisabled={!isStatus} onPress={send}>
            {answer === 'reject' ? 'Reject with 400' : `Answer ${isStatus ? status : ''}`}
          </Button>
        </>
      }
    >
      <div className={style.form}>
        {answer === 'status' && (
          <TextField
            label="HTTP status"
            type="number"
            value={number}
            onChange={setNumber}
            autoFocus
            error={isStatus ? undefined : 'A number from 200 to 599.'}
            onSubmit={send}
          />
        )}
        <TextArea
          label="Reason"
          prose
          autoFocus={answer === 'reject'}
          value={text}
          onChange={setText}
          hint="Stands in the OperationOutcome that is sent. The push is kept here all the same."
        />
      </div>
    </Dialog>
  );
}
