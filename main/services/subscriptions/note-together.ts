import type { SubscriptionRecord } from '../../../shared/domain/subscription.ts';
import type { NoteTogether } from '../notifications.ts';
import { joinNotifications, type ToldTasks } from '../inbox/join-notifications.ts';
import { coverTasks, uncoverTasks } from './cover-tasks.ts';
import { change, partnerOf, type SubscriptionMeans } from './means.ts';
import { noteNotification } from './note-notification.ts';
import type { Noted } from './noted.ts';
import { searchTasks } from './search-tasks.ts';
import { anotherLookMs, heldTask, wakeTasks } from './wake-tasks.ts';

/** Tasks are searched for at most once in this many milliseconds, where events do not say what they are about. */
const searchEveryMs = 2_000;

/** Notes what came for a subscription in one transaction, then wakes the Tasks it is about. */
export function createNoteTogether(means: SubscriptionMeans): NoteTogether {
  const { store, ports } = means.kit;
  const searches = createSearches(means);

  const quietly = (work: Promise<unknown>) => {
    work.catch((error: Error) => ports.log(`What a notification asked for failed: ${error.message}`));
  };

  return (id, messages) => {
    const taskIds = new Set<string>();
    const told: ToldTasks[] = [];
    let since: string | undefined;
    let before: SubscriptionRecord | undefined;
    const after = change(store, id, (known) => {
      before = known;
      let record = known;
      const events: Noted['events'] = [];
      for (const { reading, at, pushId, exchangeId, former } of messages) {
        // The partner uses the new secret, so it needs the old ones no more.
        const { formerSecretHashes: _used, ...present } = record;
        const last = record.lastEventAt ?? record.createdAt;
        const noted = noteNotification(former ? record : present, reading, { at, pushId, exchangeId });
        record = noted.record;
        for (const event of noted.events) events.push(event);
        for (const taskId of noted.taskIds) taskIds.add(taskId);
        if (noted.taskIds.length > 0) told.push({ pushId, taskIds: noted.taskIds });
        if (noted.search) since ??= last;
      }
      return { record, events };
    });
    if (!after) return;
    if (taskIds.size > 0) quietly(wakeTasks(means, after, [...taskIds]));
    if (told.length > 0) quietly(joinTold(means, after, told));
    if (since) searches.ask(after, since);
    if (after.status === 'active' && before?.status !== 'active') quietly(coverTasks(store, after));
    if (after.status === 'off' && before?.status !== 'off') quietly(uncoverTasks(store, id));
  };
}

/** Notifications belong to the Task they tell of; one may come before the answer to the Task's creation was noted. */
async function joinTold(
  means: SubscriptionMeans,
  record: SubscriptionRecord,
  told: readonly ToldTasks[],
  again = true,
): Promise<void> {
  const { store, ports } = means.kit;
  const find = (taskId: string) => heldTask(store, record, taskId);
  const unknown = await joinNotifications(store, told, find, ports.clock.now());
  if (!again || unknown.length === 0) return;
  const report = (error: Error) => ports.log(`A notification could not be joined to its Task: ${error.message}`);
  ports.clock.after(anotherLookMs, () => void joinTold(means, record, unknown, false).catch(report));
}

/** Searches for Tasks, where events do not say what they are about: one at a time a subscription, and not too often. */
function createSearches(means: SubscriptionMeans) {
  const { ports } = means.kit;
  const wanted = new Map<string, string>();
  const busy = new Set<string>();

  async function run(record: SubscriptionRecord): Promise<void> {
    const since = wanted.get(record.id);
    wanted.delete(record.id);
    const partner = partnerOf(means, record);
    if (!since || !partner.ok) return;
    const found = await searchTasks(means, partner.value, record, since);
    if (found.ok) await wakeTasks(means, record, found.value.taskIds);
  }

  function start(record: SubscriptionRecord): void {
    busy.add(record.id);
    run(record)
      .catch((error: Error) => ports.log(`A search after a notification failed: ${error.message}`))
      .finally(() =>
        ports.clock.after(searchEveryMs, () => {
          busy.delete(record.id);
          if (wanted.has(record.id)) start(record);
        }),
      );
  }

  return {
    /** Searches for what changed since an instant, now or soon. */
    ask(record: SubscriptionRecord, since: string): void {
      const earlier = wanted.get(record.id);
      wanted.set(record.id, earlier && earlier < since ? earlier : since);
      if (!busy.has(record.id)) start(record);
    },
  };
}
