import { useCallback, useMemo } from 'react';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { type Finding, worstFirst } from '../../../shared/domain/finding.ts';
import { type Marks, marksOf } from '../composer/field-slot.tsx';
import { readJson } from '../composer/read-json.ts';
import { useComposing } from './composer-store.ts';
import { type FieldName, type Lack, lacksOf } from './lacks.ts';
import type { Partners } from './partners.ts';
import { fieldOf } from './places.ts';
import { skeletonOf } from './skeleton.ts';
import type { Draft } from './use-draft.ts';
import type { Preview } from './use-preview.ts';

/** What is missing and what the rules say, and which field each is about. */
export interface Findings {
  lacks: Lack[];
  findings: Finding[];
  field: (finding: Finding) => FieldName | undefined;
  marks: Marks<FieldName>;
  /** The Parameters edited as JSON, while they can be read. */
  parameters: unknown;
  /** It is known where it goes. */
  hasTarget: boolean;
}

const none: Finding[] = [];
const keyOf = ({ rule, path, message }: Finding) => `${rule} ${path} ${message}`;
const each = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((one) => [keyOf(one), one])).values(),
];

/** Brings together what the console said while typing, what it said of the Parameters it made, and what of them was edited as JSON. */
export function useFindings({ payer }: Partners, draft: Draft, { composed, isStale }: Preview): Findings {
  const { form, text, answers, target, to } = useComposing();
  const hasTarget = target !== undefined || payer !== undefined || to.trim() !== '';
  const version = payer?.cdexVersion ?? '2.1';
  const isSolicited = answers !== undefined;
  const parameters = useMemo(() => {
    const read = text === undefined ? undefined : readJson(text);
    return read && 'value' in read ? read.value : undefined;
  }, [text]);
  const places = useMemo(() => parameters ?? skeletonOf(form, version), [parameters, form, version]);
  const field = useCallback((one: Finding) => fieldOf(one, places, form.cards), [places, form.cards]);
  const lacks = useMemo(() => lacksOf(form, hasTarget), [form, hasTarget]);
  const made = isStale ? undefined : composed?.findings;
  const findings = useMemo(() => {
    if (text !== undefined) return parameters === undefined ? none : checkSubmission(parameters, version, isSolicited);
    const lacking = new Set<FieldName | undefined>(lacks.map((one) => one.field));
    return worstFirst(
      each([...draft.findings, ...(made ?? none)]).filter((one) => !lacking.has(field(one) ?? 'partner')),
    );
  }, [text, parameters, version, isSolicited, draft.findings, made, lacks, field]);
  const marks = useMemo(() => marksOf(findings, field), [findings, field]);
  return { lacks, findings, field, marks, parameters, hasTarget };
}
