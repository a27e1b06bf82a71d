import type { CdexVersion } from '../domain/connection.ts';
import { type Finding, worstFirst } from '../domain/finding.ts';
import { isObject, typeOfResource } from '../fhir/json.ts';
import { checkAgreed, type Told } from './check-agreed.ts';
import { checkAttachmentRequest } from './check-attachment-request.ts';
import { checkState, checkTags } from './check-common.ts';
import { checkDataRequest } from './check-data-request.ts';
import { checkDates, checkKinds } from './check-elements.ts';
import { checkModifiers } from './check-modifiers.ts';
import { checkTyped } from './check-slots.ts';
import { error } from './findings.ts';
import { inputsOf, outputsOf, taskCodes } from './task-slots.ts';

/** Whether a Task asks for attachments to be pushed; every other Task counts as a data request. */
export const isAttachmentRequest = (task: unknown): boolean =>
  taskCodes(task).some((code) => code.startsWith('attachment-request'));

/** Findings of one rule in one kind of place that are worth telling: a hostile Task breaks one rule a hundred thousand times. */
const most = 200;

/**
 * What the rules say about a Task, worst first; an empty list when they are content. It is held against the data request profile, or the
 * attachment request profile where its code says so, and against what was `told` beside it. Extensions nobody knows are let pass (CONF-096,
 * CONF-097), modifier extensions are not. References are not followed, so that it takes no longer for a Task whose references loop.
 */
export function checkTask(task: unknown, version: CdexVersion, told: Told = {}): Finding[] {
  if (typeOfResource(task) !== 'Task' || !isObject(task)) {
    const message = 'This is not a Task.';
    return [error('CONF-057', 'Task.resourceType', message, 'Use a resource whose resourceType is Task.')];
  }
  const attachments = isAttachmentRequest(task);
  const [needed, profile] = attachments ? (['CONF-088', 'CONF-098'] as const) : (['CONF-089', 'CONF-057'] as const);
  const findings = [
    ...checkKinds(task, needed),
    ...checkState(task, needed),
    ...checkTags(task, profile),
    ...checkDates(task, needed),
    ...checkTyped([...inputsOf(task), ...outputsOf(task)], profile),
    ...(attachments ? checkAttachmentRequest(task, version) : checkDataRequest(task, told.reasonUnknown)),
    ...checkAgreed(task, told),
    ...checkModifiers(task),
  ];
  return worstFirst(findings).slice(0, most);
}
