import { useState } from 'react';
import type { Reply } from '../../../shared/contract/errors.ts';
import { useRecord } from '../../stores/records.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PaneBody, Part } from '../../ui/pane.tsx';
import { FilterField } from '../../ui/text-field.tsx';
import { faultGroups } from './fault-groups.ts';
import style from './sandbox.module.css';

const none: readonly string[] = [];

interface Props {
  isRunning: boolean;
  /** Sets these faults and no others; at once where the sandbox runs. */
  onApply: (faults: string[]) => Promise<Reply<unknown>>;
}

/** Switches for what can go wrong, by what they spoil. They start from the faults the running sandbox has, whoever switched them. */
export function Faults({ isRunning, onApply }: Props) {
  const role = useRecord('role', 'sandbox');
  const applied = role?.faults ?? none;
  const [draft, setDraft] = useState<readonly string[]>();
  const [filter, setFilter] = useState('');
  const [busy, setBusy] = useState(false);
  const chosen = draft ?? applied;
  const changed = chosen.length !== applied.length || chosen.some((name) => !applied.includes(name));
  const groups = faultGroups(chosen, filter, role?.locks?.tls ?? 'off');

  const apply = async (faults: readonly string[]) => {
    setBusy(true);
    const reply = await onApply([...faults]);
    setBusy(false);
    if (!reply.ok) return;
    // What was chosen while the answer was on the way is kept.
    setDraft((now) => (now === draft ? undefined : now));
  };
  return (
    <>
      <div className={style.tools}>
        <span className="muted">{applied.length > 0 ? `${applied.length} on` : 'none on'}</span>
        <FilterField
          label="Filter faults"
          placeholder="token, audience, chain"
          value={filter}
          onChange={setFilter}
          isFilter={false}
        />
        <Button kind="main" isDisabled={busy || !changed} onPress={() => void apply(chosen)}>
          {isRunning ? 'Switch' : 'Start with these'}
        </Button>
        {applied.length > 0 && (
          <Button isDisabled={busy} onPress={() => void apply([])}>
            Switch all off
          </Button>
        )}
      </div>
      <PaneBody label="Faults">
        {groups.map(({ part, title, faults, chosen: count, rests }) => (
          <Part key={part} level={2} title={title} count={rests ?? (count > 0 ? `${count} chosen` : undefined)}>
            <ul className={style.faults}>
              {faults.map(({ name, title: fault, says }) => (
                <li key={name}>
                  <Checkbox
                    isSelected={chosen.includes(name)}
                    isDisabled={rests !== undefined && !chosen.includes(name)}
                    onChange={(on) => setDraft(on ? [...chosen, name] : chosen.filter((one) => one !== name))}
                  >
                    <span>
                      <b>{fault}</b> <small>{says}</small>
                    </span>
                  </Checkbox>
                </li>
              ))}
            </ul>
          </Part>
        ))}
        {groups.length === 0 && <Empty title="No fault fits the filter" />}
      </PaneBody>
    </>
  );
}
