import { useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { type KeyAlgorithm, keyAlgorithms } from '../../../../shared/domain/key.ts';
import { call } from '../../../api/call.ts';
import { throughVault } from '../../../stores/vault-gate.ts';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { PaneBody, PaneHead, Part } from '../../../ui/pane.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormFoot } from './form-foot.tsx';
import style from './keys.module.css';
import { algorithmWords } from './words.ts';

/** Makes a key: a name and an algorithm are all there is to choose. `onDone` with the new key's id, or none. */
export function GenerateKey({ onDone }: { onDone: (id?: string) => void }) {
  const [name, setName] = useState('');
  const [alg, setAlg] = useState<KeyAlgorithm>('RS384');
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const make = async () => {
    setFailure(undefined);
    setWrong(name.trim() === '' ? 'Give it a name; connections choose it by that.' : undefined);
    if (name.trim() === '' || isBusy) return;
    setBusy(true);
    const reply = await throughVault(() => call('keys.generate', { name: name.trim(), alg }));
    setBusy(false);
    if (reply.ok) return onDone(reply.value.id);
    if (reply.error.code === 'name-taken') setWrong(`${reply.error.message} ${reply.error.next}`);
    else setFailure(reply.error);
  };
  return (
    <>
      <PaneHead title="Generate a key" level={2} />
      <PaneBody label="Generate a key">
        <Part>
          <div className={style.form}>
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              placeholder="harbor-uat"
              error={wrong}
              hint="For people: one key for each partner and stage is easiest to rotate."
              autoFocus
              onSubmit={() => void make()}
            />
            <ChoiceList
              label="Algorithm"
              value={alg}
              onChange={setAlg}
              choices={keyAlgorithms.map((value) => ({ value, label: value, says: algorithmWords[value] }))}
            />
            <p className={style.says}>
              The private half goes to the vault. The kid is the thumbprint of the public half (RFC 7638), so it never
              changes and no two keys share one.
            </p>
            <FormFoot
              failure={failure}
              verb="Generate"
              doing="Making the key"
              isBusy={isBusy}
              onPress={() => void make()}
              onCancel={() => onDone()}
            />
          </div>
        </Part>
      </PaneBody>
    </>
  );
}
