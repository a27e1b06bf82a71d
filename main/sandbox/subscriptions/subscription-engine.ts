import type { Resource, Subscription, Task } from '@medplum/fhirtypes';
import { taskTopic } from '../../../shared/domain/subscription.ts';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import type { Alarm, SandboxClock } from '../clock.ts';
import type { FhirServer } from '../fhir/fhir-server.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { EventLog, type LoggedEvent } from './event-log.ts';
import { type NotificationType, notificationBundle, type Said } from './notification.ts';
import { type LineTo, postNotification, type Refusal } from './post-notification.ts';
import { type Telling, tellingOf } from './read-subscription.ts';
import { spoilBundles, spoilSaid } from './spoil-notification.ts';
import { type RightsOf, rightsOfSubscriber } from './subscribers.ts';
import { fitsFilters, isTopicEvent } from './topic.ts';

/** What the engine works with. */
export interface SubscriptionEngineOptions {
  server: FhirServer;
  clock: SandboxClock;
  /** How notifications get out over HTTPS. */
  line: LineTo;
  faults(): readonly FaultName[];
  rightsOf: RightsOf;
}

type Stored = Subscription & { id: string };

/** A Subscription that is in force, with what waits for it. */
interface Live {
  subscription: Stored;
  telling: Telling;
  alarms: Partial<Record<'heartbeat' | 'end' | 'batch' | 'retry', Alarm>>;
  sending: boolean;
  /** Failures since the last notification that was taken. */
  failures: number;
}

/** How long events are gathered for a Subscription that takes several at once, in milliseconds. */
const GATHERING = 1_000;

/** The pauses before a notification is tried again, in milliseconds; after the last one the Subscription is in error. */
const PAUSES = [1_000, 5_000];

/** Timers of Node end at 2^31 ms; a later end is looked at again. */
const LONGEST = 2 ** 30;

/**
 * Tells subscribers about Tasks (Subscriptions Backport R4; CONF-064). Events are counted in the same turn as the write that made them;
 * telling happens beside the server's work. In error a Subscription goes on counting, until its client asks for it again.
 */
export class SubscriptionEngine {
  readonly log: EventLog;
  readonly #options: SubscriptionEngineOptions;
  readonly #repository: SandboxRepository;
  readonly #live = new Map<string, Live>();
  #running = false;
  /** Ends what is being sent when the engine stops. */
  #ending = new AbortController();

