import type { TaskOutput, TaskRecord } from '../../../shared/domain/task.ts';
import { isFinal } from '../../../shared/domain/task.ts';
import { Button } from '../../ui/button.tsx';
import { Part } from '../../ui/pane.tsx';
import style from './task-outputs.module.css';
import { useOutputInfo } from './use-output-info.ts';

interface Props {
  task: TaskRecord;
  isFetching: boolean;
  onFetch: () => void;
  onOpen: (output: TaskOutput) => void;
}

const kinds: Record<TaskOutput['kind'], string> = {
  contained: 'contained in the Task',
  relative: 'on the partner’s server',
  absolute: 'on the partner’s server',
  foreign: 'on another server',
  logical: 'named by an identifier only',
  missing: 'leads nowhere',
};

const Thumb = ({ open }: { open?: boolean }) => (
  <span className={style.thumb} data-open={open || undefined} aria-hidden="true">
    {[1, 2, 3, 4].map((line) => (
      <i key={line} />
    ))}
  </span>
);

function Output({ output, onOpen }: { output: TaskOutput; onOpen: () => void }) {
  const info = useOutputInfo(output);
  const name = info?.name ?? output.reference;
  if (!output.content) {
    return (
      <div className={style.output}>
        <Thumb open />
        <span>
          <b className="mono">{output.reference || 'no reference'}</b>
          <small>
            {output.type ?? 'output'}, {kinds[output.kind]}
          </small>
          <small data-st={output.problem ? 'warn' : undefined}>{output.problem ?? 'not fetched yet'}</small>
        </span>
      </div>
    );
  }
  return (
    <button type="button" className={style.output} onClick={onOpen} aria-label={`Open ${name}`}>
      <Thumb />
      <span>
        <b className="mono">{name}</b>
        <small>{info?.words ?? 'reading'}</small>
        <small>
          {output.type ?? 'output'}, {kinds[output.kind]}
        </small>
      </span>
    </button>
  );
}

/** What a Task brought: fetched outputs open, the others say why they do not. */
export function TaskOutputs({ task, isFetching, onFetch, onOpen }: Props) {
  const { outputs, status } = task;
  return (
    <Part title="Output" count={outputs.length || undefined}>
      {outputs.length === 0 && (
        <p className="muted">
          {isFinal(status) ? `The Task ended ${status} without output.` : 'None yet; it comes with completed.'}
        </p>
      )}
      <div className={style.outputs}>
        {outputs.map((output) => (
          <Output key={output.index} output={output} onOpen={() => onOpen(output)} />
        ))}
      </div>
      {outputs.some(({ content }) => !content) && (
        <p style={{ marginTop: 8 }}>
          <Button icon="download" isDisabled={isFetching} onPress={onFetch}>
            {isFetching ? 'Fetching' : 'Fetch output'}
          </Button>
        </p>
      )}
    </Part>
  );
}
