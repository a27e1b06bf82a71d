import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { CancelAdvice } from '../../shared/contract/tasks.ts';
import { isFinal, type TaskRecord } from '../../shared/domain/task.ts';
import type { Partner } from '../exchange/partner.ts';
import { deleteTask } from '../exchange/tasks.ts';
import type { Heavy } from '../wire/heavy.ts';
import type { Family, Kit } from './kit.ts';
import { gone, planned } from './record-task.ts';
import { abilitiesOf, declares } from './server-abilities.ts';
import type { TaskReads } from './task-reads.ts';

/** The commands by which a Task that is no longer wanted is let go. */
export type CancelHandlers = Pick<Family<'tasks'>, 'tasks.cancelAdvice' | 'tasks.delete' | 'tasks.forget'>;

/**
 * What the guide allows when a Task is no longer wanted, and the doing of it: none of its seven statuses means cancelled (CONF-059), so a
 * Task is deleted where the server declares that, and elsewhere called off by telephone, or left to run out.
 */
export function cancelHandlers(kit: Kit, heavy: Heavy, { find }: TaskReads): CancelHandlers {
  const { store, door, ports } = kit;

  async function deletable(partner: Partner): Promise<CancelAdvice['deletable']> {
    const declared = await abilitiesOf(kit, heavy, partner);
    if (!declared.ok) return 'unknown';
    return declares(declared.value, 'Task', 'delete') ? 'yes' : 'no';
  }

  /** Nothing is asked of it any more; what we know of it stays. */
  function noteGone({ id }: TaskRecord): void {
    const now = ports.clock.now();
    store.write(() => {
      const known = store.tasks.get(id);
      if (known) store.tasks.put(planned(gone(known, now), now));
    });
  }

  return {
    async 'tasks.cancelAdvice'(input) {
      const found = find(input);
      if (!found.ok) return found;
      const { record, partner } = found.value;
      if (record.goneAt || isFinal(record.status)) return ok(overAlready(record));
      const can = await deletable(partner);
      return ok({
        deletable: can,
        says: `${statusWords(record)} ${guideWords} ${deleteWords[can]}`,
        next: nextStep[can],
      });
    },
    async 'tasks.delete'({ anyway, ...input }) {
      const found = find(input);
      if (!found.ok) return found;
      const { record, partner } = found.value;
      const can = anyway ? 'yes' : await deletable(partner);
      if (can !== 'yes') return refuseUndeclared(partner, can);
      const reply = await deleteTask(door, partner, record.taskId);
      const settled = reply.ok ? reply : goneBefore(reply);
      if (!settled.ok) return settled;
      const { httpStatus, exchangeId } = settled.value;
      // 202 promises the deletion for later: the next poll tells.
      if (httpStatus !== 202) noteGone(record);
      return ok({ deleted: true, httpStatus, exchangeId });
    },
    'tasks.forget': ({ id }) =>
      ok(
        store.write(() => {
          const task = store.tasks.get(id);
          if (!task) return { forgotten: false };
          store.tasks.remove(id);
          const request = `delete the record of Task ${task.taskId}`;
          store.audit.add({ action: 'exchange', peer: task.partner, request, outcome: 'deleted' });
          return { forgotten: true };
        }),
      ),
  };
}

/** What is not there, or no longer, needs no deleting. */
function goneBefore(reply: Reply<never>): Reply<{ httpStatus: number; exchangeId: string }> {
  if (reply.ok) return reply;
  const { httpStatus, exchangeId } = reply.error;
  return (httpStatus === 404 || httpStatus === 410) && exchangeId ? ok({ httpStatus, exchangeId }) : reply;
}

const refuseUndeclared = (partner: Partner, can: 'no' | 'unknown') =>
  fail(
    'rules-failed',
    can === 'no'
      ? `${partner.name} does not declare that Tasks can be deleted, and the guide has no status for a Task that is cancelled.`
      : `Whether ${partner.name} lets Tasks be deleted cannot be told: its CapabilityStatement could not be read.`,
    'Call the partner, or let the Task run out; delete it anyway only where that was agreed.',
    {
      requirement: 'CONF-078',
      details: ['CapabilityStatement.rest.resource(Task).interaction: delete is not among them'],
    },
  );

function overAlready({ status, goneAt }: TaskRecord): CancelAdvice {
  return {
    deletable: 'unknown',
    says: goneAt
      ? 'The partner no longer has this Task: there is nothing left to cancel.'
      : `The Task has ended (${status}): there is nothing left to cancel.`,
    next: 'Take it off the board if it is in the way; the partner hears nothing of that.',
  };
}

const guideWords = 'The guide has no status for a Task that is cancelled: none of its seven says so (CONF-059).';

const deleteWords: Record<CancelAdvice['deletable'], string> = {
  yes: 'This server declares that Tasks can be deleted.',
  no: 'This server does not declare that Tasks can be deleted.',
  unknown: 'Whether this server lets Tasks be deleted could not be found out.',
};

const nextStep: Record<CancelAdvice['deletable'], string> = {
  yes: 'Delete it at the server; tell the people who may be at work on it.',
  no: 'Call the partner, or let it run out: what still comes can be left unread. Stop watching it, or take it off the board.',
  unknown: 'Read the server’s CapabilityStatement (check-up), or call the partner; stop watching it meanwhile.',
};

/** What its status means for calling it off. */
function statusWords({ status }: TaskRecord): string {
  switch (status) {
    case 'requested':
      return 'Nobody has taken up the Task yet.';
    case 'accepted':
      return 'The partner has accepted the Task; work may begin at any time.';
    case 'in-progress':
      return 'The partner is at work on the Task; data may be gathered already.';
    case 'on-hold':
      return 'The partner has put the Task on hold; it may go on at any time.';
    default:
      return `The Task is ${status || 'without a status'}.`;
  }
}
