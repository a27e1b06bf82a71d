import type { ReactNode } from 'react';
import { FieldError, Label, Text, TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components';
import style from './field.module.css';

interface Props {
  label: string;
  /** Its label stands elsewhere and is only for those who do not see it. */
  quiet?: boolean;
  /** Words of people, not in monospace. */
  prose?: boolean;
  value: string;
  onChange: (value: string) => void;
  /** Rows to begin with; a person may draw it larger. */
  lines?: number;
  placeholder?: string;
  hint?: ReactNode;
  error?: string;
  autoFocus?: boolean;
}

/** Text of several lines in monospace: certificates, documents. Nothing secret: that takes a SecretField. */
export function TextArea(props: Props) {
  const { label, value, onChange, quiet, prose, lines = 3, placeholder, hint, error } = props;
  return (
    <AriaTextField
      className={style.field ?? ''}
      aria-label={quiet ? label : undefined}
      value={value}
      onChange={onChange}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      autoFocus={props.autoFocus}
    >
      {!quiet && <Label>{label}</Label>}
      <span className={style.box} data-lines data-invalid={error !== undefined || undefined}>
        <AriaTextArea
          className={style.area ?? ''}
          data-prose={prose || undefined}
          rows={lines}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
        />
      </span>
      {hint && !error && <Text slot="description">{hint}</Text>}
      <FieldError>{error}</FieldError>
    </AriaTextField>
  );
}
