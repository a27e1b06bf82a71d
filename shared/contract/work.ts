import { z } from 'zod';
import type { Finding } from '../domain/finding.ts';
import { taskStatuses, type TaskRecord } from '../domain/task.ts';
import type { WorkQueue, WorkRule } from '../domain/work.ts';
import { read, write } from './define.ts';
import { partnerInput } from './partner.ts';

/** What the query of a Task brought, or why it was not run. */
export interface Collected {
  /** The query that was run: the Task's own, or the one given instead. */
  query: string;
  /** Entries in all, and the first of them for the choice, as reference and one line. */
  entries: number;
  items: { reference: string; title: string }[];
  bytes: number;
  /** Where the whole answer is. */
  exchangeIds: string[];
  /** What is unsafe or odd about the query; an error keeps it from being run. */
  findings: Finding[];
}

/** What a read of the queue brought. */
export interface Refreshed {
  found: number;
  changed: number;
  /** The first page's exchange. */
  exchangeId: string;
  /** Our ids of the Tasks that were found, in the server's order. */
  ids: string[];
  /** What the server would not do, and what was left out. */
  notes: string[];
  /** How many Tasks a rule was applied to. */
  ruled: number;
}

/** What came of changing a received Task. */
export interface WorkAnswer {
  task: unknown;
  record: TaskRecord;
  findings: Finding[];
  exchangeId: string;
}

const operationId = z.string().max(80).optional();
const one = { id: z.string().min(1), partner: partnerInput.optional() };

const condition = z.strictObject({
  code: z.string().optional(),
  workQueue: z.string().optional(),
  purpose: z.string().optional(),
  member: z.string().optional(),
  requester: z.string().optional(),
  dueWithinDays: z.number().int().min(0).max(3_650).optional(),
});

/** What a Task is answered with: something on the server, a file (capability environment), a query's answer, or a resource as it is. */
const answerOutput = z.union(
  [
    z.strictObject({ reference: z.string().trim().min(1).max(2_000) }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ query: z.string().trim().min(1).max(16_000) }),
    z.strictObject({ resource: z.record(z.string(), z.unknown()) }),
  ],
  { error: 'An output is {"reference"}, {"file"}, {"query"} or {"resource"}.' },
);

/** The provider's work queue: Tasks partners sent to a server we work for, and what we do with them. */
export const commands = {
  'work.queues': read<WorkQueue[]>()(z.strictObject({})),
  /** Reads the Tasks of a server; those that are new or changed become records of the side `received`. */
  'work.refresh': write<Refreshed>()(
    z.strictObject({
      partner: partnerInput,
      status: z.array(z.enum(taskStatuses)).max(7).optional(),
      workQueue: z.string().trim().min(1).max(200).optional(),
      /** Applies the rules of the queue to what is newly requested, as a read by itself does. Stored connections only. */
      applyRules: z.boolean().default(false),
      operationId,
    }),
  ),
  /** Reads it by itself from now on; without `everyMs` no longer. */
  'work.follow': write<WorkQueue>()(
    z.strictObject({ connectionId: z.string(), everyMs: z.number().int().min(1_000).max(86_400_000).optional() }),
  ),
  /** Runs what the Task asks for, after checking that it brings nothing but its own patient's data. */
  'work.collect': write<Collected>()(z.strictObject({ ...one, query: z.string().max(16_000).optional(), operationId })),
  /** Changes a received Task: its status, words and outputs (PUT with If-Match). `id` is ours, or the server's with `partner`. */
  'work.answer': write<WorkAnswer>()(
    z.strictObject({
      ...one,
      status: z.enum(taskStatuses),
      reason: z.string().trim().max(2_000).optional(),
      businessStatus: z.string().trim().max(2_000).optional(),
      outputs: z.array(answerOutput).max(200).optional(),
      /** Put into the Task rather than stored beside it on the server. */
      contained: z.boolean().optional(),
      /** The version somebody looked at: nothing is written when the Task has another one by now. */
      ifVersion: z.string().max(200).optional(),
      sendAnyway: z.boolean().default(false),
      operationId,
    }),
  ),
  'work.rules': read<WorkRule[]>()(z.strictObject({ connectionId: z.string().optional() })),
  /** Keeps a rule, under its id or as a new one. */
  'work.saveRule': write<WorkRule>()(
    z.strictObject({
      id: z.string().optional(),
      connectionId: z.string(),
      name: z.string().trim().min(1).max(200),
      order: z.number().int().min(0).max(1_000).optional(),
      on: z.boolean().default(true),
      when: condition,
      action: z.enum(['accept', 'reject', 'hold', 'complete', 'fail', 'leave']),
      text: z.string().trim().max(2_000).optional(),
      contained: z.boolean().optional(),
    }),
  ),
  'work.removeRule': write<{ removed: boolean }>()(z.strictObject({ id: z.string() })),
};
