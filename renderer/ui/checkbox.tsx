import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';
import style from './field.module.css';
import { Icon } from './icon.tsx';

interface Props {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  /** The words beside it. */
  children?: ReactNode;
  /** Its name, where no words stand beside it. */
  label?: string;
  isDisabled?: boolean;
}

/** Yes or no. */
export function Checkbox({ isSelected, onChange, children, label, isDisabled }: Props) {
  return (
    <AriaCheckbox
      className={style.check ?? ''}
      isSelected={isSelected}
      onChange={onChange}
      aria-label={label}
      isDisabled={isDisabled}
    >
      <span className={style.tick}>{isSelected && <Icon name="ok" size={12} />}</span>
      {children}
    </AriaCheckbox>
  );
}
