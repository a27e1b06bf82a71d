import type { CommandName } from '../../shared/contract/commands.ts';
import { fail } from '../../shared/contract/errors.ts';
import type { AdmissionMeans } from '../exchange/admissions.ts';
import type { Door } from '../exchange/door.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Ports } from '../ports.ts';
import type { Job } from '../schedule/job.ts';
import type { Handlers, Kit } from '../services/kit.ts';
import type { NotificationEntrance } from '../services/notifications.ts';
import type { TaskReads } from '../services/task-reads.ts';
import type { Desk } from '../services/work/desk.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';

/** The family of a command: what stands before the dot. */
type FamilyName = CommandName extends infer N ? (N extends `${infer F}.${string}` ? F : never) : never;

/** The services, loaded as they are needed. */
export interface Families {
  /** The handlers of the family a command belongs to. */
  handlersFor(name: CommandName): Promise<Partial<Handlers>>;
  /** What happens later by itself; loaded by the process that has the scheduler's role. */
  jobs(): Promise<Job[]>;
  /** Where the receiver brings what subscriptions tell. */
  notifications(): Promise<NotificationEntrance>;
  /** Removes subscriptions at their partners because the console ends, within a few seconds; `all`, or those made for this run alone. */
  closeSubscriptions(all: boolean): Promise<void>;
  /** Nothing more happens by itself. */
  close(): Promise<void>;
}

/**
 * Loads the services of a family when one of its commands first runs. A one-shot command line pays for what it uses alone: a list of
 * exchanges starts without an HTTP client, a receiver or a FHIR client.
 */
export function createFamilies(kit: Kit, heavy: Heavy): Families {
  let reads: Promise<TaskReads> | undefined;
  const taskReads = () => {
    reads ??= import('../services/task-reads.ts').then(({ createTaskReads }) => createTaskReads(kit, heavy));
    return reads;
  };
  let desk: Promise<Desk> | undefined;
  const workDesk = () => {
    desk ??= Promise.all([import('../services/work/desk.ts'), taskReads()]).then(([{ createDesk }, read]) =>
      createDesk(kit, heavy, read),
    );
    return desk;
  };
  /** Partners that were named on the spot, by our ids of the subscriptions at them. */
  const subscribed = new Map<string, Partner>();
  const forNow = new Set<string>();
  const ending = new AbortController();
  const subscriptionMeans = async () => ({
    kit,
    heavy,
    reads: await taskReads(),
    partners: subscribed,
    forNow,
    ending: ending.signal,
  });
  const checkSubscription = async (id: string, first: boolean) =>
    (await import('../services/subscriptions/check-subscription.ts')).checkSubscription(
      await subscriptionMeans(),
      id,
      first,
    );
  const host = async () => (await import('../services/host.ts')).hostHandlers(kit);
  const receiver = async () => ({
    ...(await import('../services/receiver.ts')).receiverHandlers(kit),
    ...(await import('../services/answers.ts')).answerHandlers(kit),
  });
  const loaders: Record<FamilyName, () => Promise<Partial<Handlers>>> = {
    host,
    settings: host,
    operations: host,
    links: host,
    connections: async () => (await import('../services/connections.ts')).connectionHandlers(kit, heavy),
    queries: async () => (await import('../services/queries.ts')).queryHandlers(kit),
    tasks: async () => (await import('../services/tasks.ts')).taskHandlers(kit, heavy, await taskReads()),
    patients: async () => (await import('../services/patients.ts')).patientHandlers(kit, heavy),
    subscriptions: async () =>
      (await import('../services/subscriptions.ts')).subscriptionHandlers(await subscriptionMeans()),
    work: async () => (await import('../services/work.ts')).workHandlers(kit, await workDesk()),
    questionnaires: async () => (await import('../services/questionnaires.ts')).questionnaireHandlers(kit),
    inbox: async () => (await import('../services/inbox.ts')).inboxHandlers(kit, heavy),
    receiver,
    answers: receiver,
    submissions: async () =>
      (await import('../services/submissions.ts')).submissionHandlers(kit, heavy, await workDesk()),
    uploads: async () => (await import('../services/uploads.ts')).uploadHandlers(kit),
    documents: async () => (await import('../services/documents.ts')).documentHandlers(kit, heavy),
    exchanges: async () => (await import('../services/exchanges.ts')).exchangeHandlers(kit),
    sandbox: async () => (await import('../services/sandbox.ts')).sandboxHandlers(kit),
    vault: async () => (await import('../services/vault.ts')).vaultHandlers(kit),
    keys: async () => (await import('../services/keys.ts')).keyHandlers(kit),
    tokens: async () => (await import('../services/tokens.ts')).tokenHandlers(kit),
    audit: async () => (await import('../services/audit.ts')).auditHandlers(kit),
  };
  const loaded = new Map<FamilyName, Promise<Partial<Handlers>>>();
  return {
    handlersFor(name) {
      const family = name.slice(0, name.indexOf('.')) as FamilyName;
      const known = loaded.get(family) ?? loaders[family]();
      loaded.set(family, known);
      return known;
    },
    async jobs() {
      const [{ pollTasks }, { mendPlans }] = await Promise.all([
        import('../schedule/poll-tasks.ts'),
        import('../schedule/mend-plans.ts'),
      ]);
      const { watchSubscriptions } = await import('../schedule/watch-subscriptions.ts');
      const { readQueues } = await import('../schedule/read-queues.ts');
      // One entry a job. What stands here must be light: whatever does the work is loaded by the first run.
      return [
        pollTasks(kit.store.tasks, async (baseUrl) => (await taskReads()).pollDue(baseUrl)),
        mendPlans(kit.store.tasks, async (after) => (await taskReads()).mendPlans(after)),
        watchSubscriptions(kit.store, kit.ports.clock, checkSubscription),
        readQueues(kit.store.queues, async (id) => (await workDesk()).readByPlan(id)),
      ];
    },
    async notifications() {
      const { createNotifications } = await import('../services/notifications.ts');
      const load = async () =>
        (await import('../services/subscriptions/note-together.ts')).createNoteTogether(await subscriptionMeans());
      return createNotifications({ store: kit.store, log: kit.ports.log, load });
    },
    async closeSubscriptions(all) {
      ending.abort();
      // Most consoles hold none; they end without loading what would remove them.
      if (kit.store.subscriptions.list().length === 0) return;
      const { closeSubscriptions } = await import('../services/subscriptions/close-subscriptions.ts');
      await closeSubscriptions(await subscriptionMeans(), ({ id }) => all || forNow.has(id));
    },
    async close() {
      (await reads)?.close();
    },
  };
}

/** The door, made when something is first sent. */
export function createLateDoor(store: Store, { clock, version }: Ports): Door {
  let made: Promise<Door> | undefined;
  const door = () => {
    made ??= import('../exchange/door.ts').then(({ createDoor }) => createDoor({ store, clock, version }));
    return made;
  };
  let closed = false;
  return {
    send: async (partner, outgoing) =>
      closed
        ? fail('cancelled', 'The console is closing; nothing was sent.', 'Start it again.')
        : (await door()).send(partner, outgoing),
    async close() {
      closed = true;
      await (await made)?.close();
    },
  };
}

/** The admissions of stored connections, loaded when one is first asked for. */
export const lateAdmit =
  (means: AdmissionMeans): Kit['admit'] =>
  (connectionId) =>
  async (need) =>
    (await import('../exchange/admissions.ts')).admitTo(means, connectionId)(need);
