import type { ReactNode } from 'react';
import style from './facts.module.css';

interface Props {
  /** Label and value, in order; a fact whose value is undefined, null or false is left out. */
  facts: readonly (readonly [label: string, value: ReactNode])[];
  /** `row`: label over value, side by side. `list`: label left of value, under each other. */
  shape?: 'row' | 'list';
}

/** What is known of a thing, in a few words each. */
export function Facts({ facts, shape = 'row' }: Props) {
  return (
    <dl className={style[shape]}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== false)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
