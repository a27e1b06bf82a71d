import type { ReactElement } from 'react';
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import field from './field.module.css';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.tsx';
import { KeyHint } from './key-hint.tsx';
import style from './menu.module.css';

export interface MenuChoice {
  id: string;
  label: string;
  note?: string;
  icon?: IconName;
  keys?: string;
  isDisabled?: boolean;
  /** Marks the one in use. */
  current?: boolean;
  onAction: () => void;
}

interface Props {
  /** The button that opens it (one of the kit's). */
  trigger: ReactElement;
  label: string;
  sections: readonly { title?: string; choices: readonly MenuChoice[] }[];
  /** It is about to be shown: the time to look up what it offers. */
  onOpen?: () => void;
}

/** Things to do, behind a button. */
export function Menu({ trigger, label, sections, onOpen }: Props) {
  return (
    <MenuTrigger onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      {trigger}
      <Popover className={field.popover ?? ''} offset={4}>
        <AriaMenu aria-label={label} className={style.menu ?? ''}>
          {sections.map((section, index) => (
            <MenuSection
              key={section.title ?? index}
              className={style.section ?? ''}
              aria-label={section.title ?? label}
            >
              {section.title && <Header>{section.title}</Header>}
              {section.choices.map((choice) => (
                <MenuItem
                  key={choice.id}
                  id={choice.id}
                  className={field.option ?? ''}
                  textValue={choice.label}
                  isDisabled={choice.isDisabled}
                  onAction={choice.onAction}
                >
                  {choice.icon && <Icon name={choice.icon} size={14} />}
                  <span className={choice.current ? style.current : undefined}>{choice.label}</span>
                  {choice.current && <Icon name="ok" size={14} label="in use" />}
                  {choice.note && <small>{choice.note}</small>}
                  {choice.keys && <KeyHint keys={choice.keys} />}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
