import { useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { VaultBackend, VaultStatus } from '../../../shared/domain/vault.ts';
import { call } from '../../api/call.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceList } from '../../ui/choice-list.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { wipeSecrets } from '../../ui/secrets.ts';
import { NewPassphrase, readNewPassphrase } from './new-passphrase.tsx';
import style from './vault-gate.module.css';
import { backendNames } from './words.ts';

interface Props {
  choices: VaultStatus['choices'];
  /** Called once it is made. */
  onDone: () => void;
  /** Shows the way to leave it for later. */
  onLater?: () => void;
}

/** Chooses, once, where the key of the vault is kept, and makes the vault. */
export function MakeVault({ choices, onDone, onLater }: Props) {
  const [backend, setBackend] = useState<VaultBackend | undefined>(choices.find(({ available }) => available)?.backend);
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const page = useRef<HTMLDivElement>(null);

  const create = async (scope: HTMLElement, chosen: VaultBackend) => {
    if (chosen !== 'passphrase') return call('vault.create', { backend: chosen });
    const typed = await readNewPassphrase(scope);
    setWrong('wrong' in typed ? typed.wrong : undefined);
    if ('wrong' in typed) return undefined;
    return call('vault.create', { backend: chosen, passphrase: { value: typed.passphrase } });
  };
  const make = async () => {
    const scope = page.current;
    if (!scope || !backend || isBusy) return;
    setFailure(undefined);
    setBusy(true);
    const reply = await create(scope, backend);
    setBusy(false);
    if (!reply) return;
    if (!reply.ok) return setFailure(reply.error);
    wipeSecrets(scope);
    onDone();
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
        <NewPassphrase error={wrong} autoFocus={onLater !== undefined} onSubmit={() => void make()} />
      )}
      {failure && <ErrorNote failure={failure} />}
      <div className={style.foot}>
        {onLater && <Button onPress={onLater}>Not now</Button>}
        <Button kind="main" isDisabled={!backend || isBusy} onPress={() => void make()}>
          {isBusy ? 'Making the vault' : 'Make the vault'}
        </Button>
      </div>
    </div>
  );
}
