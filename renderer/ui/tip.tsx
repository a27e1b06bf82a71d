import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { KeyHint } from './key-hint.tsx';
import style from './tip.module.css';

interface Props {
  text: string;
  keys?: string;
  /** Where it stands: over its middle, else beginning where the thing begins. */
  placement?: 'top' | 'top start';
  /** A focusable thing: a button, or a `Focusable` of react-aria-components. */
  children: ReactElement;
}

/** A word or two beside the thing pointed at or focused. Never the only place where something is said. */
export function Tip({ text, keys, placement = 'top', children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip className={style.tip ?? ''} offset={6} placement={placement}>
        {text}
        {keys && <KeyHint keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
