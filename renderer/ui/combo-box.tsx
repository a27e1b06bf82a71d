import { Button, ComboBox as AriaComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import style from './field.module.css';
import { Icon } from './icon.tsx';
import type { Choice } from './select.tsx';

interface Props {
  label: string;
  /** The text in the field. */
  value: string;
  choices: readonly Choice[];
  /** Every change of the text, typed or chosen. */
  onChange: (value: string) => void;
  /** Only when a choice was taken. */
  onChoose?: (value: string) => void;
  quiet?: boolean;
  placeholder?: string;
  mono?: boolean;
  isDisabled?: boolean;
  size?: 'small' | 'plain';
  /** At most this many choices are drawn; more are found by typing. */
  limit?: number;
  /** The choices are those that fit what is typed, as somebody else found them. */
  areFound?: boolean;
}

/** A pointer that happens to rest where the list opens must not choose: leaving the field would take that choice in place of what was typed. */
const pointing = { shouldFocusOnHover: false };

/** A line of text with suggestions: what is typed counts even when it is none of them. */
export function ComboBox(props: Props) {
  const {
    label,
    value,
    choices,
    onChange,
    onChoose,
    quiet,
    placeholder,
    mono,
    isDisabled,
    size = 'plain',
    limit = 100,
    areFound = false,
  } = props;
  const wanted = value.toLowerCase();
  const exact = choices.some((choice) => choice.value.toLowerCase() === wanted);
  const fitting =
    exact || areFound
      ? choices
      : choices.filter(({ value: v, label: l, note }) => `${v} ${l} ${note ?? ''}`.toLowerCase().includes(wanted));
  return (
    <AriaComboBox
      className={style.field ?? ''}
      aria-label={quiet ? label : undefined}
      inputValue={value}
      onInputChange={onChange}
      onChange={(key) => {
        if (key === null) return;
        onChange(String(key));
        onChoose?.(String(key));
      }}
      allowsCustomValue
      menuTrigger="focus"
      isDisabled={isDisabled}
      items={fitting.slice(0, limit)}
      defaultFilter={() => true}
    >
      {!quiet && <Label>{label}</Label>}
      <span className={style.box} data-size={size}>
        <Input placeholder={placeholder} className={mono ? style.mono : undefined} spellCheck={false} />
        <Button aria-label={`Choices for ${label}`}>
          <Icon name="chevron-down" size={14} />
        </Button>
      </span>
      <Popover className={style.popover ?? ''} offset={4}>
        <ListBox<Choice> {...pointing} renderEmptyState={() => <p className={style.none}>No suggestion</p>}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.value} className={style.option ?? ''}>
              <span className={mono ? 'mono' : undefined}>{choice.label}</span>
              {choice.note && <small>{choice.note}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
