import { useState } from 'react';
import { isFinal, type TaskDetail } from '../../../../../shared/domain/task.ts';
import { FailureNote } from '../../../../parts/failure-note.tsx';
import { VersionDiff } from '../../../../parts/task-view/version-diff.tsx';
import type { TaskResource } from '../../../../parts/task-view/use-task-resource.ts';
import { Button } from '../../../../ui/button.tsx';
import { Finding, FindingList } from '../../../../ui/finding.tsx';
import { Part } from '../../../../ui/pane.tsx';
import { RuleChip } from '../../../../ui/rule-chip.tsx';
import { Segmented } from '../../../../ui/segmented.tsx';
import style from './answer.module.css';
import { AnswerWords } from './answer-words.tsx';
import { MustRefuse } from './must-refuse-note.tsx';
import { OutputsPart } from './outputs-part.tsx';
import { SendPart } from './send-part.tsx';
import type { Answering } from './use-answer.ts';
import type { Manner } from './must-refuse.ts';
import { waysFor } from './ways.ts';

interface Props {
  task: TaskDetail;
  read: TaskResource | undefined;
  manner: Manner;
  answering: Answering;
  /** Asks to read the Task again. */
  onRead: () => void;
}

/** What we answer: the status, its words, the data, and the Task as it will be written. */
export function AnswerPanel({ task, read, manner, answering, onRead }: Props) {
  const { draft, status, patch, overtakenFrom, lookAgain, failure, sent } = answering;
  const [isReopening, setReopening] = useState(false);
  const ended = isFinal(task.status);
  const isOpen = !ended || isReopening || draft.looked !== undefined;
  if (task.goneAt) return null;
  if (!isOpen) {
    return (
      <Part title="Answer">
        <div className={style.ended}>
          {sent && <Sent answering={answering} />}
          <p>
            It ended {task.status}. A source may open it again <RuleChip rule="CONF-060" />
          </p>
          <Button icon="reset" keys="u" onPress={() => setReopening(true)}>
            Reopen
          </Button>
        </div>
      </Part>
    );
  }
  const looked = overtakenFrom && task.versions.find(({ versionId }) => versionId === overtakenFrom);
  const now = task.versions.at(-1);
  return (
    <Part title="Answer">
      <div className={style.panel}>
        {sent && <Sent answering={answering} />}
        <MustRefuse task={task} read={read} manner={manner} answering={answering} onRead={onRead} />
        <Segmented
          label="What to answer"
          value={status}
          options={waysFor(task.status)}
          onChange={(next) => patch({ status: next })}
        />
        <AnswerWords answering={answering} />
        {status === 'completed' && <OutputsPart task={task} resource={read?.resource} answering={answering} />}
        {overtakenFrom && !failure && (
          <FindingList label="Changed meanwhile">
            <Finding
              result="warn"
              rule="412"
              message={`The Task changed since you began: version ${overtakenFrom} is now ${now?.versionId}, ${task.status}.`}
              next="Look at it as it is now, then send."
            >
              <Button size="small" icon="refresh" onPress={lookAgain}>
                Look again
              </Button>
            </Finding>
          </FindingList>
        )}
        {failure && (
          <FailureNote failure={failure}>
            {(failure.httpStatus === 412 || overtakenFrom) && (
              <Button size="small" icon="refresh" onPress={lookAgain}>
                Look again
              </Button>
            )}
          </FailureNote>
        )}
        {looked && now && <VersionDiff task={task} from={looked} to={now} />}
        <SendPart task={task} answering={answering} />
      </div>
    </Part>
  );
}

/** What came of the answer that was sent, where there is something to say. */
function Sent({ answering: { sent } }: { answering: Answering }) {
  if (!sent) return null;
  const said = sent.findings.filter(({ severity }) => severity !== 'information');
  return (
    <FindingList label="What came of the answer">
      <Finding
        result="ok"
        message={`Sent; the server has it ${sent.record.status}, version ${sent.record.lastVersion?.versionId ?? 'unknown'}.`}
      />
      {said.map(({ rule, path, message, next }) => (
        <Finding key={`${rule} ${path} ${message}`} result="warn" rule={rule} message={message} next={next} />
      ))}
    </FindingList>
  );
}
