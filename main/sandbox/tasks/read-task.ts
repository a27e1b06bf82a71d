import type { Identifier, Resource, Task, TaskInput } from '@medplum/fhirtypes';
import { oldDataRequestCode } from '../../../shared/cdex/codes.ts';
import { taskCodes } from '../../../shared/cdex/task-slots.ts';
import { codesOf } from '../../../shared/fhir/datatype.ts';

/** What a Task asks this provider for, with the input codes that carry the request; the second one is of version 2.0. */
const requestInputs = {
  'data-request-query': ['data-query'],
  'data-request-code': ['data-code'],
  'data-request-questionnaire': ['questionnaire'],
  'attachment-request-code': ['attachments-needed', 'data-code'],
  'attachment-request-questionnaire': ['questionnaire-context', 'questionnaire'],
} as const;

/** One of these kinds. */
export type TaskKind = keyof typeof requestInputs;

const isKind = (code: string): code is TaskKind => Object.hasOwn(requestInputs, code);

/** The inputs whose type has one of these codes; code systems moved between versions of the guide, so they are not compared. */
export const inputsWith = (task: Task, ...codes: string[]): TaskInput[] =>
  (task.input ?? []).filter(({ type }) => codesOf(type).some((code) => codes.includes(code)));

/** The inputs that carry the request of a kind. */
export const requestsOf = (task: Task, kind: TaskKind): TaskInput[] => inputsWith(task, ...requestInputs[kind]);

/** What a Task asks for, or undefined when it is no CDex Task. Under the one code of CDex 1.x the input tells. */
export function kindOf(task: Task): TaskKind | undefined {
  const codes = taskCodes(task);
  const kind = codes.find(isKind);
  if (kind || !codes.includes(oldDataRequestCode)) return kind;
  if (inputsWith(task, 'data-query').length) return 'data-request-query';
  return inputsWith(task, 'questionnaire').length ? 'data-request-questionnaire' : 'data-request-code';
}

/** A contained resource of a type, preferably the one a reference such as `#patient` names. */
export function containedOf<T extends Resource>(
  task: Task,
  type: T['resourceType'],
  reference?: string,
): T | undefined {
  const all = (task.contained ?? []).filter((one) => one.resourceType === type);
  return (all.find(({ id }) => reference === `#${id}`) ?? all[0]) as T | undefined;
}

/** The identifier under which the payer follows an attachment request: type tracking-id, else the first one. */
export function trackingIdOf(task: Task): Identifier | undefined {
  const list = task.identifier ?? [];
  return list.find(({ type }) => codesOf(type).includes('tracking-id')) ?? list[0];
}
