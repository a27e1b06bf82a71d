import { useState } from 'react';
import type { VaultBackend, VaultStatus } from '../../../../shared/domain/vault.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { backendNames } from '../../../parts/vault-gate/words.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { noteVault } from '../../../stores/vault-status.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { ResultFigure } from '../../../ui/figures.tsx';
import { Part } from '../../../ui/pane.tsx';
import { PassphraseForm } from './passphrase-form.tsx';
import style from './vault.module.css';
import { canTakeAway } from './words.ts';

/** A backend that a way into a vault can be made by. */
type Lasting = Exclude<VaultBackend, 'memory'>;

/** Why a backend that does not open the vault does not. */
function wayWords(backend: VaultBackend, available: boolean): string {
  if (backend === 'memory') return 'only for a vault that is made new';
  return available ? 'does not open it' : 'cannot be had here';
}

/** What opens the vault: each backend with what it is on this host, and the ways to add, change and take away. */
export function Ways({ status }: { status: VaultStatus }) {
  const { busy, failure, run } = useCommands();
  const [typing, setTyping] = useState(false);
  const [leaving, setLeaving] = useState<Lasting>();
  const isOpen = status.state === 'open';
  const inMemory = status.backends.includes('memory');
  const add = async (backend: Lasting) => {
    const reply = await run('vault.wrap', { backend });
    if (reply.ok) noteVault(reply);
  };
  const takeAway = async (backend: Lasting) => {
    const reply = await run('vault.unwrap', { backend });
    if (reply.ok) noteVault(reply);
  };
  return (
    <Part level={2} title="Ways to open it" count={isOpen ? undefined : 'unlock it to change them'}>
      <ul className={style.ways}>
        {status.choices.map(({ backend, available, says }) => {
          const opens = status.backends.includes(backend);
          const lasting = backend === 'memory' ? undefined : backend;
          return (
            <li key={backend}>
              <ResultFigure result={opens ? 'ok' : 'unchecked'} silent />
              <div>
                <p>
                  <b>{backendNames[backend]}</b>{' '}
                  <span className={style.word}>{opens ? 'opens it' : wayWords(backend, available)}</span>
                </p>
                <p className={style.says}>{says}</p>
              </div>
              {isOpen && lasting && (
                <span className={style.actions}>
                  {canTakeAway(status, backend) && (
                    <Button
                      label={`Take away: ${backendNames[backend]}`}
                      isDisabled={busy !== undefined}
                      onPress={() => setLeaving(lasting)}
                    >
                      Take away
                    </Button>
                  )}
                  {lasting === 'passphrase' && !typing && (
                    <Button isDisabled={busy !== undefined} onPress={() => setTyping(true)}>
                      {opens ? 'Change' : 'Add a passphrase'}
                    </Button>
                  )}
                  {lasting === 'safe-storage' && !opens && available && (
                    <Button isDisabled={busy !== undefined} onPress={() => void add(lasting)}>
                      Add
                    </Button>
                  )}
                </span>
              )}
              {typing && isOpen && lasting === 'passphrase' && (
                <PassphraseForm isNew={!opens} writesDown={inMemory} onDone={() => setTyping(false)} />
              )}
            </li>
          );
        })}
      </ul>
      {failure && <FailureNote failure={failure} />}
      <Confirm
        title={`Take away: ${leaving ? backendNames[leaving] : ''}?`}
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        verb="Take away"
        onConfirm={() => leaving && void takeAway(leaving)}
      >
        <p>
          {leaving === 'passphrase'
            ? 'Then only the desktop window opens the vault: command line and web host cannot use its secrets any more.'
            : 'Then the desktop window asks for the passphrase each time it starts.'}{' '}
          No secret is lost. Copies of the file made before can still be opened this way.
        </p>
      </Confirm>
    </Part>
  );
}
