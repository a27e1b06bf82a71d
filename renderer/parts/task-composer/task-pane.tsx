import { useMemo, useRef } from 'react';
import type { Finding } from '../../../shared/domain/finding.ts';
import { elide } from '../../../shared/fhir/elide.ts';
import { Button } from '../../ui/button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Pane } from '../../ui/pane.tsx';
import { type Composing, changeText, dropJson, dropText } from './composer-store.ts';
import { PreviewHead } from '../composer/preview-head.tsx';
import { JsonEditor } from '../composer/json-editor.tsx';
import { lineOf } from '../composer/line-of.ts';
import type { FieldName, Lack } from './lacks.ts';
import style from '../composer/preview.module.css';
import { TaskRules } from './rule-list.tsx';

/** Longer texts are only read here: drawing each change of them would lag behind the typing. */
const longestText = 256 * 1024;

interface Props {
  composing: Composing;
  task: unknown;
  lacks: readonly Lack[];
  findings: readonly Finding[];
  isSandbox: boolean;
  view: 'read' | 'edit';
  onView: (view: 'read' | 'edit') => void;
  onField: (field: FieldName) => boolean;
}

/** The Task as it will be sent, what the rules say about it, and the way to write it as JSON. */
export function TaskPane({ composing, task, lacks, findings, isSandbox, view, onView, onField }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { text: typed, trouble, form } = composing;
  const text = useMemo(() => typed ?? JSON.stringify(task, null, 2), [typed, task]);
  const shown = useMemo(() => elide(task), [task]);
  const isLong = text.length > longestText;
  const showPath = (path: string) => {
    onView('edit');
    requestAnimationFrame(() => {
      const field = box.current?.querySelector('textarea');
      if (!field) return;
      const lines = field.value.split('\n');
      const line = lineOf(field.value, path);
      const start = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
      field.focus();
      field.setSelectionRange(start, start + (lines[line]?.length ?? 0));
      field.closest('.scroll')?.scrollTo({ top: Math.max(0, line * 20 - 80) });
    });
  };
  const said = trouble
    ? 'cannot be read'
    : lacks.length > 0
      ? 'not enough yet'
      : findings.length === 0
        ? 'every rule holds'
        : `findings: ${findings.length}`;
  return (
    <Pane label="Preview">
      <PreviewHead said={said} label="How the Task is shown" view={view} onView={onView}>
        <TaskRules
          lacks={lacks}
          findings={findings}
          task={task}
          form={form}
          isSandbox={isSandbox}
          isJson={composing.task !== undefined}
          onField={onField}
          onPath={showPath}
        />
      </PreviewHead>
      {composing.task !== undefined && (
        <p className={style.edited}>
          <span>Edited as JSON; what the form has no field for is kept.</span>
          <Button size="small" kind="bare" icon="reset" onPress={dropJson}>
            Back to the form’s
          </Button>
        </p>
      )}
      {view === 'read' ? (
        <JsonView label="Task" value={shown} head={<b>Task</b>} />
      ) : isLong ? (
        <p className={style.long}>
          At {Math.round(text.length / 1024)} KB this Task is only shown, not edited, as JSON. What the form says can be
          changed there; for the rest send it from a file: <code>task request --body FILE</code>.
        </p>
      ) : (
        <div ref={box} className={style.edit}>
          <JsonEditor label="Task as JSON" text={text} onChange={changeText} trouble={trouble} onDrop={dropText} />
        </div>
      )}
    </Pane>
  );
}
