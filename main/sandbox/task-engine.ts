import type { Resource, Task } from '@medplum/fhirtypes';
import type { SandboxAnswering } from '../../shared/domain/sandbox-answering.ts';
import type { FaultName } from '../../shared/domain/sandbox-faults.ts';
import type { Alarm, SandboxClock } from './clock.ts';
import type { FhirServer } from './fhir/fhir-server.ts';
import type { SandboxRepository } from './fhir/repository.ts';
import { parseSearch } from './fhir/search-query.ts';
import { type FetchedForm, fetchForm } from './questionnaires/fetch-form.ts';
import type { PushWay } from './submission/post-submission.ts';
import { type AnswerMeans, conclude, type Ending, formsAskedBy, objectionTo, UNKNOWN_KIND } from './tasks/conclude.ts';
import { findMember, type FoundMember } from './tasks/find-member.ts';
import { memberRights } from './tasks/member-rights.ts';
import { isMoving, type Move, moved, moving, willBeHeld, words } from './tasks/move-task.ts';
import { kindOf } from './tasks/read-task.ts';
import { spoilOutputs } from './tasks/spoil-outputs.ts';
import type { TaskAnswer } from './tasks/task-answer.ts';

/** What the engine works with. */
export interface TaskEngineOptions {
  server: FhirServer;
  clock: SandboxClock;
  /** How Tasks are answered now. */
  settings(): SandboxAnswering;
  faults(): readonly FaultName[];
  /** The neighbour: its questionnaires, and a place on another origin. */
  payer: FhirServer;
  /** How submissions get out over HTTPS. */
  pushWay: PushWay;
}

type Stored = Task & { id: string };

/** Versions one step makes under `poll-jumps`. */
const JUMP = 3;

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Works off the Tasks of the provider, one step after another: requested, accepted, in-progress, completed; or rejected at
 * the first step, or failed at the last one. Every step is read from and written to the server, so that a restart goes on
 * where the last run stopped. By hand, it leaves all of them to whoever works at the queue.
 */
export class TaskEngine {
  readonly #options: TaskEngineOptions;
  readonly #repository: SandboxRepository;
  readonly #alarms = new Map<string, Alarm>();
  readonly #busy = new Set<string>();
  /** Grows with every stop; work that was begun before writes nothing any more. */
  #run = 0;
  #running = false;

  constructor(options: TaskEngineOptions) {
    this.#options = options;
    this.#repository = options.server.repository;
    this.#repository.onWrite((resource) => this.#notice(resource));
  }

  /** Takes up every unfinished Task and every one that comes in. */
  async start(): Promise<void> {
    this.#running = true;
    await this.#look();
  }

