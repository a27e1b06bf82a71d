import { useEffect, useMemo, useState } from 'react';
import type { SubscriptionEvent } from '../../../shared/domain/subscription.ts';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { call } from '../../api/call.ts';
import { useTable } from '../../stores/records.ts';
import { mergeEvents, noticesOf, type TaskNotice } from '../../../shared/cdex/task-notices.ts';

/** How far back a subscription is asked for what it told. */
const limit = 5_000;

/** What the subscriptions at a Task's server told of it, oldest first; told anew with each message. */
export function useTaskNotices({ taskId, baseUrl, createdAt, status, updatedAt }: TaskRecord): TaskNotice[] {
  const { byId } = useTable('subscription');
  const there = useMemo(() => [...byId.values()].filter((one) => one.baseUrl === baseUrl), [byId, baseUrl]);
  const [earlier, setEarlier] = useState<ReadonlyMap<string, SubscriptionEvent[]>>(new Map());
  // What a record carries are its last messages; those before are asked for once.
  const ids = there.map(({ id }) => id).join();
  useEffect(() => {
    let left = false;
    for (const id of ids === '' ? [] : ids.split(',')) {
      void call('subscriptions.events', { id, limit }).then((reply) => {
        if (!left && reply.ok) setEarlier((before) => new Map(before).set(id, reply.value));
      });
    }
    return () => {
      left = true;
    };
  }, [ids]);
  const until = isFinal(status) ? updatedAt : '9';
  return useMemo(
    () =>
      noticesOf(
        { taskId, baseUrl, createdAt },
        there.map(({ id, gaps, recent }) => ({ id, gaps, events: mergeEvents(earlier.get(id) ?? [], recent) })),
        until,
      ),
    [taskId, baseUrl, createdAt, there, earlier, until],
  );
}
