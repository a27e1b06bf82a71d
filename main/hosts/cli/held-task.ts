import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { TaskDetail } from '../../../shared/domain/task.ts';
import type { Given } from './arguments.ts';
import type { Session } from './command.ts';
import { misused, Refusal } from './refusal.ts';

/** The id of --id; without one the command ends. */
export const requiredId = (given: Given): string =>
  given.text('id') ?? misused('No Task is named.', 'Give --id ID; switchboard task list shows them.');

/**
 * The Task of --id among those we hold: by our id, by the server's id with its partner, or by the server's id alone where only one
 * partner uses it, because that is the id `task request` prints.
 */
export async function heldTask(session: Session, given: Given, partner?: PartnerInput): Promise<TaskDetail> {
  const id = requiredId(given);
  try {
    return await session.run('tasks.get', { id, partner });
  } catch (error) {
    if (partner || !(error instanceof Refusal) || error.failure.code !== 'not-found') throw error;
    const same = (await session.run('tasks.list', { limit: 50_000 })).filter(({ taskId }) => taskId === id);
    const [only] = same;
    if (!only) throw error;
    if (same.length === 1) return session.run('tasks.get', { id: only.id });
    const partners = [...new Set(same.map((each) => each.partner))].join(', ');
    return misused(`Several partners have a Task ${id}: ${partners}.`, 'Name the partner with --base or --connection.');
  }
}
