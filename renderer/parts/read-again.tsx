import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import style from './read-again.module.css';

interface Props {
  verb: string;
  isBusy: boolean;
  onPress: () => void;
  /** When it was read, and by what. */
  children: ReactNode;
}

/** When something of a partner was read, and the way to read it again. */
export const ReadAgain = ({ verb, isBusy, onPress, children }: Props) => (
  <span className={style.source}>
    {children}
    <Button size="small" icon="refresh" isDisabled={isBusy} onPress={onPress}>
      {verb}
    </Button>
  </span>
);
