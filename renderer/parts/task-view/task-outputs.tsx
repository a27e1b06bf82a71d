import { useMemo, useState } from 'react';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { RuleFindings } from '../rule-finding.tsx';
import { Button } from '../../ui/button.tsx';
import { Part } from '../../ui/pane.tsx';
import { useFetched } from './fetched.ts';
import { OutputCard } from './output-card.tsx';
import { type OutputNode, outputTree } from './output-tree.ts';
import { SaveOutputs } from './save-outputs.tsx';
import style from './task-outputs.module.css';

interface Props {
  task: TaskRecord;
  isFetching: boolean;
  /** Fetches all outputs; left out on the side that gives them. */
  onFetch?: () => void;
  onOpen: (node: OutputNode) => void;
}

function noneWords({ status, statusReason, code }: TaskRecord): string {
  if (status === 'failed' || status === 'rejected')
    return `The Task ended ${status}${statusReason ? `: “${statusReason}”` : ', without a reason'}. There is no data.`;
  if (!isFinal(status)) return 'None yet; it comes with completed.';
  return code.startsWith('attachment-request')
    ? 'The Task names no output: attachments come by push.'
    : `The Task ended ${status} without output.`;
}

/** What a Task brought: each output as what it is, what it led to, and what is to be said of it. */
export function TaskOutputs({ task, isFetching, onFetch, onOpen }: Props) {
  const { outputs } = task;
  const fetched = useFetched(task.id)?.outputs;
  const [isSaving, setSaving] = useState(false);
  const tree = useMemo(() => outputTree(outputs, fetched), [outputs, fetched]);
  const isAllThere = outputs.every(({ content }) => content);
  const hasSome = outputs.some(({ content }) => content);
  return (
    <Part
      title="Output"
      count={outputs.length || undefined}
      actions={
        hasSome && (
          <Button size="small" kind="bare" icon="download" onPress={() => setSaving(true)}>
            Save
          </Button>
        )
      }
    >
      {outputs.length === 0 && <p className="muted">{noneWords(task)}</p>}
      {fetched && <RuleFindings label="Findings about the outputs" findings={fetched.findings} withoutPath />}
      <ul className={style.outputs}>
        {tree.map((node) => (
          <OutputCard key={node.key} node={node} onOpen={onOpen} />
        ))}
      </ul>
      {outputs.length > 0 && onFetch && (
        <p className={style.fetch}>
          <Button icon="download" size={isAllThere ? 'small' : 'plain'} isDisabled={isFetching} onPress={onFetch}>
            {isFetching ? 'Fetching' : isAllThere ? 'Fetch again' : 'Fetch output'}
          </Button>
        </p>
      )}
      {isSaving && <SaveOutputs task={task} tree={tree} onClose={() => setSaving(false)} />}
    </Part>
  );
}
