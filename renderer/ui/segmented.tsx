import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.tsx';
import style from './segmented.module.css';

export interface Segment<V extends string> {
  value: V;
  label: string;
  /** Shown quietly after the label. */
  count?: number;
  /** Shown in place of the label, which then is its name. */
  icon?: IconName;
}

interface Props<V extends string> {
  /** What is chosen here, for those who do not see it. */
  label: string;
  value: V;
  options: readonly Segment<V>[];
  onChange: (value: V) => void;
  size?: 'small' | 'plain';
  isDisabled?: boolean;
}

/** One of a few, all in sight. */
export function Segmented<V extends string>({ label, value, options, onChange, size = 'plain', isDisabled }: Props<V>) {
  return (
    <ToggleButtonGroup
      className={style.group ?? ''}
      data-size={size}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      isDisabled={isDisabled}
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        if (key !== undefined) onChange(key as V);
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} aria-label={option.icon ? option.label : undefined}>
          {option.icon ? <Icon name={option.icon} /> : option.label}
          {option.count !== undefined && <span>{option.count}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
