import { Label, Radio, RadioGroup } from 'react-aria-components';
import style from './choice-list.module.css';

/** One way to go, with a sentence about it. */
export interface ListedChoice<V extends string> {
  value: V;
  label: string;
  says: string;
  /** It cannot be chosen; `says` then says why. */
  isDisabled?: boolean;
}

interface Props<V extends string> {
  label: string;
  value: V | undefined;
  choices: readonly ListedChoice<V>[];
  onChange: (value: V) => void;
  /** Leaves the label to what stands above. */
  quiet?: boolean;
}

/** One of a few that need a sentence each to be told apart. */
export function ChoiceList<V extends string>({ label, value, choices, onChange, quiet }: Props<V>) {
  return (
    <RadioGroup
      className={style.list ?? ''}
      aria-label={quiet ? label : undefined}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen as V)}
    >
      {!quiet && <Label>{label}</Label>}
      {choices.map((choice) => (
        <Radio key={choice.value} value={choice.value} isDisabled={choice.isDisabled} className={style.choice ?? ''}>
          <i className={style.dot} />
          <span>
            <b>{choice.label}</b>
            <small>{choice.says}</small>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
