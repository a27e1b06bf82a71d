import { requestKinds } from '../../../../../shared/domain/task-request.ts';
import type { WorkRule } from '../../../../../shared/domain/work.ts';

/** What a rule can do, with a sentence about it. */
export const actions: readonly { value: WorkRule['action']; label: string; says: string }[] = [
  { value: 'accept', label: 'Accept', says: 'A person goes on from there.' },
  { value: 'hold', label: 'Hold', says: 'It waits for a person.' },
  { value: 'complete', label: 'Complete', says: 'What it asks for is collected and given, after the safety check.' },
  { value: 'reject', label: 'Reject', says: 'With a reason the partner reads.' },
  { value: 'fail', label: 'Fail', says: 'With a reason the partner reads.' },
  { value: 'leave', label: 'Leave it', says: 'Nothing is done, and later rules stay away.' },
];

/** Whether an action sends its text as the reason, which it then needs. */
export const needsText = (action: WorkRule['action']): boolean => action === 'reject' || action === 'fail';

/** The kinds of requests for a choice, with none of them first. */
export const kindChoices = [
  { value: 'any', label: 'any kind' },
  ...requestKinds.map((value) => ({ value, label: value })),
];

/** Which Tasks a rule is about, in words. */
export function whenWords({ when }: Pick<WorkRule, 'when'>): string {
  const { code, workQueue, purpose, member, requester, dueWithinDays } = when;
  const said = [
    code && `kind ${code}`,
    workQueue && `queue ${workQueue}`,
    purpose && `purpose ${purpose}`,
    member && `member has ${member}`,
    requester && `from ${requester}`,
    dueWithinDays !== undefined && `due within ${dueWithinDays} day${dueWithinDays === 1 ? '' : 's'}`,
  ].filter(Boolean);
  return said.length > 0 ? said.join(', ') : 'every Task';
}

/** What a rule does, in words. */
export function doesWords({ action, text, contained }: Pick<WorkRule, 'action' | 'text' | 'contained'>): string {
  const label = actions.find(({ value }) => value === action)?.label ?? action;
  const where = action === 'complete' && contained ? ', data in the Task' : '';
  return text ? `${label}${where}: “${text}”` : `${label}${where}`;
}
