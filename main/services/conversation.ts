import type { CommandParsed } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { Push } from '../../shared/domain/push.ts';
import { assemble } from './conversation/assemble.ts';
import { gatherPush, tellArrival } from './conversation/gather-push.ts';
import { gatherSubmission } from './conversation/gather-submission.ts';
import { gatherTask } from './conversation/gather-task.ts';
import { type Gathered, gathering, tell } from './conversation/gathered.ts';
import { redactedWording } from './conversation/redacted-wording.ts';
import type { Handlers, Kit } from './kit.ts';
import { taskNamed } from './task-named.ts';

type Around = CommandParsed<'exchanges.conversation'>;

/** Conversations, drawn from recorded exchanges: one to look at, and one that leaves the console. */
export function conversationHandlers({
  store,
}: Kit): Handlers<'exchanges.conversation' | 'exchanges.exportConversation'> {
  function ofTask(id: string): Reply<Gathered> {
    const named = taskNamed(store, id);
    if (!named.ok) return named;
    const task = store.tasks.detail(named.value.id);
    return task ? ok(gatherTask(store, task)) : gone('Task', id);
  }
  function ofPush(id: string): Reply<Gathered> {
    const push = store.pushes.get(id);
    if (!push) return gone('push', id);
    const first = (push.duplicateOf && store.pushes.get(push.duplicateOf)) || push;
    const task = taskOf(first);
    return task === undefined ? ok(gatherPush(store, first)) : ofTask(task);
  }
  const taskOf = ({ match }: Push) =>
    match?.taskId !== undefined && store.tasks.get(match.taskId) ? match.taskId : undefined;
  function ofSubmission(id: string): Reply<Gathered> {
    const submission = store.submissions.get(id);
    if (!submission) return gone('submission', id);
    const { taskId } = submission;
    return taskId !== undefined && store.tasks.get(taskId) ? ofTask(taskId) : ok(gatherSubmission(submission));
  }
  function ofExchanges(ids: readonly string[]): Reply<Gathered> {
    const gathered = gathering(ids.length === 1 ? `Exchange ${ids[0]}` : `${ids.length} exchanges`);
    for (const id of ids) tell(gathered, id);
    const came = ids.flatMap((id) => store.exchanges.get(id) ?? []).filter(({ direction }) => direction === 'in');
    for (const push of store.pushes.ofExchanges(came)) tellArrival(gathered, push);
    return ok(gathered);
  }
  function gather({ taskId, pushId, submissionId, exchangeIds }: Around): Reply<Gathered> {
    if (taskId !== undefined) return ofTask(taskId);
    if (pushId !== undefined) return ofPush(pushId);
    if (submissionId !== undefined) return ofSubmission(submissionId);
    return ofExchanges(exchangeIds ?? []);
  }

  return {
    'exchanges.conversation'(around) {
      const gathered = gather(around);
      return gathered.ok ? ok(assemble(store, gathered.value)) : gathered;
    },
    'exchanges.exportConversation'({ raw, ...around }) {
      const gathered = gather(around);
      if (!gathered.ok) return gathered;
      const wording = raw ? undefined : redactedWording(gathered.value);
      const told = assemble(store, gathered.value, wording);
      const conversation = raw ? told : withPartiesNumbered(told);
      const request = `export the picture of a conversation (${gathered.value.title}${raw ? ', as it is' : ', redacted'})`;
      const outcome = `${conversation.entries.length} lines`;
      store.write(() => store.audit.add({ action: 'export', request, outcome }));
      return ok(conversation);
    },
  };
}

/** Ids of partners may be their hosts or names: in what leaves they are numbered. */
function withPartiesNumbered(conversation: Conversation): Conversation {
  const ids = new Map(conversation.parties.map(({ id, us }, index) => [id, us ? id : `party-${index + 1}`]));
  const idOf = (id: string) => ids.get(id) ?? id;
  return {
    ...conversation,
    parties: conversation.parties.map((one) => ({ ...one, id: idOf(one.id) })),
    entries: conversation.entries.map((one) =>
      one.kind === 'note' ? { ...one, party: idOf(one.party) } : { ...one, from: idOf(one.from), to: idOf(one.to) },
    ),
  };
}

const gone = (what: string, id: string) =>
  fail('not-found', `There is no ${what} ${id}.`, 'Look in its list; it may have been removed.');
