import { useState } from 'react';
import type { Reply } from '../../../shared/contract/errors.ts';
import { sandboxFaults } from '../../../shared/domain/sandbox-faults.ts';
import { useRecord } from '../../stores/records.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Part } from '../../ui/pane.tsx';
import style from './sandbox.module.css';

const none: readonly string[] = [];

interface Props {
  isRunning: boolean;
  /** Sets these faults and no others; at once where the sandbox runs. */
  onApply: (faults: string[]) => Promise<Reply<unknown>>;
}

/** Switches for what can go wrong. They start from the faults the running sandbox has, whoever switched them. */
export function Faults({ isRunning, onApply }: Props) {
  const applied = useRecord('role', 'sandbox')?.faults ?? none;
  const [draft, setDraft] = useState<readonly string[]>();
  const chosen = draft ?? applied;
  const [busy, setBusy] = useState(false);
  const changed = chosen.length !== applied.length || chosen.some((name) => !applied.includes(name));

  const apply = async (faults: readonly string[]) => {
    setBusy(true);
    const reply = await onApply([...faults]);
    setBusy(false);
    if (!reply.ok) return;
    setDraft(undefined);
  };
  return (
    <Part level={2} title="Faults of the provider" count={applied.length > 0 ? `${applied.length} on` : 'none on'}>
      <ul className={style.faults}>
        {sandboxFaults.map(({ name, title, says }) => (
          <li key={name}>
            <Checkbox
              isSelected={chosen.includes(name)}
              onChange={(on) => setDraft(on ? [...chosen, name] : chosen.filter((one) => one !== name))}
            >
              <span>
                <b>{title}</b> <small>{says}</small>
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
      <div className={style.row}>
        <Button isDisabled={busy || !changed} onPress={() => void apply(chosen)}>
          {isRunning ? 'Switch' : 'Start with these'}
        </Button>
        {applied.length > 0 && (
          <Button kind="bare" isDisabled={busy} onPress={() => void apply([])}>
            Switch all off
          </Button>
        )}
      </div>
    </Part>
  );
}
