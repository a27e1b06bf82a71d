import { Empty } from '../../ui/empty.tsx';
import { Finding, FindingList } from '../../ui/finding.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { PaneHead, Part, Spring } from '../../ui/pane.tsx';
import { FailureNote } from '../failure-note.tsx';
import { findingResult } from '../finding-result.ts';
import style from './task-composer.module.css';
import type { DraftState } from './use-task-draft.ts';

interface Props {
  lack: string | undefined;
  state: DraftState;
  isSandbox: boolean;
  reasonUnknown: boolean;
}

/** The Task as it would be sent, and what the rules say about it. */
export function TaskPreview({ lack, state, isSandbox, reasonUnknown }: Props) {
  const { draft, failure, checking } = state;
  const findings = draft?.findings ?? [];
  return (
    <>
      <PaneHead level={2} title="As it will be sent">
        <Spring />
        <span className="muted" role="status">
          {checking
            ? 'checking'
            : draft
              ? findings.length === 0
                ? 'every rule holds'
                : `findings: ${findings.length}`
              : ''}
        </span>
      </PaneHead>
      {lack && (
        <Empty icon="task" title="Not enough yet">
          {lack}
        </Empty>
      )}
      {!lack && failure && <FailureNote failure={failure} />}
      {!lack && draft && (
        <>
          <div className={`${style.findings} scroll`}>
            <Part>
              <FindingList label="What the rules say">
                {findings.map((one) => (
                  <Finding
                    key={`${one.rule} ${one.path} ${one.message}`}
                    result={one.rule === 'CONF-058' && reasonUnknown ? 'unchecked' : findingResult(one.severity)}
                    rule={one.rule}
                    message={
                      one.rule === 'CONF-058' && reasonUnknown
                        ? 'No reason or claim is known; it is sent without.'
                        : one.message
                    }
                    path={one.path}
                    next={one.rule === 'CONF-058' && reasonUnknown ? undefined : one.next}
                  />
                ))}
                {findings.length === 0 && <Finding result="ok" message="Every rule for a data request holds." />}
                {isSandbox && (
                  <Finding
                    result="unchecked"
                    rule="CONF-062"
                    message="Polled at sandbox pace, every second, so that every state is seen; the guide asks for a minute first."
                  />
                )}
              </FindingList>
            </Part>
          </div>
          <JsonView label="Task" value={draft.task} head={<b>Task</b>} />
        </>
      )}
    </>
  );
}
