import type { CodeableConcept } from '@medplum/fhirtypes';
import { isFinal, type TaskStatus } from '../domain/task.ts';
import { dig, type JsonObject, listOf, objectsOf, textOf } from '../fhir/json.ts';
import { dialectVersion } from './attachment-dialect.ts';
import { isAttachmentRequest } from './check-task.ts';
import { systems } from './codes.ts';
import { taskCodes } from './task-slots.ts';

/** One output to add: the reference as it is written, and the type of what it points to, where that is known. */
export interface NewOutput {
  reference: string;
  resourceType?: string;
}

/** How a received Task is changed. */
export interface TaskChange {
  status: TaskStatus;
  /** For Task.statusReason. */
  reason?: string | undefined;
  businessStatus?: string | undefined;
  outputs: readonly NewOutput[];
  /** Resources to put into the Task; each has an id that is free there. */
  contained: readonly JsonObject[];
  /** ISO instant. */
  now: string;
}

/** Whether a status says no and needs its reason in words (tdr-2). */
export const isRefusal = (status: string): boolean => status === 'rejected' || status === 'failed';

const typed = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });

/**
 * The type of an output by the kind of request and the version it is written in. Only a filled-in questionnaire has a type of its own
 * (CDex Task Data Request and Attachment Request, output slices; 2.0 used those of the data request for attachments too).
 */
export function outputType(task: unknown, resourceType: string | undefined): CodeableConcept {
  const questionnaire =
    taskCodes(task).some((code) => code.endsWith('questionnaire')) && resourceType === 'QuestionnaireResponse';
  if (isAttachmentRequest(task) && dialectVersion(task) !== '2.0')
    return typed(systems.pas, questionnaire ? 'questionnaire-context' : 'attachments-needed');
  return questionnaire ? typed(systems.sdc, 'questionnaire-response') : typed(systems.hrex, 'data-value');
}

/** An id nothing contained in the Task has yet: the wanted one, or that with a number behind it. */
export function freeId(taken: ReadonlySet<string>, wanted: string): string {
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? wanted : `${wanted}-${count}`;
    if (!taken.has(id)) return id;
  }
}

/** The ids of what a Task contains. */
export const containedIds = (task: unknown): Set<string> =>
  new Set(objectsOf(dig(task, 'contained')).flatMap(({ id }) => textOf(id) ?? []));

/** A reason belongs to the status it was given for: it goes when the Task leaves that status. */
function statusReason(task: JsonObject, { status, reason }: TaskChange): unknown {
  if (reason) return { text: reason };
  return task.status === status ? task.statusReason : undefined;
}

const referenceOf = (output: unknown): unknown => dig(output, 'valueReference', 'reference');

/**
 * The Task after a change. Outputs are added to those there are, none twice; all else stays as its sender wrote it. Reopening takes the
 * reason away that closed it (CONF-060).
 */
export function answerTask(task: JsonObject, change: TaskChange): JsonObject {
  const { statusReason: _reason, ...rest } = task;
  const reason = statusReason(task, change);
  const known = objectsOf(task.output);
  const added = change.outputs
    .filter(({ reference }) => !known.some((output) => referenceOf(output) === reference))
    .map(({ reference, resourceType }) => ({
      type: outputType(task, resourceType),
      valueReference: { reference },
    }));
  const output = [...listOf(task.output), ...added];
  const contained = [...listOf(task.contained), ...change.contained];
  return {
    ...rest,
    ...(contained.length > 0 && { contained }),
    status: change.status,
    ...(reason !== undefined && { statusReason: reason }),
    ...(change.businessStatus && { businessStatus: { text: change.businessStatus } }),
    lastModified: change.now,
    ...(output.length > 0 && { output }),
  };
}

/** Whether a change leads out of an end (CONF-060). */
export const reopens = (before: string, after: string): boolean => isFinal(before) && !isFinal(after);
