import { useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { VaultBackend } from '../../../shared/domain/vault.ts';
import { call } from '../../api/call.ts';
import { answerVaultGate } from '../../stores/vault-gate.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { typedSecrets, wipeSecrets } from '../../ui/secrets.ts';
import style from './vault-gate.module.css';

/** Opens the vault by its passphrase. */
export function OpenVault({ backends }: { backends: readonly VaultBackend[] }) {
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const page = useRef<HTMLDivElement>(null);

  const unlock = async () => {
    const scope = page.current;
    if (!scope || isBusy) return;
    const { passphrase } = await typedSecrets(scope);
    setFailure(undefined);
    setWrong(passphrase === undefined ? 'Write the passphrase of the vault.' : undefined);
    if (passphrase === undefined) return;
    setBusy(true);
    const reply = await call('vault.unlock', { passphrase: { value: passphrase } });
    setBusy(false);
    if (reply.ok) {
      wipeSecrets(scope);
      answerVaultGate(true);
    } else if (reply.error.code === 'wrong-passphrase') setWrong(`${reply.error.message} ${reply.error.next}`);
    else setFailure(reply.error);
  };

  if (!backends.includes('passphrase')) {
    return (
      <div className={style.page}>
        <p>This vault has no passphrase: it is opened by the key store of the system, from the desktop window.</p>
        <p className={style.next}>
          <span>Next:</span> Give it a passphrase there (Settings, Vault), then open it here.
        </p>
      </div>
    );
  }
  return (
    <div className={style.page} ref={page}>
      <p>The secrets this needs are locked. The passphrase opens them until this console ends.</p>
      <SecretField label="Passphrase" name="passphrase" error={wrong} autoFocus onSubmit={() => void unlock()} />
      {failure && <ErrorNote failure={failure} />}
      <div className={style.foot}>
        <Button onPress={() => answerVaultGate(false)}>Not now</Button>
        <Button kind="main" icon="lock" isDisabled={isBusy} onPress={() => void unlock()}>
          {isBusy ? 'Unlocking' : 'Unlock'}
        </Button>
      </div>
    </div>
  );
}
