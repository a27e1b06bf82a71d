import { useMemo } from 'react';
import { isFinal, type TaskRecord } from '../../../../../shared/domain/task.ts';
import { isObject, typeOfResource } from '../../../../../shared/fhir/json.ts';
import { ErrorNote } from '../../../../ui/error-note.tsx';
import type { TaskResource } from '../../../../parts/task-view/use-task-resource.ts';
import { Button } from '../../../../ui/button.tsx';
import { Finding, FindingList } from '../../../../ui/finding.tsx';
import { type Manner, mustRefuse, refusalReason } from './must-refuse.ts';
import type { Answering } from './use-answer.ts';

interface Props {
  task: TaskRecord;
  read: TaskResource | undefined;
  manner: Manner;
  answering: Answering;
  onRead: () => void;
}

/** What keeps the Task from being acted on, with the refusal that says so at hand. */
export function MustRefuse({ task, read, manner, answering: { patch }, onRead }: Props) {
  const resource = read?.resource;
  const found = useMemo(() => {
    const isTask = isObject(resource) && typeOfResource(resource) === 'Task';
    return isTask && !isFinal(task.status) ? mustRefuse(resource, manner) : [];
  }, [resource, manner, task.status]);
  if (read?.failure) return <ErrorNote failure={read.failure} onRetry={onRead} />;
  if (found.length === 0) return null;
  return (
    <FindingList label="Why it cannot be acted on">
      {found.map(({ rule, path, message, next }, index) => (
        <Finding key={`${path} ${message}`} result="fail" rule={rule} path={path} message={message} next={next}>
          {index === found.length - 1 && (
            <Button
              size="small"
              icon="rejected"
              onPress={() => patch({ status: 'rejected', reason: refusalReason(found) })}
            >
              Refuse it, with this reason
            </Button>
          )}
        </Finding>
      ))}
    </FindingList>
  );
}
