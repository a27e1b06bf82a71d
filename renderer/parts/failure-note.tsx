import { type ReactNode, useState } from 'react';
import type { Failure } from '../../shared/contract/errors.ts';
import { askForVault, needsVault } from '../stores/vault-gate.ts';
import { goTo } from '../stores/view.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { DiagnosisView } from './diagnosis-view.tsx';
import style from './failure-note.module.css';

interface Props {
  failure: Failure;
  onRetry?: () => void;
  children?: ReactNode;
}

/** A failure of a command: its exchange one press away, why a partner does not let us in, the vault where only that is missing. */
export function FailureNote({ failure, onRetry, children }: Props) {
  const [isOpened, setOpened] = useState(false);
  const { diagnosis } = failure;
  const unlock = async () => {
    if (!(await askForVault())) return;
    setOpened(true);
    onRetry?.();
  };
  const asksVault = needsVault(failure.code) && !isOpened;
  const actions = (
    <>
      {asksVault && (
        <Button size="small" icon="lock" onPress={() => void unlock()}>
          {failure.code === 'vault-missing' ? 'Make the vault' : 'Unlock'}
        </Button>
      )}
      {isOpened && <span className="muted">The vault is open. Do it again now.</span>}
      {children}
    </>
  );
  if (diagnosis) {
    return (
      <div className={style.note} role="alert" data-st="fail">
        <DiagnosisView diagnosis={diagnosis} exchangeId={failure.exchangeId}>
          {onRetry && (
            <Button size="small" icon="refresh" onPress={onRetry}>
              Try again
            </Button>
          )}
          {actions}
        </DiagnosisView>
      </div>
    );
  }
  return (
    <ErrorNote failure={failure} onRetry={asksVault ? undefined : onRetry} onExchange={(id) => goTo('exchanges', id)}>
      {actions}
    </ErrorNote>
  );
}
