import { useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { VaultStatus } from '../../../shared/domain/vault.ts';
import { call } from '../../api/call.ts';
import { answerVaultGate } from '../../stores/vault-gate.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { typedSecrets, wipeSecrets } from '../../ui/secrets.ts';
import style from './vault-gate.module.css';

/** Opens the vault: by its passphrase, or by the key store of the system where this host has one. */
export function OpenVault({ status }: { status: VaultStatus }) {
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const hasPassphrase = status.backends.includes('passphrase');
  const store = status.choices.find(({ backend }) => backend === 'safe-storage');
  const canStore = status.backends.includes('safe-storage') && store?.available;

  const unlock = async (byStore: boolean) => {
    const scope = page.current;
    if (!scope || isBusy) return;
    const { passphrase } = byStore ? {} : await typedSecrets(scope);
    setFailure(undefined);
    setWrong(byStore || passphrase !== undefined ? undefined : 'Write the passphrase of the vault.');
    if (!byStore && passphrase === undefined) return;
    setBusy(true);
    const reply = await call('vault.unlock', passphrase === undefined ? {} : { passphrase: { value: passphrase } });
    setBusy(false);
    if (reply.ok) {
      wipeSecrets(scope);
      answerVaultGate(true);
    } else if (reply.error.code === 'wrong-passphrase') setWrong(`${reply.error.message} ${reply.error.next}`);
    else setFailure(reply.error);
  };

  return (
    <div className={style.page} ref={page}>
      <p>
        {hasPassphrase || canStore
          ? 'The secrets this needs are locked. Once opened, they stay open until this console ends.'
          : 'This vault has no passphrase: it is opened by the key store of the system, in the desktop window.'}
      </p>
      {hasPassphrase && (
        <SecretField label="Passphrase" name="passphrase" error={wrong} autoFocus onSubmit={() => void unlock(false)} />
      )}
      {!hasPassphrase && !canStore && (
        <p className={style.next}>
          <span>Next:</span> Give it a passphrase there (Settings, Vault), then open it here.
        </p>
      )}
      {failure && <ErrorNote failure={failure} />}
      <div className={style.foot}>
        <Button onPress={() => answerVaultGate(false)}>Not now</Button>
        {canStore && (
          <Button kind={hasPassphrase ? 'plain' : 'main'} isDisabled={isBusy} onPress={() => void unlock(true)}>
            Unlock by the key store
          </Button>
        )}
        {hasPassphrase && (
          <Button kind="main" icon="lock" isDisabled={isBusy} onPress={() => void unlock(false)}>
            {isBusy ? 'Unlocking' : 'Unlock'}
          </Button>
        )}
      </div>
    </div>
  );
}
