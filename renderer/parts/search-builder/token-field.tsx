import { type RefObject, useContext, useEffect, useRef, useState } from 'react';
import { Button, ComboBox, ComboBoxStateContext, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import type { SearchValue } from '../../../shared/fhir/search.ts';
import field from '../../ui/field.module.css';
import { Icon } from '../../ui/icon.tsx';
import style from './row.module.css';
import type { CodeChoice } from './usual-codes.ts';
import { chipParts, readValues, valuesText } from './values.ts';

interface Props {
  label: string;
  values: readonly SearchValue[];
  onChange: (values: SearchValue[]) => void;
  /** Values a rule speaks against. */
  bad: ReadonlySet<string>;
  choices: readonly CodeChoice[];
  placeholder?: string;
  /** Enter with nothing left to add. */
  onEnter?: () => void;
}

const written = (value: SearchValue): string => valuesText([value], true);

/**
 * Codes as chips. What is being typed is already the last value; a comma or Enter closes it, Backspace in the empty field takes the last
 * chip back into the field.
 */
export function TokenField({ label, values, onChange, bad, choices, placeholder, onEnter }: Props) {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const isSettled = useRef(false);
  // Somebody else (the query line, a fix) may have changed the values since: then nothing is being typed any more.
  const open = typed !== '' && values.length > 0 && written(values.at(-1) ?? { text: '' }) === typed ? typed : '';
  const chips = open === '' ? values : values.slice(0, -1);
  const texts = chips.map(written);
  const wanted = open.toLowerCase();
  const fitting = choices.filter(({ value, display }) => `${value} ${display}`.toLowerCase().includes(wanted));

  const type = (text: string) => {
    if (text === open) return;
    const read = readValues(text.replace(/,$/, ''));
    const closes = text.endsWith(',') && !text.endsWith('\\,');
    isSettled.current = closes;
    setTyped(closes || read.length !== 1 ? '' : text);
    onChange([...chips, ...read]);
  };
  const choose = (value: string) => {
    isSettled.current = true;
    setTyped('');
    const at = texts.indexOf(value);
    onChange(at < 0 ? [...chips, ...readValues(value)] : chips.filter((_, index) => index !== at));
  };
  const takeBack = (index: number) => {
    const chip = chips[index];
    if (!chip) return;
    setTyped(written(chip));
    onChange([...values.filter((one) => one !== chip), chip]);
    input.current?.focus();
  };

  return (
    <span className={style.value} data-bad={bad.size > 0 || undefined}>
      {chips.map((chip, index) => (
        <Chip
          key={`${written(chip)} ${texts.slice(0, index).filter((text) => text === texts[index]).length}`}
          text={written(chip)}
          isBad={bad.has(written(chip))}
          display={choices.find(({ value }) => value === written(chip))?.display}
          onEdit={() => takeBack(index)}
          onRemove={() => onChange(values.filter((one) => one !== chip))}
        />
      ))}
      <ComboBox
        className={style.combo ?? ''}
        aria-label={label}
        inputValue={open}
        onInputChange={type}
        value={null}
        onChange={(key) => {
          if (key !== null) choose(String(key));
        }}
        allowsCustomValue
        menuTrigger="input"
        items={fitting}
        defaultFilter={() => true}
      >
        <Input
          ref={input}
          data-value
          placeholder={values.length === 0 ? placeholder : undefined}
          spellCheck={false}
          onKeyDown={(event) => {
            isSettled.current = event.key === 'Enter';
            if (event.key === 'Backspace' && open === '' && chips.length > 0) {
              event.preventDefault();
              takeBack(chips.length - 1);
            }
            // With a choice in hand Enter takes the choice.
            if (event.key === 'Enter' && !event.currentTarget.getAttribute('aria-activedescendant')) {
              if (open === '') onEnter?.();
              else setTyped('');
            }
          }}
        />
        {choices.length > 0 && (
          <Button
            aria-label={`Codes for ${label}`}
            onPressStart={() => {
              isSettled.current = false;
            }}
          >
            <Icon name="chevron-down" size={14} />
          </Button>
        )}
        <ShutWhenSettled isSettled={isSettled} />
        <Popover className={field.popover ?? ''} offset={6}>
          <ListBox<CodeChoice>>
            {({ value, display }) => (
              <ListBoxItem id={value} textValue={value} className={field.option ?? ''}>
                <span className={style.mark}>
                  {texts.includes(value) && <Icon name="ok" size={12} label="in the query" />}
                </span>
                <ChipText text={value} />
                {display && <small>{display}</small>}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </span>
  );
}

/** A value was closed and the field emptied: that is no typing, so the list the empty text would open stays shut. */
function ShutWhenSettled({ isSettled }: { isSettled: RefObject<boolean> }) {
  const state = useContext(ComboBoxStateContext);
  useEffect(() => {
    if (!state?.isOpen || !isSettled.current) return;
    isSettled.current = false;
    state.close();
  });
  return null;
}

function ChipText({ text }: { text: string }) {
  const { system, code } = chipParts(text);
  return (
    <span className="mono">
      {system && <em>{system} </em>}
      {code}
    </span>
  );
}

interface ChipProps {
  text: string;
  isBad: boolean;
  display?: string;
  onEdit: () => void;
  onRemove: () => void;
}

/** A closed value. By keyboard: Backspace in the field takes it back. */
function Chip({ text, isBad, display, onEdit, onRemove }: ChipProps) {
  return (
    <span className={style.chip} data-bad={isBad || undefined} title={display ? `${display}, ${text}` : text}>
      <button type="button" tabIndex={-1} aria-label={`Edit ${text}`} onClick={onEdit}>
        <ChipText text={text} />
      </button>
      <button type="button" tabIndex={-1} aria-label={`Remove ${text}`} onClick={onRemove}>
        <Icon name="close" size={10} />
      </button>
    </span>
  );
}
