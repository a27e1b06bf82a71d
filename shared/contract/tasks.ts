import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import { pollingProfiles, type TaskDetail, type TaskRecord, taskSides, type VersionChange } from '../domain/task.ts';
import type { TaskDraftRecord, TaskRequest } from '../domain/task-request.ts';
import { read, write } from './define.ts';
import type { Failure } from './errors.ts';
import { partnerInput } from './partner.ts';
import { taskRequestInput, unfinishedRequest } from './task-request.ts';

/** The Task that would be sent, and what the rules say about it. */
export interface TaskDraft {
  task: unknown;
  findings: Finding[];
}

/** What came of sending one: our record's id, the Task as the server returned it or as sent plus its id. */
export interface TaskReceipt extends TaskDraft {
  id: string;
  taskId: string;
  exchangeId: string;
  httpStatus: number;
  /** What is odd about the answer: another status, no Location, another id, changed inputs. */
  oddities: string[];
}

/** What came of each of many requests, in their order: sent, or why not. */
export type ManyReceipts = ({ index: number } & ({ receipt: TaskReceipt } | { failure: Failure }))[];

/** A request read back from a Task, to be corrected and sent again; `kept` names what the form has no field for. */
export interface ReadRequest {
  request: Partial<TaskRequest>;
  task: unknown;
  kept: string[];
}

/** One output of a completed Task, fetched. `file` only where a folder was named. */
export interface FetchedOutput {
  reference: string;
  kind: string;
  contentType: string;
  bytes: number;
  sha256: string;
  /** Where the content is: exchange, side response, JSON pointer. */
  exchangeId: string;
  pointer: string;
  resourceType?: string;
  entries?: number;
  /** What a search brought along in a Bundle, such as a Provenance; `pointer` leads into the same answer. */
  included?: { resourceType: string; reference: string; pointer: string }[];
  /** What it is where the Task itself does not name it: a document an output points to or carries, or the Provenance of one. */
  as?: 'document' | 'provenance';
  /** For these: the place in the list of what they belong to. */
  of?: number;
  file?: string;
  findings: Finding[];
}

/** The outputs of a Task, in its order, and behind them what they led to; with the status it had. */
export interface FetchedOutputs {
  status: string;
  outputs: FetchedOutput[];
  /** What is to be said of the Task as a whole, such as an end without data. */
  findings: Finding[];
  /** Where a folder was named: the lists of what was written to it. */
  manifest?: string;
  sums?: string;
}

/** What can be done about a Task that is no longer wanted: the guide has no status for it (digest A.5, C). */
export interface CancelAdvice {
  /** Whether the server declares that Tasks can be deleted. */
  deletable: 'yes' | 'no' | 'unknown';
  says: string;
  next: string;
}

const operationId = z.string().max(80).optional();
const one = { id: z.string().min(1), partner: partnerInput.optional() };
const send = {
  partner: partnerInput,
  /** Left out: what was agreed with the partner. */
  profile: z.enum(pollingProfiles).optional(),
  sendAnyway: z.boolean().default(false),
  operationId,
};
/** As the form says it, or the whole Task as JSON: one of the two. */
const asked = { request: taskRequestInput.optional(), task: z.unknown().optional() };
const oneOfTwo = (given: { request?: unknown; task?: unknown }) =>
  (given.request === undefined) !== (given.task === undefined);
const neither = 'Give either the request or the Task.';

/** Tasks: built, sent, taken up, read again, their outputs fetched. */
export const commands = {
  'tasks.list': read<TaskRecord[]>()(
    z.strictObject({
      status: z.string().optional(),
      side: z.enum(taskSides).optional(),
      limit: z.number().int().min(1).max(50_000).default(5_000),
    }),
  ),
  /** A Task by our id, or by the server's id with its partner. */
  'tasks.get': read<TaskDetail>()(z.strictObject(one)),
  /** Builds and checks, sends nothing. */
  'tasks.draft': read<TaskDraft>()(
    z.strictObject({ partner: partnerInput.optional(), ...asked }).refine(oneOfTwo, neither),
  ),
  /** Builds, checks and POSTs. A rule of error severity stops it unless `sendAnyway`. `draftId`: forgotten once it is sent. */
  'tasks.request': write<TaskReceipt>()(
    z.strictObject({ ...send, ...asked, draftId: z.string().optional() }).refine(oneOfTwo, neither),
  ),
  /** The same for many, one after another; one that fails, or says neither request nor Task, does not keep the others. Can be cancelled in between. */
  'tasks.requestMany': write<ManyReceipts>()(
    z.strictObject({ ...send, asked: z.array(z.strictObject(asked)).min(1).max(1_000) }),
  ),
  /** The request behind a Task we hold, or behind a Task given as JSON. */
  'tasks.readRequest': read<ReadRequest>()(
    z.union([z.strictObject({ id: z.string().min(1) }), z.strictObject({ task: z.unknown() })]),
  ),
  /** Keeps a request that was begun, under its id or as a new one. */
  'tasks.saveDraft': write<TaskDraftRecord>()(
    z.strictObject({
      id: z.string().optional(),
      connectionId: z.string().optional(),
      title: z.string().max(300),
      request: unfinishedRequest,
      task: z.unknown().optional(),
    }),
  ),
  'tasks.removeDraft': write<{ removed: boolean }>()(z.strictObject({ id: z.string() })),
  /** Takes up a Task somebody else created, so that it can be watched. Reads it once. */
  'tasks.adopt': write<TaskDetail>()(z.strictObject({ partner: partnerInput, taskId: z.string().min(1) })),
  /** Reads it now, by hand; counted and shown, outside the automatic schedule. */
  'tasks.poll': write<TaskDetail>()(z.strictObject(one)),
  /** How it is polled by itself from now on. `everyMs` overrides the profile (debugging; shown as such). */
  'tasks.watch': write<TaskDetail>()(
    z.strictObject({ ...one, profile: z.enum(pollingProfiles), everyMs: z.number().int().min(200).optional() }),
  ),
  /** Reads [base]/Task/[id]/_history to learn of versions that passed between two polls. */
  'tasks.history': write<TaskDetail>()(z.strictObject(one)),
  /** What differs between two versions we hold, by their version ids. */
  'tasks.diff': read<VersionChange[]>()(z.strictObject({ ...one, from: z.string(), to: z.string() })),
  /** Fetches every output; with `folder` also writes each to a file (capability write-files). */
  'tasks.fetch': write<FetchedOutputs>()(z.strictObject({ ...one, folder: z.string().optional(), operationId })),
  /** What the guide and this server allow when a Task is no longer wanted. */
  'tasks.cancelAdvice': read<CancelAdvice>()(z.strictObject(one)),
  /** DELETE [base]/Task/[id]; refused where the server does not declare it, unless `anyway`. */
  'tasks.delete': write<{ deleted: true; httpStatus: number; exchangeId: string }>()(
    z.strictObject({ ...one, anyway: z.boolean().default(false) }),
  ),
  /** Takes it off our board; the partner hears nothing of it. */
  'tasks.forget': write<{ forgotten: boolean }>()(z.strictObject({ id: z.string().min(1) })),
};
