import type { TaskOutput } from '../domain/task.ts';

/** What is compared of two versions of a Task. */
export interface ComparedTask {
  status: string;
  businessStatus?: string;
  statusReason?: string;
  outputs: readonly Pick<TaskOutput, 'reference'>[];
}

const quoted = (text: string | undefined): string => (text ? `“${text}”` : 'nothing');

const counted = (count: number): string => (count === 1 ? '1 output' : `${count} outputs`);

/** What somebody else changed between two versions, a clause each; one that says so little where nothing of these differs. */
export function sayTaskChange(before: ComparedTask, after: ComparedTask): string[] {
  const said = [
    before.status === after.status ? '' : `its status went from ${before.status} to ${after.status}`,
    before.businessStatus === after.businessStatus
      ? ''
      : `its progress went from ${quoted(before.businessStatus)} to ${quoted(after.businessStatus)}`,
    before.statusReason === after.statusReason ? '' : `its reason is now ${quoted(after.statusReason)}`,
    before.outputs.length === after.outputs.length
      ? ''
      : `it has ${counted(after.outputs.length)} in place of ${before.outputs.length}`,
  ].filter((one) => one !== '');
  return said.length > 0 ? said : ['something else in it changed'];
}
