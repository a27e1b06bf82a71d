import type { CdexVersion } from '../domain/connection.ts';
import { type Finding, worstFirst } from '../domain/finding.ts';
import { isObject, typeOfResource } from '../fhir/json.ts';
import { type Agreed, checkAgreed } from './check-agreed.ts';
import { checkAttachmentRequest } from './check-attachment-request.ts';
import { checkDue, checkModifiers, checkState, checkTags, checkTyped } from './check-common.ts';
import { checkDataRequest } from './check-data-request.ts';
import { error } from './findings.ts';
import { inputsOf, outputsOf, taskCodes } from './task-slots.ts';

/** Whether a Task asks for attachments to be pushed; every other Task counts as a data request. */
export const isAttachmentRequest = (task: unknown): boolean =>
  taskCodes(task).some((code) => code.startsWith('attachment-request'));

/**
 * What the rules say about a Task, worst first; an empty list when they are content. It is held against the data request profile, or the
 * attachment request profile where its code says so, and against what was `agreed` with its partner, where that is told. Extensions nobody knows are let pass (CONF-096, CONF-097), modifier extensions are not.
 */
export function checkTask(task: unknown, version: CdexVersion, agreed?: Agreed): Finding[] {
  if (typeOfResource(task) !== 'Task' || !isObject(task)) {
    const message = 'This is not a Task.';
    return [error('CONF-057', 'Task.resourceType', message, 'Use a resource whose resourceType is Task.')];
  }
  const attachments = isAttachmentRequest(task);
  const [needed, profile] = attachments ? ['CONF-088', 'CONF-098'] : ['CONF-089', 'CONF-057'];
  return worstFirst([
    ...checkState(task, needed),
    ...checkTags(task),
    ...checkDue(task),
    ...checkTyped([...inputsOf(task), ...outputsOf(task)], profile),
    ...(attachments ? checkAttachmentRequest(task, version) : checkDataRequest(task)),
    ...(agreed ? checkAgreed(task, agreed) : []),
    ...checkModifiers(task),
  ]);
}
