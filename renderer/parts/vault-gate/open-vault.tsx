import { useRef, useState } from 'react';
import type { Failure, Reply } from '../../../shared/contract/errors.ts';
import type { VaultStatus } from '../../../shared/domain/vault.ts';
import { call } from '../../api/call.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { typedSecrets, wipeSecrets } from '../../ui/secrets.ts';
import style from './vault-gate.module.css';

interface Props {
  status: Pick<VaultStatus, 'backends' | 'choices'>;
  /** Called once it is open. */
  onDone: () => void;
  /** Shows the way to leave it for later. */
  onLater?: () => void;
}

/** Opens the vault by its passphrase, or by the key store where this host has it. */
export function OpenVault({ status: { backends, choices }, onDone, onLater }: Props) {
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const hasPassphrase = backends.includes('passphrase');
  const store = choices.find(({ backend }) => backend === 'safe-storage');
  const canByStore = backends.includes('safe-storage') && store?.available === true;

  const open = async (run: () => Promise<Reply<VaultStatus>>) => {
    setFailure(undefined);
    setBusy(true);
    const reply = await run();
    setBusy(false);
    if (reply.ok) {
      if (page.current) wipeSecrets(page.current);
      onDone();
    } else if (reply.error.code === 'wrong-passphrase') setWrong(`${reply.error.message} ${reply.error.next}`);
    else setFailure(reply.error);
  };
  const unlock = async () => {
    const scope = page.current;
    if (!scope || isBusy) return;
    const { passphrase } = await typedSecrets(scope);
    setWrong(passphrase === undefined ? 'Write the passphrase of the vault.' : undefined);
    if (passphrase === undefined) return;
    await open(() => call('vault.unlock', { passphrase: { value: passphrase } }));
  };

  if (!hasPassphrase && !canByStore) {
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
      <p>
        The secrets are locked. {hasPassphrase ? 'The passphrase' : 'The key store'} opens them until this console ends.
      </p>
      {hasPassphrase && (
        <SecretField
          label="Passphrase"
          name="passphrase"
          error={wrong}
          autoFocus={onLater !== undefined}
          onSubmit={() => void unlock()}
        />
      )}
      {failure && <ErrorNote failure={failure} />}
      <div className={style.foot}>
        {onLater && <Button onPress={onLater}>Not now</Button>}
        {canByStore && (
          <Button
            kind={hasPassphrase ? 'plain' : 'main'}
            icon="key"
            isDisabled={isBusy}
            onPress={() => void open(() => call('vault.unlock', {}))}
          >
            Unlock by the key store
          </Button>
        )}
        {hasPassphrase && (
          <Button kind="main" icon="lock" isDisabled={isBusy} onPress={() => void unlock()}>
            {isBusy ? 'Unlocking' : 'Unlock'}
          </Button>
        )}
      </div>
    </div>
  );
}
