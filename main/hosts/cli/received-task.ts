import type { PartnerInput } from '../../../shared/contract/partner.ts';
import type { Given } from './arguments.ts';
import type { Session } from './command.ts';
import { requiredId } from './held-task.ts';
import { namedPartner } from './partner-options.ts';
import { misused } from './refusal.ts';

/** How commands of the work queue name a Task: by the server's id with its partner, else by ours. */
export interface ReceivedId {
  id: string;
  partner?: PartnerInput;
}

/**
 * The received Task of --id: the server's id where --base or --connection names the server; else ours, or the server's alone where only
 * one server uses it.
 */
export async function receivedTask(session: Session, given: Given): Promise<ReceivedId> {
  const id = requiredId(given);
  const partner = namedPartner(given);
  if (partner) return { id, partner };
  const received = await session.run('tasks.list', { side: 'received' });
  const own = received.find((task) => task.id === id);
  const same = own ? [own] : received.filter(({ taskId }) => taskId === id);
  const [only, another] = same;
  if (another) {
    const servers = [...new Set(same.map((each) => each.partner))].join(', ');
    return misused(`Several servers have a Task ${id}: ${servers}.`, 'Name one with --base or --connection.');
  }
  return { id: only?.id ?? id };
}
