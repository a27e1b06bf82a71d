import { useState } from 'react';
import type { TaskRecord } from '../../../../../shared/domain/task.ts';
import { RuleFindings } from '../../../../parts/rule-finding.tsx';
import { OperationProgress } from '../../../../parts/operation-progress.tsx';
import { useOperation } from '../../../../stores/operations.ts';
import { Button } from '../../../../ui/button.tsx';
import { JsonView } from '../../../../ui/json-view.tsx';
import style from './answer.module.css';
import { outputsOf } from './answer-draft.ts';
import { type Answering, sendName } from './use-answer.ts';
import { sendWords } from './ways.ts';

/** What the rules say about the answer, the Task as it will be written, and the button. */
export function SendPart({ task, answering }: { task: TaskRecord; answering: Answering }) {
  const { draft, status, findings, blocking, isTried, preview, overtakenFrom, send } = answering;
  const operation = useOperation(sendName(task.id));
  const [isShown, setShown] = useState(false);
  const isHeld = isTried && (blocking.length > 0 || answering.lacksReason);
  const outputs = outputsOf(draft, status).length;
  return (
    <>
      <RuleFindings label="What the rules say about the answer" findings={findings} />
      {operation && <OperationProgress operation={operation} label="Answering" />}
      <div className={style.send}>
        <Button
          kind="main"
          icon="send"
          keys="Mod+Enter"
          isDisabled={operation !== undefined || overtakenFrom !== undefined}
          onPress={() => send()}
        >
          {operation ? 'Sending' : sendWords(status, outputs)}
        </Button>
        {isHeld && (
          <Button kind="danger" isDisabled={operation !== undefined} onPress={() => send(true)}>
            Send anyway
          </Button>
        )}
        {preview && (
          <button
            type="button"
            className={style.show}
            aria-expanded={isShown}
            onClick={() => setShown((before) => !before)}
          >
            {isShown ? 'Hide' : 'Show'} the Task as it will be written
          </button>
        )}
      </div>
      {isShown && preview && (
        <div className={style.preview}>
          <JsonView label="The Task as it will be written" value={preview} />
        </div>
      )}
    </>
  );
}
