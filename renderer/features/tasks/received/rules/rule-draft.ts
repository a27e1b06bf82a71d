import type { CommandInput } from '../../../../../shared/contract/commands.ts';
import type { WorkRule } from '../../../../../shared/domain/work.ts';
import { needsText } from './rule-words.ts';

/** A rule as its form holds it: every field as typed. */
export interface RuleDraft {
  /** Absent for a new one. */
  id?: string;
  name: string;
  on: boolean;
  /** `any` for all kinds. */
  code: string;
  workQueue: string;
  purpose: string;
  member: string;
  requester: string;
  dueWithinDays: string;
  action: WorkRule['action'];
  text: string;
  contained: boolean;
}

/** A new rule. */
export const emptyRule: RuleDraft = {
  name: '',
  on: true,
  code: 'any',
  workQueue: '',
  purpose: '',
  member: '',
  requester: '',
  dueWithinDays: '',
  action: 'accept',
  text: '',
  contained: false,
};

/** A rule as its form shows it. */
export const draftOfRule = ({ id, name, on, when, action, text = '', contained = false }: WorkRule): RuleDraft => ({
  id,
  name,
  on,
  code: when.code ?? 'any',
  workQueue: when.workQueue ?? '',
  purpose: when.purpose ?? '',
  member: when.member ?? '',
  requester: when.requester ?? '',
  dueWithinDays: when.dueWithinDays === undefined ? '' : String(when.dueWithinDays),
  action,
  text,
  contained,
});

/** What is wrong with a draft, by field. */
export function ruleProblems(draft: RuleDraft): Partial<Record<'name' | 'text' | 'dueWithinDays', string>> {
  const days = draft.dueWithinDays.trim();
  const isDays = days === '' || (/^\d{1,4}$/.test(days) && Number(days) <= 3_650);
  return {
    ...(draft.name.trim() === '' && { name: 'Give it a name; the Task shows it.' }),
    ...(needsText(draft.action) && draft.text.trim() === '' && { text: 'Say why: the partner reads it (tdr-2).' }),
    ...(!isDays && { dueWithinDays: 'A whole number of days, up to 3650.' }),
  };
}

/** The rule as it is saved. */
export function ruleInput(draft: RuleDraft, connectionId: string): CommandInput<'work.saveRule'> {
  const named = {
    workQueue: draft.workQueue,
    purpose: draft.purpose,
    member: draft.member,
    requester: draft.requester,
  };
  const said = Object.entries(named).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : []));
  const days = draft.dueWithinDays.trim();
  return {
    ...(draft.id === undefined ? {} : { id: draft.id }),
    connectionId,
    name: draft.name.trim(),
    on: draft.on,
    when: {
      ...(draft.code === 'any' ? {} : { code: draft.code }),
      ...Object.fromEntries(said),
      ...(days === '' ? {} : { dueWithinDays: Number(days) }),
    },
    action: draft.action,
    ...(draft.text.trim() && { text: draft.text.trim() }),
    ...(draft.action === 'complete' ? { contained: draft.contained } : {}),
  };
}
