import { useMemo } from 'react';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { MakeVault } from '../../../parts/vault-gate/make-vault.tsx';
import { OpenVault } from '../../../parts/vault-gate/open-vault.tsx';
import { type Action, useActions } from '../../../stores/actions.ts';
import { noteVault, readVault, useVaultStatus } from '../../../stores/vault-status.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { PaneBody, Part } from '../../../ui/pane.tsx';
import { Protection } from './protection.tsx';
import { VaultState } from './vault-state.tsx';
import style from './vault.module.css';
import { Ways } from './ways.tsx';

/** Where secrets lie: how the vault stands, what opens it, and what is encrypted how. */
export function VaultSection() {
  const { status, failure: unread } = useVaultStatus();
  const { busy, failure, run } = useCommands();
  const isOpen = status?.state === 'open';
  const isLockable = isOpen && status.openedBy !== 'memory';
  const actions = useMemo((): Action[] => {
    const lock = async () => noteVault(await run('vault.lock', {}));
    return [
      {
        id: 'vault.lock',
        title: 'Lock the vault',
        group: 'Run',
        keys: 'o',
        when: () => isLockable,
        run: () => void lock(),
      },
    ];
  }, [run, isLockable]);
  useActions(actions);

  if (!status) return unread ? <FailureNote failure={unread} onRetry={() => void readVault()} /> : null;
  return (
    <PaneBody label="Vault">
      <div className={style.page}>
        <div>
          <VaultState status={status} isBusy={busy !== undefined} onLock={isLockable ? actions[0]?.run : undefined} />
          {failure && <FailureNote failure={failure} />}
          {status.state === 'none' && (
            <Part level={2} title="Make the vault">
              <MakeVault choices={status.choices} onDone={() => void readVault()} />
            </Part>
          )}
          {status.state === 'locked' && (
            <Part level={2} title="Unlock">
              <OpenVault status={status} onDone={() => void readVault()} />
            </Part>
          )}
          {(status.state === 'open' || status.state === 'locked') && <Ways status={status} />}
        </div>
        <aside className={style.beside} aria-label="How secrets are kept">
          <Protection />
        </aside>
      </div>
    </PaneBody>
  );
}
