import type { Resource, Task } from '@medplum/fhirtypes';
import type { Alarm, SandboxClock } from './clock.ts';
import type { FhirServer } from './fhir/fhir-server.ts';
import type { SandboxRepository } from './fhir/repository.ts';
import { parseSearch } from './fhir/search-query.ts';
import { buildSubmission } from './submission/build-submission.ts';
import { type PushWay, postSubmission } from './submission/post-submission.ts';
import { prepareSubmission } from './tasks/answer-attachment.ts';
import { answerCode } from './tasks/answer-code.ts';
import { answerQuery, queryOf } from './tasks/answer-query.ts';
import { findMember, type FoundMember } from './tasks/find-member.ts';
import { checkMemberQuery } from './tasks/member-query.ts';
import { memberRights } from './tasks/member-rights.ts';
import { isMoving, type Move, moved, moving } from './tasks/move-task.ts';
import { kindOf } from './tasks/read-task.ts';
import type { TaskAnswer } from './tasks/task-answer.ts';

/** What the engine works with. */
export interface TaskEngineOptions {
  server: FhirServer;
  clock: SandboxClock;
  /** Time between two steps of a Task, in milliseconds. */
  stepMs: number;
  /** How submissions get out over HTTPS. */
  pushWay?: PushWay;
}

type Member = Extract<FoundMember, { patient: unknown }>['patient'];

/** A last step: what to write, decided with or without a submission to a payer. */
type Ending = TaskAnswer | { post: () => Promise<TaskAnswer> };

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Works off the Tasks of the provider, one step after another: requested, accepted, in-progress, completed; or rejected at
 * the first step, or failed at the last one. Every step is read from and written to the server, so that a restart goes on
 * where the last run stopped.
 */
export class TaskEngine {
  readonly #server: FhirServer;
  readonly #repository: SandboxRepository;
  readonly #clock: SandboxClock;
  readonly #stepMs: number;
  readonly #pushWay: PushWay | undefined;
  readonly #alarms = new Map<string, Alarm>();
  readonly #busy = new Set<string>();
  /** Grows with every stop; work that was begun before writes nothing any more. */
  #run = 0;
  #running = false;

  constructor({ server, clock, stepMs, pushWay }: TaskEngineOptions) {
    this.#server = server;
    this.#repository = server.repository;
    this.#clock = clock;
    this.#stepMs = stepMs;
    this.#pushWay = pushWay;
    this.#repository.onWrite((resource) => this.#notice(resource));
  }

