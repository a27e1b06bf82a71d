import type { VaultStatus } from '../../../../shared/domain/vault.ts';
import { backendNames } from '../../../parts/vault-gate/words.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { ResultFigure } from '../../../ui/figures.tsx';
import { formatCount } from '../../../ui/format.ts';
import { Part } from '../../../ui/pane.tsx';
import { useHostInfo } from '../use-host-info.ts';
import style from './vault.module.css';
import { stateWords, vaultFile } from './words.ts';

interface Props {
  status: VaultStatus;
  isBusy: boolean;
  /** Locks it; absent where there is nothing to lock. */
  onLock: (() => void) | undefined;
}

/** How the vault stands, in words and facts; what happened to it where something did. */
export function VaultState({ status, isBusy, onLock }: Props) {
  const { result, title, says } = stateWords(status);
  const { info } = useHostInfo();
  const { problem, backends, secrets, state } = status;
  const file = info && vaultFile(info.dataFolder);
  return (
    <Part level={2} title="State">
      <div className={style.state}>
        <ResultFigure result={result} silent />
        <div>
          <p className={style.title}>{title}</p>
          <p className={style.says}>{says}</p>
        </div>
        {onLock && (
          <Button icon="lock" keys="o" isDisabled={isBusy} onPress={onLock}>
            Lock
          </Button>
        )}
      </div>
      {problem && (
        <div className={style.problem} data-st="fail" role="alert">
          <p>{problem.message}</p>
          <p className={style.says}>
            <span>Next:</span> {problem.next}
          </p>
        </div>
      )}
      {state !== 'none' && (
        <Facts
          shape="list"
          facts={[
            ['Secrets', state !== 'damaged' && formatCount(secrets)],
            [
              'Can be opened by',
              state !== 'damaged' && backends.length > 0 && backends.map((one) => backendNames[one]).join(', '),
            ],
            [
              'File',
              file && (
                <span key="f" className={style.file}>
                  <code>{file}</code>
                  <CopyButton text={file} label="Copy path of the vault" size="small" />
                </span>
              ),
            ],
          ]}
        />
      )}
    </Part>
  );
}
