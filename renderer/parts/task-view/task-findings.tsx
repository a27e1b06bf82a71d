import { checkTask } from '../../../shared/cdex/check-task.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import type { TaskDetail } from '../../../shared/domain/task.ts';
import { findingKey, RuleFinding } from '../rule-finding.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { Part } from '../../ui/pane.tsx';
import { typeOfResource } from '../../../shared/fhir/json.ts';
import { ownFindings } from './own-findings.ts';
import type { TaskResource } from './use-task-resource.ts';

interface Props {
  task: TaskDetail;
  version: CdexVersion;
  read: TaskResource | undefined;
}

/** What the rules say about the newest Task, and what we noticed on its road. */
export function TaskFindings({ task, version, read }: Props) {
  // A server may answer a create without the Task itself; then there is nothing the rules could be held against.
  const checkable = typeOfResource(read?.resource) === 'Task';
  const request = task.code.startsWith('attachment-request') ? 'an attachment request' : 'a data request';
  const findings = [...(checkable ? checkTask(read?.resource, version) : []), ...ownFindings(task)];
  return (
    <Part title="Findings" count={findings.length || undefined}>
      <FindingList>
        {findings.map((one) => (
          <RuleFinding key={findingKey(one)} finding={one} />
        ))}
        {checkable && (
          <Finding
            result="ok"
            message={
              findings.length === 0
                ? `Every rule of CDex ${version} for ${request} holds.`
                : `The other rules of CDex ${version} for ${request} hold.`
            }
          />
        )}
        {!checkable && read && (
          <Finding
            result="unchecked"
            message={read.failure?.message ?? 'Not checked: the last answer did not carry the Task.'}
            next={read.failure?.next ?? 'Poll now to read it.'}
          />
        )}
      </FindingList>
    </Part>
  );
}
