import type { CommandInput } from '../../../shared/contract/commands.ts';
import { fail, ok } from '../../../shared/contract/errors.ts';
import type { Snapshot } from '../../../shared/contract/host.ts';
import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import { isFinal, type TaskDetail, type TaskVersion } from '../../../shared/domain/task.ts';
import type { ChangeWithoutSeq, Overrides } from '../bridge.ts';
import { recordOnly, taskDetail } from '../task-record.ts';
import { everyOutput, fetchedOutputs, provenance } from './outputs.ts';
import { storyTasks } from './stories.ts';
import { subscriptions } from './subscriptions.ts';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
  /** The Tasks there are, with their histories. */
  details: readonly TaskDetail[];
}

const missing = () => fail('not-found', 'There is no such Task.', 'List the Tasks.');

/** Puts Tasks with a story and subscriptions into a snapshot, and answers for the board, the detail and the subscriptions. */
export function boardAnswers({ snapshot, change, details }: Means): Overrides {
  const tasks = new Map([...details, ...storyTasks].map((task) => [task.id, task]));
  const held = new Map(subscriptions.map((one) => [one.id, one]));
  snapshot.task = [...snapshot.task, ...storyTasks.map(recordOnly)];
  snapshot.subscription = subscriptions;

  const put = (task: TaskDetail) => {
    const next = taskDetail(task);
    tasks.set(next.id, next);
    change({ kind: 'task', id: next.id, op: 'put', record: recordOnly(next) });
    return ok(next);
  };
  const tell = (record: SubscriptionRecord) => {
    held.set(record.id, record);
    change({ kind: 'subscription', id: record.id, op: 'put', record });
    return ok(record);
  };
  const changed = (id: string, patch: Partial<SubscriptionRecord>) => {
    const before = held.get(id);
    return before ? tell({ ...before, ...patch }) : fail('not-found', 'There is no such subscription.', 'List them.');
  };
  const lost = (versionId: string, status: string, before: TaskVersion): TaskVersion => ({
    ...before,
    versionId,
    status,
    exchangeId: '40',
    byHistory: true,
  });

  return {
    'tasks.get': ({ id }: { id: string }) => {
      const found = tasks.get(id);
      return found ? ok(found) : missing();
    },
    'tasks.watch': ({ id, profile, everyMs }: { id: string } & CommandInput<'tasks.watch'>) => {
      const found = tasks.get(id);
      return found
        ? put({ ...found, profile, everyMs })
        : fail('not-found', 'The fake console watches nothing.', 'Nothing to do.');
    },
    'tasks.history': ({ id }: { id: string }) => {
      const found = tasks.get(id);
      const [first, ...rest] = found?.versions ?? [];
      if (!found || !first) return missing();
      const between = [lost('2', 'accepted', first), lost('3', 'in-progress', first)];
      return put({ ...found, versions: [first, ...between, ...rest.map((one) => ({ ...one }))] });
    },
    'tasks.diff': ({ from, to }: CommandInput<'tasks.diff'>) =>
      from === '4' && to === '5'
        ? fail('not-found', 'The exchange that brought version 4 was deleted.', 'Read its history.')
        : ok([
            { path: 'Task.status', kind: 'changed', before: '"requested"', after: '"accepted"' },
            { path: 'Task.businessStatus', kind: 'added', after: '{"text":"sent to records"}' },
            { path: 'Task.note[0]', kind: 'removed', before: '{"text":"please hurry"}' },
          ]),
    'tasks.cancelAdvice': ({ id }: { id: string }) => {
      const task = tasks.get(id);
      if (!task) return missing();
      if (task.goneAt || isFinal(task.status))
        return ok({ deletable: 'unknown', says: 'There is nothing left to cancel.', next: 'Take it off the board.' });
      return task.connectionId === 'c1'
        ? ok({ deletable: 'yes', says: 'This server lets Tasks be deleted.', next: 'Delete it at the server.' })
        : ok({ deletable: 'no', says: 'This server does not let Tasks be deleted.', next: 'Call the partner.' });
    },
    'tasks.delete': ({ id, anyway }: { id: string; anyway?: boolean }) => {
      const found = tasks.get(id);
      if (!found) return missing();
      if (found.connectionId !== 'c1' && !anyway)
        return fail('rules-failed', 'The partner does not declare that Tasks can be deleted.', 'Call the partner.');
      put({ ...found, goneAt: new Date().toISOString(), nextPollAt: undefined });
      return ok({ deleted: true, httpStatus: 204, exchangeId: '41' });
    },
    'tasks.forget': ({ id }: { id: string }) => {
      change({ kind: 'task', id, op: 'delete' });
      return ok({ forgotten: tasks.delete(id) });
    },
    'tasks.fetch': ({ id, folder }: { id: string; folder?: string }) => {
      const found = tasks.get(id);
      if (!found) return missing();
      put({ ...found, outputs: everyOutput });
      return ok(folder ? { ...fetchedOutputs, manifest: `${folder}/manifest.json` } : fetchedOutputs);
    },
    'queries.entry': ({ exchangeId, index }: CommandInput<'queries.entry'>) =>
      exchangeId === '8' && index === 2
        ? ok({ exchangeId, pointer: '/entry/2/resource', resource: provenance, bytes: 400 })
        : fail('not-found', 'The last answer did not carry the Task.', 'Poll now to read it.'),
    'subscriptions.events': ({ id }: { id: string }) => ok([...(held.get(id)?.recent ?? [])].reverse()),
    'subscriptions.offer': ({ partner }: CommandInput<'subscriptions.offer'>) =>
      'connection' in partner && partner.connection === 'c4'
        ? ok({
            topics: [],
            declaresTaskTopic: false,
            interactions: ['create', 'read'],
            operations: [],
            endpoint: 'http://127.0.0.1:8443/hooks/task',
            reachable: 'unlikely',
            says: 'Mesa Orthopedics is on another machine and cannot reach 127.0.0.1.',
            next: 'Give an address it can reach, or leave it to polling.',
            exchangeId: '1',
          })
        : ok({
            topics: ['http://hl7.org/fhir/us/davinci-hrex/SubscriptionTopic/Task'],
            declaresTaskTopic: true,
            interactions: ['create', 'read', 'update', 'delete'],
            operations: ['status', 'events'],
            endpoint: 'http://127.0.0.1:8443/hooks/task',
            reachable: 'yes',
            says: 'The partner runs on this machine and reaches the receiver.',
            next: 'Subscribe.',
            exchangeId: '1',
          }),
    'subscriptions.create': (input: CommandInput<'subscriptions.create'>) => {
      const [like] = subscriptions as [SubscriptionRecord];
      // As the console refuses it: Mesa cannot reach this computer.
      if ('connection' in input.partner && input.partner.connection === 'c4' && !input.sendAnyway)
        return fail('invalid-input', 'Mesa Orthopedics is on another machine.', 'Open a tunnel.', {
          requirement: 'CONF-064',
          details: ['endpoint: an address the partner can reach is needed, or sendAnyway'],
        });
      const { filters = [], payload = 'id-only', heartbeatSeconds, topic = like.topic } = input;
      return tell({
        ...like,
        id: 's9',
        subscriptionId: '99',
        filters,
        payload,
        heartbeatSeconds,
        topic,
        atClose: input.atClose,
        gaps: [],
        recent: [],
      });
    },
    'subscriptions.status': ({ id }: { id: string }) => changed(id, { checkedAt: new Date().toISOString() }),
    'subscriptions.fill': ({ id }: { id: string }) => {
      const gaps = (held.get(id)?.gaps ?? []).map((gap) => ({ ...gap, filled: 'events' as const, exchangeId: '42' }));
      return changed(id, { gaps, lastEvent: held.get(id)?.highestEvent ?? 0 });
    },
    'subscriptions.renew': ({ id, atClose }: CommandInput<'subscriptions.renew'>) =>
      changed(id, {
        status: 'active',
        problem: undefined,
        subscriptionId: held.get(id)?.subscriptionId ?? '100',
        ...(atClose ? { atClose } : {}),
      }),
    'subscriptions.remove': ({ id }: { id: string }) => changed(id, { status: 'removed' }),
  };
}
