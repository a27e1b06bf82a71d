import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { TaskDetail, TaskRecord } from '../../../shared/domain/task.ts';
import type { Given } from './arguments.ts';
import type { Session } from './command.ts';
import { misused, Refusal } from './refusal.ts';

/** The id of --id; without one the command ends. */
export const requiredId = (given: Given): string =>
  given.text('id') ?? misused('No Task is named.', 'Give --id ID; switchboard task list shows them.');

/** Whether they are one Task of one server: who plays both sides there, as at the sandbox, holds it once for each. */
const isOfOne = (held: readonly TaskRecord[]): boolean =>
  held.every(({ baseUrl }) => baseUrl === held[0]?.baseUrl) &&
  new Set(held.map(({ side }) => side)).size === held.length;

/**
 * The Task of --id among those we hold: by our id, by the server's id with its partner, or by the server's id alone where only one
 * partner uses it, because that is the id `task request` prints. Of one that was sent and received the sent one.
 */
export async function heldTask(session: Session, given: Given, partner?: PartnerInput): Promise<TaskDetail> {
  const id = requiredId(given);
  try {
    return await session.run('tasks.get', { id, partner });
  } catch (error) {
    if (partner || !(error instanceof Refusal) || error.failure.code !== 'not-found') throw error;
    const same = (await session.run('tasks.list', { limit: 50_000 })).filter(({ taskId }) => taskId === id);
    const only = same.find(({ side }) => side === 'sent') ?? same[0];
    if (!only) throw error;
    if (isOfOne(same)) return session.run('tasks.get', { id: only.id });
    const partners = [...new Set(same.map((each) => each.partner))].join(', ');
    return misused(`Several partners have a Task ${id}: ${partners}.`, 'Name the partner with --base or --connection.');
  }
}
