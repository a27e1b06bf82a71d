import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components';
import style from './button.module.css';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.tsx';
import { KeyHint } from './key-hint.tsx';
import { Tip } from './tip.tsx';

interface Shared
  extends Pick<AriaProps, 'onPress' | 'isDisabled' | 'type' | 'autoFocus' | 'isPending' | 'slot' | 'form' | 'id'> {
  icon?: IconName;
  /** Keys shown in the button; registering them is the screen's matter (useActions). */
  keys?: string;
  /** `main` is the one next step of a view, `bare` has no outline, `danger` removes something. */
  kind?: 'main' | 'plain' | 'bare' | 'danger';
  /** `small` in drawers and slim heads (20), `wide` for a card's one step (32). */
  size?: 'small' | 'plain' | 'wide';
}

interface ButtonProps extends Shared {
  children: ReactNode;
  /** Where the visible words are not enough on their own. */
  label?: string;
}

/** A button with words. */
export function Button({ icon, keys, kind = 'plain', size = 'plain', children, label, ...rest }: ButtonProps) {
  return (
    <AriaButton className={style.button} data-kind={kind} data-size={size} aria-label={label} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
      {keys && <KeyHint keys={keys} />}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<Shared, 'icon'> {
  icon: IconName;
  /** Its name, also shown as a tooltip. */
  label: string;
  /** For a button that stays down. */
  pressed?: boolean;
}

/** A button that is only a drawing: it always has a name. */
export function IconButton({ icon, label, keys, pressed, kind = 'bare', size = 'plain', ...rest }: IconButtonProps) {
  return (
    <Tip text={label} keys={keys}>
      <AriaButton
        className={style.button}
        data-kind={kind}
        data-size={size}
        data-square
        aria-label={label}
        aria-pressed={pressed}
        {...rest}
      >
        <Icon name={icon} size={size === 'small' ? 14 : 16} />
      </AriaButton>
    </Tip>
  );
}