  constructor(options: SubscriptionEngineOptions) {
    this.#options = options;
    this.#repository = options.server.repository;
    this.log = new EventLog(this.#repository.database);
    this.#repository.onWrite((resource) => this.#notice(resource));
    this.#repository.onRemove((type, id) => {
      if (type !== 'Subscription') return;
      this.#drop(id);
      this.log.forget(id);
    });
  }

  /** Takes up the Subscriptions of the store where they stood. */
  async start(): Promise<void> {
    this.#running = true;
    this.#ending = new AbortController();
    const text = "SELECT json FROM resource WHERE type = 'Subscription' AND deleted = 0";
    const rows = await this.#options.server.exclusive(() => this.#repository.database.all<{ json: string }>(text));
    for (const { json } of rows) this.#take(JSON.parse(json) as Stored);
  }

  /** Calls off everything that waits, and ends what is being sent. */
  stop(): void {
    this.#running = false;
    this.#ending.abort();
    for (const id of [...this.#live.keys()]) this.#drop(id);
  }

  #drop(id: string): void {
    for (const alarm of Object.values(this.#live.get(id)?.alarms ?? {})) alarm.cancel();
    this.#live.delete(id);
  }

  #notice(resource: Resource & { id: string }): void {
    if (!this.#running) return;
    if (resource.resourceType === 'Subscription') this.#take(resource);
    if (resource.resourceType === 'Task') this.#record(resource);
  }

  /** Does what the status of a Subscription asks for; clients set requested and off, the engine itself active and error. */
  #take(subscription: Stored): void {
    const { id, status, end, criteria } = subscription;
    this.#drop(id);
    // What the record came with may be about anything; only what clients wrote was looked at.
    if (status === 'off' || criteria !== taskTopic) return;
    const live: Live = { subscription, telling: tellingOf(subscription), alarms: {}, sending: false, failures: 0 };
    this.#live.set(id, live);
    if (end !== undefined) this.#awaitEnd(live, Date.parse(end));
    if (status === 'requested') void this.#shake(live);
    else this.#beat(live);
    if (status === 'active') void this.#deliver(live);
  }

  #isCurrent = (live: Live): boolean => this.#live.get(live.subscription.id) === live;

  #arm(live: Live, name: keyof Live['alarms'], milliseconds: number, action: () => void): void {
    live.alarms[name]?.cancel();
    live.alarms[name] = this.#options.clock.setTimeout(() => {
      delete live.alarms[name];
      if (this.#isCurrent(live)) action();
    }, milliseconds);
  }

  #awaitEnd(live: Live, end: number): void {
    const left = end - this.#options.clock.now();
    if (left <= 0) return void this.#set(live, { status: 'off' });
    this.#arm(live, 'end', Math.min(left, LONGEST), () => this.#awaitEnd(live, end));
  }

  /** Counts a written Task for every Subscription it is an event of. */
  #record(task: Task & { id: string }): void {
    if (!this.#live.size || !isTopicEvent(this.#repository, task)) return;
    const version = Number(task.meta?.versionId);
    for (const live of [...this.#live.values()]) {
      const { id, status } = live.subscription;
      if (status === 'requested' || !this.#concerns(live.subscription, task.id)) continue;
      const isDue = status === 'active';
      this.log.add(id, { at: this.#options.clock.now(), focus: `Task/${task.id}`, version }, isDue);
      if (!isDue) continue;
      if (this.#options.faults().includes('notify-error'))
        void this.#set(live, { status: 'error', error: 'The notification service is out of order.' });
      else this.#gather(live);
    }
  }

  /** Whether the Task fits the filters and may be read by whoever subscribed. */
  #concerns(subscription: Stored, taskId: string): boolean {
    const repository = this.#repository;
    const rights = rightsOfSubscriber(repository.database, subscription, this.#options.rightsOf);
    return (
      repository.actingForNow(undefined, () => fitsFilters(repository, subscription, taskId)) &&
      repository.actingForNow(rights, () => repository.sees('Task', taskId))
    );
  }

  #gather(live: Live): void {
    const { maxCount } = live.telling;
    if (maxCount === 1 || this.log.due(live.subscription.id, maxCount).length >= maxCount)
      return void this.#deliver(live);
    if (!live.alarms.batch) this.#arm(live, 'batch', GATHERING, () => void this.#deliver(live));
  }

  /** Sends what is due, one notification after another. */
  async #deliver(live: Live): Promise<void> {
    if (live.sending || live.alarms.retry) return;
    live.sending = true;
    const { id } = live.subscription;
    const { server } = this.#options;
    try {
      while (this.#isCurrent(live)) {
        const events = await server.exclusive(() => this.log.due(id, live.telling.maxCount));
        const last = events.at(-1);
        if (!last || !this.#isCurrent(live)) return;
        const refusal = await this.#send(live, 'event-notification', events);
        if (!this.#isCurrent(live)) return;
        if (refusal !== undefined) return this.#retry(live, refusal, () => void this.#deliver(live));
        await server.exclusive(() => this.log.settle(id, last.number));
        this.#beat(live);
      }
    } catch {
      // The server is closing; what was due is still written down as due.
    } finally {
      live.sending = false;
    }
  }

  #retry(live: Live, refusal: string, again: () => void): void {
    const pause = PAUSES[live.failures];
    live.failures += 1;
    if (pause === undefined) void this.#set(live, { status: 'error', error: refusal });
    else this.#arm(live, 'retry', pause, again);
  }

  /** A heartbeat when so long nothing else was sent; one in error as well, as the guide allows, whatever comes of it. */
  #beat(live: Live): void {
    live.failures = 0;
    const { heartbeatMs } = live.telling;
    if (heartbeatMs !== undefined) this.#arm(live, 'heartbeat', heartbeatMs, () => void this.#sendHeartbeat(live));
  }

  async #sendHeartbeat(live: Live): Promise<void> {
    const refusal = await this.#send(live, 'heartbeat', []).catch(() => 'The server is closing.');
    if (!this.#isCurrent(live)) return;
    if (refusal === undefined || live.subscription.status === 'error') return this.#beat(live);
    this.#retry(live, refusal, () => void this.#sendHeartbeat(live));
  }

  async #shake(live: Live): Promise<void> {
    if (this.#options.faults().includes('notify-no-handshake')) return;
    const refusal = await this.#send(live, 'handshake', []).catch(() => 'The server is closing.');
    if (!this.#isCurrent(live)) return;
    const text = `The handshake failed. ${refusal}`;
    await this.#set(live, refusal === undefined ? { status: 'active' } : { status: 'error', error: text });
  }

  /** Sends a notification; answers why it was not taken. Rejects where the server is closed. */
  async #send(live: Live, type: NotificationType, events: LoggedEvent[]): Promise<Refusal> {
    const { server, clock, line, faults } = this.#options;
    const repository = this.#repository;
    const { subscription, telling } = live;
    const signal = this.#ending.signal;
    const bundles = await server.exclusive(() => {
      const count = this.log.count(subscription.id);
      const said: Said = { base: repository.base, subscription, type, content: telling.content, count, events };
      const spoilt = spoilSaid(faults(), said);
      const taskOf = (event: LoggedEvent) => repository.actingForNow(undefined, () => taskAt(repository, event));
      return spoilBundles(faults(), said, notificationBundle(spoilt, clock.now(), taskOf));
    });
    for (const bundle of bundles) {
      const refusal = await postNotification(telling, bundle, line, signal);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /** Changes a Subscription, unless it was changed by its client meanwhile. */
  async #set(live: Live, change: Pick<Subscription, 'status'> & { error?: string }): Promise<void> {
    const { id, meta } = live.subscription;
    const repository = this.#repository;
    await this.#options.server
      .exclusive(() =>
        repository.actingFor(undefined, async () => {
          const current = await repository.readResource<Subscription>('Subscription', id);
          if (!this.#running || current.meta?.versionId !== meta?.versionId) return;
          const { error: _, ...rest } = current;
          // What was not told before the handshake is for $events to tell.
          if (change.status === 'active') this.log.settle(id, this.log.count(id));
          await repository.keep({ ...rest, ...change, id });
        }),
      )
      .catch(() => {
        // Deleted meanwhile, or the server is closing.
      });
  }
}

/** The Task as it was at an event; undefined where that version cannot be read. */
export function taskAt(repository: SandboxRepository, { focus, version }: LoggedEvent): Task | undefined {
  try {
    return repository.versionNow<Task>('Task', focus.slice('Task/'.length), String(version));
  } catch {
    return undefined;
  }
}