  /** Takes up every unfinished Task and every one that comes in. */
  async start(): Promise<void> {
    this.#running = true;
    const unfinished = await this.#server.exclusive(() => {
      const pairs: [string, string][] = [
        ['status', moving.join()],
        ['_count', '1000'],
      ];
      return this.#repository.find(parseSearch(this.#repository.definitions, ['Task'], pairs)).entry;
    });
    for (const { resource } of unfinished) if (resource) this.#notice(resource);
  }

  /** Calls off every step that is due. What runs now ends without writing. */
  stop(): void {
    this.#running = false;
    this.#run += 1;
    for (const alarm of this.#alarms.values()) alarm.cancel();
    this.#alarms.clear();
    this.#busy.clear();
  }

  #notice(resource: Resource): void {
    if (!this.#running || resource.resourceType !== 'Task' || !resource.id) return;
    const { id } = resource;
    if (this.#busy.has(id) || this.#alarms.has(id) || !isMoving(resource) || !kindOf(resource)) return;
    const run = this.#run;
    const alarm = this.#clock.setTimeout(() => {
      this.#alarms.delete(id);
      void this.#step(id, run);
    }, this.#stepMs);
    this.#alarms.set(id, alarm);
  }

  async #step(id: string, run: number): Promise<void> {
    this.#busy.add(id);
    try {
      const ending = await this.#server.exclusive(() => this.#advance(id, run));
      if (!ending || run !== this.#run) return;
      const answer = await ending.post().catch((error): TaskAnswer => ({ status: 'failed', reason: sentence(error) }));
      await this.#server.exclusive(async () => {
        const task = await this.#read(id);
        if (task?.status === 'in-progress' && run === this.#run) await this.#finish(task, answer);
      });
    } catch {
      // The server is closing, or the Task was changed into something that cannot be written; it stays as it is.
    } finally {
      if (run === this.#run) {
        this.#busy.delete(id);
        const task = await this.#server.exclusive(() => this.#read(id)).catch(() => undefined);
        if (task) this.#notice(task);
      }
    }
  }

  async #read(id: string): Promise<Task | undefined> {
    return this.#repository.readResource<Task>('Task', id).catch(() => undefined);
  }

  async #write(task: Task, move: Move, more: Partial<Task> = {}): Promise<void> {
    await this.#repository.updateResource(moved(task, move, this.#clock.now(), more));
  }

  /** Does one step; gives back what still has to be posted, when the last step needs the payer. */
  async #advance(id: string, run: number): Promise<{ post: () => Promise<TaskAnswer> } | undefined> {
    const task = await this.#read(id);
    if (!task || run !== this.#run) return undefined;
    const found = await findMember(this.#repository, task);
    switch (task.status) {
      case 'requested': {
        const refusal = 'refusal' in found ? found.refusal : this.#objection(task, found.patient);
        const move: Move = refusal
          ? { status: 'rejected', text: refusal }
          : { status: 'accepted', text: 'Accepted; waiting for its turn' };
        await this.#write(task, move);
        return undefined;
      }
      case 'accepted':
        await this.#write(task, { status: 'in-progress', text: 'Collecting the requested data' });
        return undefined;
      case 'in-progress': {
        const ending: Ending =
          'refusal' in found
            ? { status: 'failed', reason: found.refusal }
            : await this.#concludeFor(task, found.patient);
        if ('post' in ending) return ending;
        await this.#finish(task, ending);
        return undefined;
      }
      default:
        return undefined;
    }
  }

  /** Why a Task is not taken on; undefined when it is. */
  #objection(task: Task, member: Member): string | undefined {
    switch (kindOf(task)) {
      case 'data-request-query': {
        const checked = checkMemberQuery(this.#repository, member, queryOf(task));
        return 'refusal' in checked ? checked.refusal : undefined;
      }
      case 'data-request-questionnaire':
      case 'attachment-request-questionnaire':
        return 'This provider cannot fill in questionnaires; ask for documents by code or for data by query.';
      default:
        return undefined;
    }
  }

  /** Nothing but the member's own record is looked at, so that no Task brings out what its sender could not read. */
  #concludeFor(task: Task, member: Member): Promise<Ending> {
    return this.#repository.actingFor(memberRights(member), () => this.#conclude(task, member));
  }

  async #conclude(task: Task, member: Member): Promise<Ending> {
    switch (kindOf(task)) {
      case 'data-request-query':
        return answerQuery(this.#repository, task, member);
      case 'data-request-code':
        return answerCode(this.#repository, task, member);
      case 'attachment-request-code': {
        const prepared = await prepareSubmission(this.#repository, task, member);
        if ('refusal' in prepared) return { status: 'failed', reason: prepared.refusal };
        const { to, submission } = prepared;
        return {
          post: async () => {
            const { refusal } = await postSubmission(to, buildSubmission(submission), this.#pushWay);
            const number = submission.attachments.length;
            return refusal
              ? { status: 'failed', reason: `The attachments could not be submitted. ${refusal}` }
              : { status: 'completed', note: `Submitted ${number} attachment${number === 1 ? '' : 's'} to ${to}` };
          },
        };
      }
      default:
        return { status: 'failed', reason: 'This provider does not know this kind of request.' };
    }
  }

  async #finish(task: Task, answer: TaskAnswer): Promise<void> {
    if (answer.status === 'failed') return this.#write(task, { status: 'failed', text: answer.reason });
    const contained = [...(task.contained ?? []), ...(answer.contained ?? [])];
    await this.#write(
      task,
      { status: 'completed', text: answer.note },
      { ...(answer.output ? { output: answer.output } : {}), ...(contained.length ? { contained } : {}) },
    );
  }
}
