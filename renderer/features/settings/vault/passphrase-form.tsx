import { useRef, useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { NewPassphrase, readNewPassphrase } from '../../../parts/vault-gate/new-passphrase.tsx';
import { noteVault } from '../../../stores/vault-status.ts';
import { Button } from '../../../ui/button.tsx';
import { wipeSecrets } from '../../../ui/secrets.ts';
import style from './vault.module.css';

interface Props {
  /** Whether the vault has none yet. */
  isNew: boolean;
  /** Whether the vault was in memory only: its secrets are written down by this. */
  writesDown: boolean;
  onDone: () => void;
}

/** A passphrase for the open vault: its first one, or one in place of another. */
export function PassphraseForm({ isNew, writesDown, onDone }: Props) {
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const save = async () => {
    const scope = form.current;
    if (!scope || isBusy) return;
    const typed = await readNewPassphrase(scope);
    setWrong('wrong' in typed ? typed.wrong : undefined);
    setFailure(undefined);
    if ('wrong' in typed) return;
    setBusy(true);
    const reply = await call('vault.wrap', { backend: 'passphrase', passphrase: { value: typed.passphrase } });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    wipeSecrets(scope);
    noteVault(reply);
    onDone();
  };
  return (
    <div className={style.form} ref={form}>
      <NewPassphrase label="New passphrase" error={wrong} autoFocus onSubmit={() => void save()} />
      <p className={style.says}>
        {writesDown
          ? 'The secrets held in memory are written to the file, encrypted, and last from now on.'
          : isNew
            ? 'The vault opens either way from now on, here and on the command line (SWITCHBOARD_PASSPHRASE).'
            : 'The old one opens it no more; programs that were given it need the new one when they start next. A copy of the file somewhere else still opens by the old one.'}
      </p>
      {failure && <FailureNote failure={failure} />}
      <span className={style.actions}>
        <Button kind="main" isDisabled={isBusy} onPress={() => void save()}>
          {isBusy ? 'Encrypting' : isNew ? 'Add the passphrase' : 'Change the passphrase'}
        </Button>
        <Button kind="bare" onPress={onDone}>
          Cancel
        </Button>
      </span>
    </div>
  );
}
