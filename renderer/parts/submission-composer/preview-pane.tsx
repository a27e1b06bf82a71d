import { useMemo } from 'react';
import type { Finding } from '../../../shared/domain/finding.ts';
import { OperationProgress } from '../operation-progress.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatSize } from '../../ui/format.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Pane } from '../../ui/pane.tsx';
import { FailureNote } from '../failure-note.tsx';
import { JsonEditor } from '../composer/json-editor.tsx';
import { PreviewHead } from '../composer/preview-head.tsx';
import { readJson } from '../composer/read-json.ts';
import fields from '../composer/preview.module.css';
import { edit, useComposing } from './composer-store.ts';
import type { FieldName, Lack } from './lacks.ts';
import { SubmissionRules } from './rule-list.tsx';
import type { JsonSide } from './use-json.ts';
import type { Preview } from './use-preview.ts';

interface Props {
  preview: Preview;
  json: JsonSide;
  lacks: readonly Lack[];
  findings: readonly Finding[];
  fieldOf: (finding: Finding) => FieldName | undefined;
  isAsking: boolean;
}

/** The Parameters as they will be sent, what the rules say about them, and the way to write them as JSON. */
export function PreviewPane({ preview, json, lacks, findings, fieldOf, isAsking }: Props) {
  const { text, form } = useComposing();
  const isEdited = text !== undefined;
  const said =
    !isEdited && lacks.length > 0
      ? 'not enough yet'
      : findings.length > 0
        ? `findings: ${findings.length}`
        : isAsking && !isEdited
          ? 'asking the rules'
          : 'every rule holds';
  return (
    <Pane label="Preview">
      <PreviewHead
        said={said}
        label="How the Parameters are shown"
        view={isEdited ? 'edit' : 'read'}
        isFixed={!isEdited && !json.canEdit}
        onView={(next) => (next === 'edit' ? json.open() : json.drop())}
      >
        <SubmissionRules
          lacks={isEdited ? [] : lacks}
          findings={findings}
          fieldOf={fieldOf}
          isAsking={isAsking}
          cards={form.cards}
        />
      </PreviewHead>
      {json.failure && <FailureNote failure={json.failure} />}
      {isEdited ? <Editor text={text} onDrop={json.drop} /> : <Shown preview={preview} />}
    </Pane>
  );
}

function Editor({ text, onDrop }: { text: string; onDrop: () => void }) {
  const trouble = useMemo(() => {
    const read = readJson(text);
    return 'trouble' in read ? read.trouble : undefined;
  }, [text]);
  return (
    <>
      <p className={fields.edited}>
        <span>Edited as JSON: it is sent as it stands here, and the form rests.</span>
        <Button size="small" kind="bare" icon="reset" onPress={onDrop}>
          Back to the form’s
        </Button>
      </p>
      <div className={fields.edit}>
        <JsonEditor
          label="Parameters as JSON"
          text={text}
          onChange={(next) => edit({ text: next })}
          trouble={trouble}
          onDrop={onDrop}
        />
      </div>
    </>
  );
}

function Shown({ preview }: { preview: Preview }) {
  const { composed, failure, operation, isStale, waits, isOpen, make } = preview;
  const isFetching = operation !== undefined && waits;
  return (
    <>
      {failure && <FailureNote failure={failure} onRetry={make} />}
      {isFetching && <OperationProgress operation={operation} label="Collecting what is to be attached" />}
      {waits && !isOpen && !isFetching && (isStale || !composed) && (
        <p className={fields.edited}>
          <span>Some of it comes from the record: it is collected when you ask, and when it is sent.</span>
          <Button size="small" icon="download" keys="o" onPress={make}>
            Collect and show
          </Button>
        </p>
      )}
      {composed ? (
        <JsonView
          label="Parameters"
          value={composed.parameters}
          head={
            <>
              <b>Parameters</b>{' '}
              <span className="muted">
                {formatSize(composed.bytes)}
                {isStale && ', as it was before the last change'}
              </span>
            </>
          }
        />
      ) : (
        !failure && (
          <Empty icon="braces" title="Nothing to show yet">
            {isOpen
              ? 'The Parameters appear here once every attachment has its content.'
              : waits
                ? 'Collect to see the Parameters with what the record holds.'
                : 'The Parameters are being made.'}
          </Empty>
        )
      )}
    </>
  );
}
