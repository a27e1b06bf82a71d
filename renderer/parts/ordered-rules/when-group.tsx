import type { ReactNode } from 'react';
import { TextField } from '../../ui/text-field.tsx';
import style from './rules.module.css';

/** What a rule is about: all of it must hold, and what is left alone is not looked at. */
export const WhenGroup = ({ legend, children }: { legend: string; children: ReactNode }) => (
  <fieldset className={style.group}>
    <legend>{legend}</legend>
    <div className={style.two}>{children}</div>
  </fieldset>
);

interface WhenTextProps {
  label: string;
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}

/** A condition that is typed; empty, it fits any. */
export const WhenText = (props: WhenTextProps) => <TextField mono placeholder="any" {...props} />;
