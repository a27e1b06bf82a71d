import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextField as AriaTextField } from 'react-aria-components';
import style from './field.module.css';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.tsx';
import { KeyHint } from './key-hint.tsx';

interface Props {
  /** Its name; shown above unless `quiet`, and always there for those who do not see it. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  quiet?: boolean;
  placeholder?: string;
  /** One line under the field. */
  hint?: ReactNode;
  /** What is wrong with it; a sentence. */
  error?: string;
  icon?: IconName;
  keys?: string;
  /** Codes, ids and addresses. */
  mono?: boolean;
  type?: 'text' | 'number' | 'date' | 'datetime-local' | 'time' | 'url';
  isDisabled?: boolean;
  isRequired?: boolean;
  autoFocus?: boolean;
  size?: 'small' | 'plain';
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  onSubmit?: () => void;
  /** Marks the field the key `/` goes to. */
  isFilter?: boolean;
}

/** A line of text with its label, hint and error. */
export function TextField(props: Props) {
  const { label, value, onChange, quiet, placeholder, hint, error, icon, keys, mono, type, isDisabled, isRequired } =
    props;
  return (
    <AriaTextField
      className={style.field ?? ''}
      aria-label={quiet ? label : undefined}
      value={value}
      onChange={onChange}
      isDisabled={isDisabled}
      isRequired={isRequired}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      autoFocus={props.autoFocus}
    >
      {!quiet && <Label>{label}</Label>}
      <span className={style.box} data-size={props.size ?? 'plain'} data-invalid={error !== undefined || undefined}>
        {icon && <Icon name={icon} size={props.size === 'small' ? 14 : 16} />}
        <Input
          type={type ?? 'text'}
          placeholder={placeholder}
          className={mono ? style.mono : undefined}
          autoComplete="off"
          spellCheck={false}
          data-filter={props.isFilter || undefined}
          onKeyDown={(event) => {
            props.onKeyDown?.(event);
            if (event.key === 'Enter' && props.onSubmit) {
              event.preventDefault();
              props.onSubmit();
            }
          }}
        />
        {keys && <KeyHint keys={keys} />}
      </span>
      {hint && !error && <Text slot="description">{hint}</Text>}
      <FieldError>{error}</FieldError>
    </AriaTextField>
  );
}

interface FilterProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  size?: 'small' | 'plain';
  /** False in drawers: only a screen's own list is reached by `/`. */
  isFilter?: boolean;
}

/** The filter of a list. Escape clears it first and leaves it second; Arrow down goes to the list. */
export function FilterField({ label, value, onChange, placeholder, size, isFilter = true }: FilterProps) {
  return (
    <TextField
      quiet
      label={label}
      value={value}
      onChange={onChange}
      placeholder={placeholder}
      size={size}
      icon="filter"
      keys={isFilter && value === '' ? '/' : undefined}
      isFilter={isFilter}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          if (value) onChange('');
          else event.currentTarget.blur();
        }
        if (event.key === 'ArrowDown') {
          const list = event.currentTarget.closest('section, main, [role="region"]')?.querySelector('[role="grid"]');
          if (list instanceof HTMLElement) list.focus();
        }
      }}
    />
  );
}
