import { useState } from 'react';
import type { Reply } from '../../../shared/contract/errors.ts';
import { useDraft } from '../../stores/drafts.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Part } from '../../ui/pane.tsx';
import style from './sandbox.module.css';

/** The ways the provider can misbehave, in the words of a person who has met them. */
const known: readonly (readonly [name: string, title: string, says: string])[] = [
  ['slow', 'Slow', 'Every answer comes two seconds late.'],
  ['html-error', 'HTML error page', 'A proxy answers 502 with a web page in place of FHIR.'],
  ['truncated-json', 'Truncated JSON', '200, and the body ends in the middle.'],
  ['empty-body', 'Empty body', '200 with nothing in it.'],
  ['error-outcome-200', 'Error at 200', 'An OperationOutcome of severity error under a 200.'],
  ['drop', 'Dropped connection', 'The connection ends without an answer.'],
];

interface Props {
  isRunning: boolean;
  /** Sets these faults and no others; at once where the sandbox runs. */
  onApply: (faults: string[]) => Promise<Reply<unknown>>;
}

/** Switches for what can go wrong. What is applied is what was applied last from here; the sandbox starts without any. */
export function Faults({ isRunning, onApply }: Props) {
  const [chosen, setChosen] = useDraft<readonly string[]>('sandbox-faults', []);
  const [applied, setApplied] = useDraft<readonly string[]>('sandbox-faults-applied', []);
  const [busy, setBusy] = useState(false);
  const changed = chosen.length !== applied.length || chosen.some((name) => !applied.includes(name));

  const apply = async (faults: readonly string[]) => {
    setBusy(true);
    const reply = await onApply([...faults]);
    setBusy(false);
    if (!reply.ok) return;
    setApplied(faults);
    setChosen(faults);
  };
  return (
    <Part level={2} title="Faults of the provider" count={applied.length > 0 ? `${applied.length} on` : 'none on'}>
      <ul className={style.faults}>
        {known.map(([name, title, says]) => (
          <li key={name}>
            <Checkbox
              isSelected={chosen.includes(name)}
              onChange={(on) => setChosen((now) => (on ? [...now, name] : now.filter((one) => one !== name)))}
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
