import { useMemo, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { type KeyAlgorithm, keyAlgorithms } from '../../../../shared/domain/key.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useTable } from '../../../stores/records.ts';
import { throughVault } from '../../../stores/vault-gate.ts';
import { Button } from '../../../ui/button.tsx';
import { elideMiddle } from '../../../ui/format.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import style from './form.module.css';

interface Props {
  value: string;
  onChange: (name: string) => void;
  /** A name for a new key, until somebody writes another. */
  suggestion: string;
  /** What algorithms the partner should take: SMART's first, UDAP's first. */
  algorithm: KeyAlgorithm;
  error?: string;
}

/** Which of our keys signs, and a new one made on the spot. */
export function KeyChoice({ value, onChange, suggestion, algorithm, error }: Props) {
  const { ids, byId } = useTable('key');
  const [isMaking, setMaking] = useState(false);
  const choices = useMemo(
    () =>
      ids
        .map((id) => byId.get(id))
        .filter((key) => key?.state === 'current')
        .map((key) => ({
          value: key?.name ?? '',
          label: key?.name ?? '',
          note: `${key?.alg}, kid ${elideMiddle(key?.kid ?? '', 6, 4)}`,
        })),
    [ids, byId],
  );
  return (
    <div className={style.words}>
      <div className={style.row}>
        <Select
          label="Key that signs"
          value={choices.some((choice) => choice.value === value) ? value : undefined}
          choices={choices}
          onChange={onChange}
          placeholder={choices.length === 0 ? 'No key yet' : value ? `${value} is not there any more` : 'Choose a key'}
          mono
        />
        {!isMaking && (
          <Button icon="plus" onPress={() => setMaking(true)}>
            Make a key
          </Button>
        )}
      </div>
      {error && <p className={style.wrong}>{error}</p>}
      {isMaking && (
        <NewKey
          suggestion={suggestion}
          algorithm={algorithm}
          onDone={(name) => {
            setMaking(false);
            if (name !== undefined) onChange(name);
          }}
        />
      )}
    </div>
  );
}

interface NewKeyProps {
  suggestion: string;
  algorithm: KeyAlgorithm;
  onDone: (name: string | undefined) => void;
}

function NewKey({ suggestion, algorithm, onDone }: NewKeyProps) {
  const [name, setName] = useState(suggestion);
  const [alg, setAlg] = useState(algorithm);
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    setFailure(undefined);
    const reply = await throughVault(() => call('keys.generate', { name: name.trim(), alg }));
    setBusy(false);
    if (reply.ok) onDone(reply.value.name);
    else setFailure(reply.error);
  };
  return (
    <div className={style.inset}>
      <div className={style.row}>
        <TextField label="Name of the key" value={name} onChange={setName} autoFocus onSubmit={() => void make()} />
        <Select
          label="Algorithm"
          value={alg}
          choices={keyAlgorithms.map((one) => ({ value: one, label: one }))}
          onChange={setAlg}
          mono
        />
        <Button isDisabled={isBusy || name.trim() === ''} onPress={() => void make()}>
          {isBusy ? 'Making' : 'Make'}
        </Button>
        <Button kind="bare" onPress={() => onDone(undefined)}>
          Cancel
        </Button>
      </div>
      <p className={style.said}>
        The private half goes to the vault. Give the partner the public half: the JWKS of this connection.
      </p>
      {failure && <FailureNote failure={failure} />}
    </div>
  );
}
