import { useId, useState } from 'react';
import type { Failure } from '../../../../../shared/contract/errors.ts';
import { FailureNote } from '../../../../parts/failure-note.tsx';
import { Button, IconButton } from '../../../../ui/button.tsx';
import { TextArea } from '../../../../ui/text-area.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import style from './answer.module.css';
import type { Extra } from './answer-draft.ts';
import { outputOfFile, pastedResource, titleOfResource } from './file-output.ts';

interface Props {
  /** The Task resource, for what a file is labelled with. */
  task: unknown;
  extras: readonly Extra[];
  onChange: (extras: readonly Extra[]) => void;
}

/** What a person adds to the answer: a reference, a resource as JSON, a file. */
export function ExtraOutputs({ task, extras, onChange }: Props) {
  const [adding, setAdding] = useState<'reference' | 'resource'>();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const picker = useId();
  const add = (extra: Extra) => {
    onChange([...extras, extra]);
    setAdding(undefined);
    setText('');
  };
  const begin = (what: 'reference' | 'resource') => {
    setFailure(undefined);
    setText('');
    setAdding(adding === what ? undefined : what);
  };
  const addReference = () => {
    const reference = text.trim();
    if (reference) add({ key: crypto.randomUUID(), title: reference, reference });
  };
  const addResource = () => {
    const read = pastedResource(text);
    setFailure(read.ok ? undefined : read.error);
    if (read.ok) add({ key: crypto.randomUUID(), title: titleOfResource(read.value), resource: read.value });
  };
  const addFile = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    const read = await outputOfFile(file, task);
    input.value = '';
    setFailure(read.ok ? undefined : read.error);
    if (read.ok) add(read.value);
  };
  return (
    <div className={style.add}>
      {extras.length > 0 && (
        <ul className={style.extras} aria-label="Added outputs">
          {extras.map((extra) => (
            <li key={extra.key}>
              <small>{'reference' in extra ? 'reference' : 'resource'}</small>
              <code title={extra.title}>{extra.title}</code>
              <IconButton
                icon="close"
                size="small"
                label={`Take ${extra.title} out`}
                onPress={() => onChange(extras.filter(({ key }) => key !== extra.key))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className={style.adding}>
        <Button size="small" icon="plus" onPress={() => begin('reference')}>
          Reference
        </Button>
        <Button size="small" icon="braces" onPress={() => begin('resource')}>
          Resource as JSON
        </Button>
        <Button size="small" icon="document" onPress={() => document.getElementById(picker)?.click()}>
          File
        </Button>
        <input
          id={picker}
          hidden
          type="file"
          tabIndex={-1}
          aria-label="File to answer with"
          onChange={({ currentTarget }) => void addFile(currentTarget)}
        />
      </div>
      {adding === 'reference' && (
        <div className={style.query}>
          <TextField
            label="Reference"
            mono
            autoFocus
            value={text}
            placeholder="DocumentReference/123"
            onChange={setText}
            onSubmit={addReference}
          />
          <Button isDisabled={text.trim() === ''} onPress={addReference}>
            Add
          </Button>
        </div>
      )}
      {adding === 'resource' && (
        <div className={style.add}>
          <TextArea label="Resource as JSON" lines={6} value={text} onChange={setText} />
          <div className={style.adding}>
            <Button isDisabled={text.trim() === ''} onPress={addResource}>
              Add
            </Button>
          </div>
        </div>
      )}
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}
