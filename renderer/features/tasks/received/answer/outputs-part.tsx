import type { TaskRecord } from '../../../../../shared/domain/task.ts';
import { FailureNote } from '../../../../parts/failure-note.tsx';
import { findingKey, RuleFinding } from '../../../../parts/rule-finding.tsx';
import { OperationProgress } from '../../../../parts/operation-progress.tsx';
import { useOperation } from '../../../../stores/operations.ts';
import { Button } from '../../../../ui/button.tsx';
import { Finding, FindingList } from '../../../../ui/finding.tsx';
import { Segmented } from '../../../../ui/segmented.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import style from './answer.module.css';
import { carriesResource, mayGive } from './answer-draft.ts';
import { CollectedItems } from './collected-items.tsx';
import { ExtraOutputs } from './extra-outputs.tsx';
import { type Answering, collectName } from './use-answer.ts';

interface Props {
  task: TaskRecord;
  resource: unknown;
  answering: Answering;
}

/** What a Task is completed with: what its query brings, after the safety check, and whatever a person adds. */
export function OutputsPart({ task, resource, answering }: Props) {
  const { draft, patch, query, collect } = answering;
  const { collected, collectFailure, place } = draft;
  const operation = useOperation(collectName(task.id));
  const collectNow = () => collect();
  const isBlocked = collected !== undefined && !mayGive(collected);
  return (
    <section className={style.outputs} aria-label="What it is completed with">
      <div className={style.query}>
        <TextField
          label="Query"
          mono
          value={query}
          placeholder="the documents with the codes it asks for"
          onChange={(next) => patch({ query: next })}
          onSubmit={collectNow}
        />
        <Button icon="download" keys="o" isDisabled={operation !== undefined} onPress={collectNow}>
          {operation ? 'Collecting' : 'Collect'}
        </Button>
      </div>
      {operation && <OperationProgress operation={operation} label="Collecting" />}
      {collectFailure && <FailureNote failure={collectFailure} onRetry={collectNow} />}
      {collected && collected.findings.length > 0 && (
        <FindingList label="What the safety check says">
          {isBlocked && (
            <Finding
              result="fail"
              message="Nothing of it is given out."
              next="Correct the query, or reject the Task."
            />
          )}
          {collected.findings.map((one) => (
            <RuleFinding key={findingKey(one)} finding={one} />
          ))}
        </FindingList>
      )}
      {mayGive(collected) && <CollectedItems collected={collected} answering={answering} />}
      <ExtraOutputs task={resource} extras={draft.extras} onChange={(extras) => patch({ extras })} />
      {carriesResource(draft) && (
        <div className={style.how}>
          <span>
            Data go
            <Segmented
              label="Where data go"
              size="small"
              value={place}
              onChange={(next) => patch({ place: next })}
              options={[
                { value: 'contained', label: 'into the Task' },
                { value: 'stored', label: 'onto the server, by reference' },
              ]}
            />
          </span>
        </div>
      )}
    </section>
  );
}