  /** Goes on in the way that is set now: steps that are due are timed anew, and what rested may move. */
  async adjust(): Promise<void> {
    if (!this.#running) return;
    this.#cancelAlarms();
    await this.#look();
  }

  async #look(): Promise<void> {
    if (this.#options.settings().answering === 'by-hand') return;
    const statuses = moving.filter(
      (status) => status !== 'completed' || this.#options.faults().includes('task-reopens'),
    );
    const unfinished = await this.#options.server.exclusive(() => {
      const pairs: [string, string][] = [
        ['status', statuses.join()],
        ['_count', '1000'],
      ];
      return this.#repository.find(parseSearch(this.#repository.definitions, ['Task'], pairs)).entry;
    });
    for (const { resource } of unfinished) if (resource) this.#notice(resource);
  }

  #cancelAlarms(): void {
    for (const alarm of this.#alarms.values()) alarm.cancel();
    this.#alarms.clear();
  }

  /** Calls off every step that is due. What runs now ends without writing. */
  stop(): void {
    this.#running = false;
    this.#run += 1;
    this.#cancelAlarms();
    this.#busy.clear();
  }

  #notice(resource: Resource): void {
    if (!this.#running || resource.resourceType !== 'Task' || !resource.id) return;
    const { id } = resource;
    const { answering, stepMs } = this.#options.settings();
    if (answering === 'by-hand' || this.#busy.has(id) || this.#alarms.has(id)) return;
    if (!isMoving(resource, this.#options.faults())) return;
    const run = this.#run;
    const needsForms = resource.status === 'requested' || resource.status === 'in-progress';
    const forms = needsForms ? formsAskedBy(resource) : [];
    const alarm = this.#options.clock.setTimeout(() => {
      this.#alarms.delete(id);
      void this.#step(id, run, forms);
    }, stepMs);
    this.#alarms.set(id, alarm);
  }

  async #step(id: string, run: number, asked: readonly string[]): Promise<void> {
    this.#busy.add(id);
    const { server, payer, pushWay } = this.#options;
    try {
      const source = { base: () => payer.fhirBaseUrl, way: pushWay };
      const forms = asked.length ? await Promise.all(asked.map((one) => fetchForm(source, one))) : [];
      const ending = await server.exclusive(() => this.#advance(id, run, forms));
      if (!ending || run !== this.#run) return;
      const answer = await ending.post().catch((error): TaskAnswer => ({ status: 'failed', reason: sentence(error) }));
      await server.exclusive(async () => {
        const task = await this.#read(id);
        if (task?.status === 'in-progress' && run === this.#run) await this.#finish(task, answer);
      });
    } catch {
      // The server is closing, or the Task was changed into something that cannot be written; it stays as it is.
    } finally {
      if (run === this.#run) {
        this.#busy.delete(id);
        const task = await server.exclusive(() => this.#read(id)).catch(() => undefined);
        if (task) this.#notice(task);
      }
    }
  }

  async #read(id: string): Promise<Stored | undefined> {
    return this.#repository.readResource<Task>('Task', id).catch(() => undefined);
  }

  async #write(task: Stored, move: Move, more: Partial<Task> = {}): Promise<void> {
    const next = moved(task, move, this.#options.clock.now(), more);
    const versions = this.#options.faults().includes('poll-jumps') ? JUMP : 1;
    for (let version = 0; version < versions; version += 1) await this.#repository.keep({ ...next, id: task.id });
  }

  /** Does one step; gives back what still has to be posted, when the last step needs the payer. */
  async #advance(
    id: string,
    run: number,
    forms: readonly FetchedForm[],
  ): Promise<{ post: () => Promise<TaskAnswer> } | undefined> {
    const task = await this.#read(id);
    const faults = this.#options.faults();
    if (!task || run !== this.#run || !isMoving(task, faults)) return undefined;
    switch (task.status) {
      case 'requested':
        await this.#write(task, await this.#reception(task, forms));
        return undefined;
      case 'accepted':
        await this.#write(task, { status: 'in-progress', text: 'Collecting the requested data' });
        return undefined;
      case 'on-hold':
        await this.#write(task, { status: 'in-progress', text: words.resumed });
        return undefined;
      case 'completed':
        await this.#reopen(task);
        return undefined;
      default: {
        if (willBeHeld(task, faults)) {
          await this.#write(task, { status: 'on-hold', text: words.held });
          return undefined;
        }
        const ending = await this.#end(task, forms);
        if ('post' in ending) return ending;
        await this.#finish(task, ending);
        return undefined;
      }
    }
  }

  #means(forms: readonly FetchedForm[]): AnswerMeans {
    const { settings, pushWay, clock } = this.#options;
    return { repository: this.#repository, settings: settings(), pushWay, forms, now: clock.now() };
  }

  /** Whether a Task is taken on, and in which words. */
  async #reception(task: Stored, forms: readonly FetchedForm[]): Promise<Move> {
    const refuse = (text: string): Move => ({ status: 'rejected', text });
    if (this.#options.faults().includes('task-rejects'))
      return refuse('This provider takes on no requests at present.');
    if (!kindOf(task)) return refuse(UNKNOWN_KIND);
    const found = await findMember(this.#repository, task);
    const refusal = 'refusal' in found ? found.refusal : objectionTo(this.#means(forms), task, found.patient);
    return refusal ? refuse(refusal) : { status: 'accepted', text: 'Accepted; waiting for its turn' };
  }

  /** Nothing but the member's own record is looked at, so that no Task brings out what its sender could not read. */
  async #end(task: Stored, forms: readonly FetchedForm[]): Promise<Ending> {
    if (this.#options.faults().includes('task-fails'))
      return { status: 'failed', reason: 'The record system failed while the data were collected.' };
    const found: FoundMember = await findMember(this.#repository, task);
    if ('refusal' in found) return { status: 'failed', reason: found.refusal };
    const means = this.#means(forms);
    return this.#repository.actingFor(memberRights(found.patient), () => conclude(means, task, found.patient));
  }

  async #reopen(task: Stored): Promise<void> {
    const { output: _, contained, ...rest } = task;
    const requested = contained?.filter(({ id }) => id !== 'results');
    const bare: Stored = { ...rest, ...(requested?.length ? { contained: requested } : {}) };
    await this.#write(bare, { status: 'in-progress', text: words.reopened });
  }

  async #finish(task: Stored, answer: TaskAnswer): Promise<void> {
    if (answer.status === 'failed') return this.#write(task, { status: 'failed', text: answer.reason });
    const found = await findMember(this.#repository, task);
    const memberId = 'patient' in found ? found.patient.id : '';
    for (const resource of answer.beside ?? []) await this.#repository.keep(resource, memberId);
    const means = { repository: this.#repository, elsewhere: this.#options.payer };
    const {
      note,
      output,
      contained: data = [],
    } = await spoilOutputs(this.#options.faults(), means, task, answer, memberId);
    const contained = [...(task.contained ?? []), ...data];
    const text = task.businessStatus?.text === words.reopened ? note + words.again : note;
    await this.#write(
      task,
      { status: 'completed', text },
      { ...(output?.length ? { output } : {}), ...(contained.length ? { contained } : {}) },
    );
  }
}
