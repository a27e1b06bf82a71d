import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import { pollingProfiles, type TaskRecord } from '../domain/task.ts';
import { read, write } from './define.ts';
import { partnerInput } from './partner.ts';

/** `system|value`; either side may be empty, not both. */
export const identifierText = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => text !== '|', 'An identifier is written SYSTEM|VALUE.');

/** A data-request-query Task before it is built (digest A.1). Left out: requester and owner come from the connection or the sandbox. */
export const taskRequestInput = z.strictObject({
  kind: z.literal('data-request-query'),
  query: z.string().trim().min(1).max(16_000),
  patientId: z.string().trim().min(1).max(200).optional(),
  member: identifierText.optional(),
  requester: identifierText.optional(),
  owner: identifierText.optional(),
  purposeOfUse: z.array(identifierText).max(5).optional(),
  workQueue: z.array(z.string().trim().min(1)).max(12).optional(),
  signature: z.boolean().optional(),
  reason: z.string().trim().max(2_000).optional(),
  claim: identifierText.optional(),
  basedOn: z.string().trim().min(1).optional(),
  due: z.string().trim().min(4).optional(),
});
/** A request as parsed. */
export type TaskRequest = z.infer<typeof taskRequestInput>;

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
  file?: string;
  findings: Finding[];
}

/** The outputs of a Task, in its order, with the status it had. */
export interface FetchedOutputs {
  status: string;
  outputs: FetchedOutput[];
}

const operationId = z.string().max(80).optional();
const one = { id: z.string().min(1), partner: partnerInput.optional() };

/** Tasks: built, sent, taken up, read again, their outputs fetched. */
export const commands = {
  'tasks.list': read<TaskRecord[]>()(z.strictObject({ status: z.string().optional() })),
  /** A Task by our id, or by the server's id with its partner. */
  'tasks.get': read<TaskRecord>()(z.strictObject(one)),
  /** Builds and checks, sends nothing. */
  'tasks.draft': read<TaskDraft>()(z.strictObject({ partner: partnerInput.optional(), request: taskRequestInput })),
  /** Builds, checks and POSTs. A rule of error severity stops it unless `sendAnyway`. */
  'tasks.request': write<TaskReceipt>()(
    z.strictObject({
      partner: partnerInput,
      request: taskRequestInput,
      /** Left out: what was agreed with the partner. */
      profile: z.enum(pollingProfiles).optional(),
      sendAnyway: z.boolean().default(false),
      operationId,
    }),
  ),
  /** Takes up a Task somebody else created, so that it can be watched. Reads it once. */
  'tasks.adopt': write<TaskRecord>()(z.strictObject({ partner: partnerInput, taskId: z.string().min(1) })),
  /** Reads it now, by hand; counted and shown, outside the automatic schedule. */
  'tasks.poll': write<TaskRecord>()(z.strictObject(one)),
  /** How it is polled by itself from now on. `everyMs` overrides the profile (debugging; shown as such). */
  'tasks.watch': write<TaskRecord>()(
    z.strictObject({ ...one, profile: z.enum(pollingProfiles), everyMs: z.number().int().min(200).optional() }),
  ),
  /** Fetches every output; with `folder` also writes each to a file (capability write-files). */
  'tasks.fetch': write<FetchedOutputs>()(z.strictObject({ ...one, folder: z.string().optional(), operationId })),
};
