import { useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { leastPassphrase, type VaultBackend, type VaultStatus } from '../../../shared/domain/vault.ts';
import { call } from '../../api/call.ts';
import { answerVaultGate } from '../../stores/vault-gate.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceList } from '../../ui/choice-list.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SecretField } from '../../ui/secret-field.tsx';
import { typedSecrets, wipeSecrets } from '../../ui/secrets.ts';
import style from './vault-gate.module.css';
import { backendNames } from './words.ts';

/** Chooses, once, where the key of the vault is kept, and makes the vault. */
export function MakeVault({ choices }: { choices: VaultStatus['choices'] }) {
  const [backend, setBackend] = useState<VaultBackend | undefined>(choices.find(({ available }) => available)?.backend);
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const page = useRef<HTMLDivElement>(null);

  const make = async () => {
    const scope = page.current;
    if (!scope || !backend || isBusy) return;
    const { passphrase, again } = await typedSecrets(scope);
    const isMissing = backend === 'passphrase' && passphrase === undefined;
    const differs = backend === 'passphrase' && passphrase !== again;
    const isShort = backend === 'passphrase' && (passphrase ?? '').length < leastPassphrase;
    const short = `At least ${leastPassphrase} letters.`;
    setWrong(isMissing ? 'Write a passphrase.' : differs ? 'The two are not the same.' : isShort ? short : undefined);
    setFailure(undefined);
    if (isMissing || differs || isShort) return;
    setBusy(true);
    const reply = await call('vault.create', {
      backend,
      ...(backend === 'passphrase' && passphrase !== undefined ? { passphrase: { value: passphrase } } : {}),
    });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    wipeSecrets(scope);
    answerVaultGate(true);
  };

  return (
    <div className={style.page} ref={page}>
      <p>Secrets are kept encrypted, apart from everything else. Where shall the key to them lie?</p>
      <ChoiceList
        quiet
        label="Where the key of the vault lies"
        value={backend}
        onChange={setBackend}
        choices={choices.map(({ backend: value, available, says }) => ({
          value,
          label: backendNames[value],
          says,
          isDisabled: !available,
        }))}
      />
      {backend === 'passphrase' && (
        <div className={style.two}>
          <SecretField
            label="Passphrase"
            name="passphrase"
            hint={`At least ${leastPassphrase} letters. Without it the secrets are lost.`}
            error={wrong}
            autoFocus
            onSubmit={() => void make()}
          />
          <SecretField label="The same again" name="again" onSubmit={() => void make()} />
        </div>
      )}
      {failure && <ErrorNote failure={failure} />}
      <div className={style.foot}>
        <Button onPress={() => answerVaultGate(false)}>Not now</Button>
        <Button kind="main" isDisabled={!backend || isBusy} onPress={() => void make()}>
          {isBusy ? 'Making the vault' : 'Make the vault'}
        </Button>
      </div>
    </div>
  );
}
