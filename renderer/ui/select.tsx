import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components';
import style from './field.module.css';
import { Icon } from './icon.tsx';

export interface Choice<V extends string = string> {
  value: V;
  label: string;
  /** More about it, quietly, at the right. */
  note?: string;
}

interface Props<V extends string> {
  label: string;
  value: V | undefined;
  choices: readonly Choice<V>[];
  onChange: (value: V) => void;
  quiet?: boolean;
  placeholder?: string;
  mono?: boolean;
  isDisabled?: boolean;
  size?: 'small' | 'plain';
  hint?: string;
}

/** One of several, opened by need. For more than about fifty choices take ComboBox. */
export function Select<V extends string>(props: Props<V>) {
  const {
    label,
    value,
    choices,
    onChange,
    quiet,
    placeholder = 'Choose',
    mono,
    isDisabled,
    size = 'plain',
    hint,
  } = props;
  return (
    <AriaSelect
      className={style.field ?? ''}
      aria-label={quiet ? label : undefined}
      value={value ?? null}
      onChange={(key) => {
        if (key !== null) onChange(key as V);
      }}
      placeholder={placeholder}
      isDisabled={isDisabled}
    >
      {!quiet && <Label>{label}</Label>}
      <Button className={`${style.box} ${style.trigger}`} data-size={size}>
        <SelectValue className={mono ? 'mono' : ''} />
        <Icon name="chevron-down" size={14} />
      </Button>
      {hint && <Text slot="description">{hint}</Text>}
      <Popover className={style.popover ?? ''} offset={2}>
        <ListBox>
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} className={style.option ?? ''}>
              <span className={mono ? 'mono' : undefined}>{choice.label}</span>
              {choice.note && <small>{choice.note}</small>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
