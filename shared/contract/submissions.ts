import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import type {
  AskedAttachment,
  SubmissionAttempt,
  SubmissionRecord,
  SubmissionRequest,
  SubmissionTarget,
} from '../domain/submission.ts';
import { write } from './define.ts';
import type { Failure } from './errors.ts';
import { given } from './given.ts';
import { partnerInput } from './partner.ts';

/** A request as far as it can be filled in, where it would go, and what is still missing or wrong. */
export interface SubmissionDraft {
  request: SubmissionRequest;
  target?: SubmissionTarget;
  findings: Finding[];
}

/** The same for what a Task asks for. `request.attachments` has a slot for each thing, in the order of `slots`, nothing chosen yet. */
export interface TaskSubmissionDraft extends SubmissionDraft {
  /** The server's id. */
  taskId: string;
  /** What is asked for, in a line. */
  asked: string;
  multipleSubmits: boolean;
  /** Whether filled-in questionnaires are asked for, not documents. */
  questionnaires: boolean;
  slots: AskedAttachment[];
}

/** The Parameters as they would be sent: the data of documents elided, with their sizes. */
export interface ComposedSubmission {
  /** Whole where `whole` was asked for, else with long base64 replaced by a note. */
  parameters: unknown;
  /** Of the whole body. */
  bytes: number;
  attachments: { code?: string; title?: string; contentType: string; bytes: number; sha256: string }[];
  findings: Finding[];
}

/** What came of a submission. */
export interface SubmissionAnswer {
  /** null when nothing was answered. */
  httpStatus: number | null;
  accepted: boolean;
  held: boolean;
  /** The body of the last answer, where it was JSON. */
  outcome?: unknown;
  trackingId: string;
  exchangeId: string;
  attempts: SubmissionAttempt[];
  record: SubmissionRecord;
  /** Why it was not accepted. */
  error?: Failure;
  /** The Task after, where it was completed. */
  task?: unknown;
  /** Why it was not completed although the payer accepted. */
  taskProblem?: Failure;
}

/** What of an upload is here. */
export interface Upload {
  uploadId: string;
  bytes: number;
  /** Once it is whole. */
  sha256?: string;
  sniffedType?: string;
}

const operationId = z.string().max(80).optional();
const connection = z.string().optional();
const contentType = z.string().max(200).optional();

const content = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('file'), path: z.string().min(1), contentType }),
  z.strictObject({ from: z.literal('upload'), uploadId: z.string().min(1), contentType }),
  z.strictObject({ from: z.literal('reference'), reference: z.string().trim().min(1).max(2_000), connection }),
  z.strictObject({ from: z.literal('query'), query: z.string().trim().min(1).max(16_000), connection }),
  z.strictObject({
    from: z.literal('document'),
    references: z.array(z.string().trim().min(1).max(2_000)).min(1).max(500),
    title: z.string().trim().max(500).optional(),
    connection,
  }),
  z.strictObject({ from: z.literal('form'), formId: z.string().min(1) }),
  z.strictObject({ from: z.literal('resource'), resource: z.record(z.string(), z.unknown()) }),
  z.strictObject({ from: z.literal('unchosen') }),
]);

const text = z.string().trim().max(2_000).optional();

/** What a person wants to submit; a draft may lack anything. */
export const submissionRequest = z.strictObject({
  attachTo: z.enum(['claim', 'preauthorization']).default('claim'),
  trackingId: text,
  adminRef: text,
  payerId: text,
  organizationId: text,
  providerId: text,
  memberId: text,
  serviceDate: text,
  attachments: z
    .array(
      z.strictObject({
        code: text,
        title: text,
        lineItems: z.array(z.string().trim().min(1).max(40)).max(1_000).optional(),
        content,
      }),
    )
    .max(200)
    .default([]),
  final: z.boolean().default(true),
});

/** Whom to send to: a connection with a payer, or the operation's own URL, with or without its name. */
const target = { partner: partnerInput.optional(), to: z.string().trim().max(2_000).optional() };

/** Attachments we send (CDex $submit-attachment), as the provider. */
export const commands = {
  /**
   * Fills in what is known (claim, member, who submits, endpoint) and says what is missing. Asks the payer only with `discover`, and the
   * server we work for (`source`) only about a `claim` (Claim/1 or its identifier) or a `patient` (Patient/1) that is named.
   */
  'submissions.draft': write<SubmissionDraft>()(
    z.strictObject({
      request: submissionRequest.prefault({}),
      ...target,
      taskId: z.string().optional(),
      discover: z.boolean().default(false),
      source: partnerInput.optional(),
      claim: text,
      patient: text,
      operationId,
    }),
  ),
  /** The request that answers a Task: our id of a received one, or the server's with `source`, the server it is on (digest table B). */
  'submissions.answerTask': write<TaskSubmissionDraft>()(
    z.strictObject({ task: z.string().min(1), source: partnerInput.optional(), operationId }),
  ),
  /** The Parameters it would send. */
  'submissions.compose': write<ComposedSubmission>()(
    z.strictObject({
      request: submissionRequest,
      ...target,
      /** The server we work for, where contents do not name theirs; and the Task it answers. */
      source: partnerInput.optional(),
      taskId: z.string().optional(),
      whole: z.boolean().default(false),
      operationId,
    }),
  ),
  /** Where a submission to a partner would go: payer-url of a Task, davinci-configuration, or the base. */
  'submissions.target': write<SubmissionTarget>()(z.strictObject({ ...target, taskId: z.string().optional() })),
  /** Sends it, kept as a record before it leaves; a Task it answers is completed afterwards with `complete`. */
  'submissions.send': write<SubmissionAnswer>()(
    z.strictObject({
      request: submissionRequest.optional(),
      /** Parameters as they are, in place of a request. */
      parameters: given.optional(),
      /** The record to send, in place of both: a draft, or one that failed. */
      id: z.string().optional(),
      ...target,
      /** Our id of the received Task it answers, or the server's with `source`. */
      taskId: z.string().optional(),
      source: partnerInput.optional(),
      complete: z.boolean().default(false),
      /** How often it is tried again after no answer or 5xx. */
      retries: z.number().int().min(0).max(10).default(0),
      /** Sends each attachment on its own when the whole is too large (413), all but the last with Final = false. */
      split: z.boolean().default(false),
      sendAnyway: z.boolean().default(false),
      operationId,
    }),
  ),
  'submissions.save': write<SubmissionRecord>()(
    z.strictObject({
      id: z.string().optional(),
      request: submissionRequest,
      connectionId: z.string().optional(),
      to: z.string().optional(),
      taskId: z.string().optional(),
    }),
  ),
  'submissions.remove': write<{ removed: boolean }>()(z.strictObject({ id: z.string() })),
  /** Takes a piece of a file; the first one without an id. Pieces come in order. `done` ends it. Kept for a day. */
  'uploads.put': write<Upload>()(
    z.strictObject({
      uploadId: z.string().optional(),
      name: z.string().max(500).optional(),
      /** Bytes that came before this piece; refused where it is another number. */
      offset: z.number().int().min(0).optional(),
      base64: z.string().max(1_500_000),
      done: z.boolean().default(false),
    }),
  ),
  'uploads.remove': write<{ removed: boolean }>()(z.strictObject({ uploadId: z.string() })),
};
