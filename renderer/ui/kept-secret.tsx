import type { ReactNode } from 'react';
import { Pill } from './badge.tsx';
import { Button } from './button.tsx';
import style from './field.module.css';

/** What saving does with a secret that is there: leaves it, puts a new one in its place, or forgets it. */
export type SecretPlan = 'keep' | 'replace' | 'forget';

interface Props {
  label: string;
  /** Whether there is one now. */
  isKept: boolean;
  plan: SecretPlan;
  onPlan: (plan: SecretPlan) => void;
  /** The field for a new one. */
  children: ReactNode;
}

/** A secret that is never shown: that it is kept, and the ways to replace or forget it. */
export function KeptSecret({ label, isKept, plan, onPlan, children }: Props) {
  if (!isKept) return children;
  if (plan === 'replace') {
    return (
      <div className={style.replace}>
        {children}
        <span>
          <Button size="small" label={`Keep the ${label} there is`} onPress={() => onPlan('keep')}>
            Keep the one there is
          </Button>
        </span>
      </div>
    );
  }
  return (
    <div className={style.field}>
      <span className={style.name}>{label}</span>
      <span className={style.file}>
        {plan === 'forget' ? (
          <>
            <span className={style.said}>forgotten when this is saved</span>
            <Button size="small" label={`Keep the ${label}`} onPress={() => onPlan('keep')}>
              Keep it
            </Button>
          </>
        ) : (
          <>
            <Pill secret>stored in the vault</Pill>
            <Button size="small" label={`Replace the ${label}`} onPress={() => onPlan('replace')}>
              Replace
            </Button>
            <Button size="small" label={`Forget the ${label}`} onPress={() => onPlan('forget')}>
              Forget
            </Button>
          </>
        )}
      </span>
    </div>
  );
}
