import { answerTask, containedIds, freeId, isRefusal, type NewOutput } from '../../../../../shared/cdex/answer-task.ts';
import type { CommandInput } from '../../../../../shared/contract/commands.ts';
import type { Failure } from '../../../../../shared/contract/errors.ts';
import type { Collected } from '../../../../../shared/contract/work.ts';
import type { TaskStatus } from '../../../../../shared/domain/task.ts';
import { type JsonObject, textOf } from '../../../../../shared/fhir/json.ts';
import { parseReference } from '../../../../../shared/fhir/reference.ts';

/** Something a person adds to the answer: a reference as it is, or a resource that goes along. */
export type Extra = { key: string; title: string } & ({ reference: string } | { resource: JsonObject });

/** An answer that is being written; in memory only. */
export interface AnswerDraft {
  /** What the Task becomes; the natural next step where nothing was chosen. */
  status?: TaskStatus;
  reason: string;
  businessStatus: string;
  /** The query to collect with, as typed; left out while it is the Task's own. */
  query?: string;
  collected?: Collected;
  collectFailure?: Failure;
  /** How what was collected is given. */
  give: 'bundle' | 'references' | 'nothing';
  /** Where a Bundle or a resource goes: into the Task, or beside it on the server. */
  place: 'contained' | 'stored';
  /** References of collected items that were taken out of the choice. */
  left: readonly string[];
  extras: readonly Extra[];
  /** The version that was looked at when the answer was begun. */
  looked?: string;
}

/** An answer not yet begun, for a kind of request: a query is answered with its Bundle, a code with its documents. */
export const emptyAnswer = (code: string): AnswerDraft => ({
  reason: '',
  businessStatus: '',
  give: code === 'data-request-query' ? 'bundle' : 'references',
  place: 'contained',
  left: [],
  extras: [],
});

const nextSteps: Readonly<Record<string, TaskStatus>> = {
  requested: 'accepted',
  accepted: 'in-progress',
  'in-progress': 'completed',
};

/** Where a Task goes next by the guide's figure, along the middle; in progress from everywhere else. */
export const nextStep = (status: string): TaskStatus => nextSteps[status] ?? 'in-progress';

/** Whether what was collected may be given out. */
export const mayGive = (collected: Collected | undefined): collected is Collected =>
  collected !== undefined && !collected.findings.some(({ severity }) => severity === 'error');

/** The references of the collected items that are chosen. */
export function chosenOf({ collected, left }: Pick<AnswerDraft, 'collected' | 'left'>): string[] {
  const out = new Set(left);
  return (collected?.items ?? []).map(({ reference }) => reference).filter((reference) => !out.has(reference));
}

type Outputs = NonNullable<CommandInput<'work.answer'>['outputs']>;

/** The outputs an answer asks for; none unless it completes the Task. */
export function outputsOf(draft: AnswerDraft, status: TaskStatus): Outputs {
  if (status !== 'completed') return [];
  const { collected, give, extras } = draft;
  const given: Outputs = [];
  if (mayGive(collected) && give === 'bundle') given.push({ query: collected.query });
  if (mayGive(collected) && give === 'references') given.push(...chosenOf(draft).map((reference) => ({ reference })));
  return [
    ...given,
    ...extras.map((extra) => ('reference' in extra ? { reference: extra.reference } : { resource: extra.resource })),
  ];
}

/** Whether an answer carries a resource, so that its place is to be chosen. */
export const carriesResource = (draft: AnswerDraft): boolean =>
  outputsOf(draft, 'completed').some((output) => !('reference' in output));

/** What `work.answer` is given for an answer, apart from whose Task it is. */
export function wishOf(draft: AnswerDraft, status: TaskStatus) {
  const outputs = outputsOf(draft, status);
  const [reason, businessStatus] = [draft.reason.trim(), draft.businessStatus.trim()];
  return {
    status,
    ...(reason && { reason }),
    ...(businessStatus && { businessStatus }),
    ...(outputs.length > 0 && { outputs, contained: draft.place === 'contained' }),
  };
}

/** What is missing of an answer, by field. */
export const lacksReason = (draft: AnswerDraft, status: TaskStatus): boolean =>
  isRefusal(status) && draft.reason.trim() === '';

const names: Readonly<Record<string, string>> = {
  Bundle: 'results',
  DocumentReference: 'document',
  QuestionnaireResponse: 'response',
};

/**
 * The Task as it will be written, with stand-ins for what is only known when it is sent: a Bundle without its entries, and references to what
 * the server has yet to store.
 */
export function previewOf(task: JsonObject, draft: AnswerDraft, status: TaskStatus, now: string): JsonObject {
  const taken = containedIds(task);
  const contained: JsonObject[] = [];
  const outputs = outputsOf(draft, status).map((output, index): NewOutput => {
    if ('reference' in output) {
      const { type } = parseReference(output.reference);
      return { reference: output.reference, ...(type ? { resourceType: type } : {}) };
    }
    const resource: JsonObject =
      'resource' in output
        ? output.resource
        : { resourceType: 'Bundle', type: 'searchset', total: draft.collected?.entries ?? 0 };
    const resourceType = textOf(resource.resourceType) ?? 'Basic';
    if (draft.place === 'stored') return { reference: `${resourceType}/to-be-stored-${index}`, resourceType };
    const id = freeId(taken, names[resourceType] ?? resourceType.toLowerCase());
    taken.add(id);
    contained.push({ ...resource, id });
    return { reference: `#${id}`, resourceType };
  });
  return answerTask(task, {
    status,
    reason: draft.reason.trim() || undefined,
    businessStatus: draft.businessStatus.trim() || undefined,
    outputs,
    contained,
    now,
  });
}

/** The query that brings only the chosen of what was collected; undefined where they are not of the one type it asks for, or too many. */
export function narrowedQuery(draft: Pick<AnswerDraft, 'collected' | 'left'>): string | undefined {
  const { collected } = draft;
  const chosen = chosenOf(draft).map((reference) => parseReference(reference));
  const type = collected?.query.split('?')[0];
  const ids = chosen.flatMap(({ type: of, id }) => (of === type && id ? [id] : []));
  if (!collected || ids.length !== chosen.length || ids.length === 0 || ids.length > 100) return undefined;
  const rest = collected.query.replace(/&_id=[^&]*/g, '');
  return `${rest}&_id=${ids.join(',')}`;
}
