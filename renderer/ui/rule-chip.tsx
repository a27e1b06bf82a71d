import { createContext, useContext } from 'react';
import { Focusable } from 'react-aria-components';
import style from './rule-chip.module.css';
import { Tip } from './tip.tsx';

/** Says what a rule demands, in a sentence; undefined for one it does not know. The kit knows none. */
export const RuleWords = createContext<(rule: string) => string | undefined>(() => undefined);

/** A requirement number or profile rule: CONF-012, cdex-9, tdr-2, one box for all. Pointed at, it says what it demands. */
export function RuleChip({ rule }: { rule: string }) {
  const says = useContext(RuleWords)(rule);
  if (says === undefined) return <code className={style.rule}>{rule}</code>;
  return (
    <Tip text={says} placement="top start">
      {/* The sentence beside a chip says what is wrong; a stop at each of them would only be in the way of the keyboard. */}
      <Focusable excludeFromTabOrder>
        <code {...{ role: 'note' }} className={style.rule}>
          {rule}
        </code>
      </Focusable>
    </Tip>
  );
}
