import { useDeferredValue, useMemo } from 'react';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { type Marks, marksOf } from '../composer/field-slot.tsx';
import { findingsOn, knowsParties, taskFor } from './composed.ts';
import type { Composing } from './composer-store.ts';
import { type FieldName, type Lack, lacksOf } from './lacks.ts';
import { fieldOf } from './places.ts';

/** What the form becomes, and what is to be said of it. */
export interface Composed {
  task: unknown;
  lacks: Lack[];
  findings: Finding[];
  marks: Marks<FieldName>;
}

/** The Task that is composed for a partner, what it lacks, what the rules say of it, and which field each is about. */
export function useComposed(composing: Composing, partner: Connection | undefined): Composed {
  const { form } = composing;
  // Building and checking must not hold up the typing, however large a cloned Task is.
  const late = useDeferredValue(composing);
  const task = useMemo(() => late.task ?? taskFor(late.form, partner, late.begunAt), [late, partner]);
  const isJson = composing.task !== undefined;
  const lacks = useMemo(() => (isJson ? [] : lacksOf(form, knowsParties(partner))), [isJson, form, partner]);
  const findings = useMemo(() => {
    const lacking = new Set(lacks.map(({ field }) => field));
    return findingsOn(task, late.form, partner, late.task !== undefined).filter(
      (one) => !lacking.has(fieldOf(one, task, late.form.kind) ?? 'partner'),
    );
  }, [task, partner, lacks, late]);
  const marks = useMemo(
    () => marksOf(findings, (one) => fieldOf(one, task, late.form.kind)),
    [findings, task, late.form.kind],
  );
  return { task, lacks, findings, marks };
}
