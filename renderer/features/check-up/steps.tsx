import type { KeyboardEvent } from 'react';
import { useEffect, useId, useRef } from 'react';
import type { CheckUp, CheckUpStepName } from '../../../shared/domain/check-up.ts';
import { StepRow, type Tick } from './step-row.tsx';
import style from './steps.module.css';
import { cutAt } from './words.ts';

interface Props {
  names: readonly CheckUpStepName[];
  /** Undefined while it was never run. */
  checkUp: CheckUp | undefined;
  chosen: CheckUpStepName;
  onChoose: (name: CheckUpStepName) => void;
  /** Enter: what is to be done about the chosen one. */
  onEnter: () => void;
}

/** The line as a cable through its steps, cut at the failure. Keys as in every list: arrows, J and K, Home, End, Enter. */
export function Steps({ names, checkUp, chosen, onChoose, onEnter }: Props) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = names.indexOf(chosen);
  const cut = checkUp ? cutAt(checkUp) : -1;
  const idOf = (name: string) => `${base}-${name}`;

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, []);

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const places: Record<string, number | undefined> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      Home: 0,
      End: names.length - 1,
    };
    const place = places[event.key];
    if (event.key === 'Enter') onEnter();
    else if (place === undefined) return;
    else {
      const name = names[Math.min(names.length - 1, Math.max(0, place))];
      if (name) {
        onChoose(name);
        document.getElementById(idOf(name))?.scrollIntoView({ block: 'nearest' });
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const said = {
    role: 'listbox',
    'aria-label': 'Steps of the check-up',
    'aria-activedescendant': idOf(chosen),
    'data-primary-grid': true,
    tabIndex: 0,
    onKeyDown: press,
  } as const;
  return (
    <div {...said} ref={list} className={`${style.list} scroll`}>
      {names.map((name, index) => (
        <StepRow
          key={name}
          id={idOf(name)}
          name={name}
          step={checkUp?.steps.find((one) => one.name === name)}
          history={historyOf(checkUp, name)}
          isChosen={name === chosen}
          cable={cut < 0 || index < cut ? 'whole' : index === cut ? 'cut' : 'dead'}
          onChoose={() => onChoose(name)}
        />
      ))}
    </div>
  );
}

/** Runs shown as ticks. */
const mostTicks = 12;

const historyOf = (checkUp: CheckUp | undefined, name: CheckUpStepName): Tick[] =>
  (checkUp?.history ?? [])
    .slice(-mostTicks)
    .map(({ at, steps }) => ({ at, status: steps.find((one) => one.name === name)?.status }));
