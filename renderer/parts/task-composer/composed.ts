import { type BuildContext, buildTask } from '../../../shared/cdex/build-task.ts';
import { checkNewTask } from '../../../shared/cdex/check-new-task.ts';
import { checkRequest } from '../../../shared/cdex/check-request.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { mergeRequest, requestOf } from '../../../shared/cdex/request-of-task.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { type Finding, worstFirst } from '../../../shared/domain/finding.ts';
import { sandboxParties } from '../../../shared/domain/sandbox-parties.ts';
import type { TaskRequest } from '../../../shared/domain/task-request.ts';
import type { TaskForm } from './task-form.ts';
import { formFrom, requestFrom } from './task-request.ts';

/** Whether requester and owner are known without being said: the sandbox's own. */
export const knowsParties = (partner: Connection | undefined): boolean => partner?.origin === 'sandbox-provider';

/** What the Task is built in: the partner's version, the time it was begun. */
export const contextFor = (partner: Connection | undefined, begunAt: string): BuildContext => ({
  cdexVersion: partner?.cdexVersion ?? '2.1',
  now: begunAt,
});

/** The request as it would be sent to a partner: with who asks and who is asked, and with what was agreed, where the form leaves it open. */
function requestFor(form: TaskForm, partner: Connection | undefined): TaskRequest {
  const request = requestFrom(form);
  const signed = request.signature ?? (partner?.policy.signatures === 'required' ? true : undefined);
  const parties = knowsParties(partner)
    ? {
        requester: request.requester ?? sandboxParties.payer,
        owner: request.owner ?? sandboxParties.provider,
      }
    : {};
  return { ...request, ...parties, ...(signed === undefined ? {} : { signature: signed }) };
}

/** The Task a form stands for. */
export const taskFor = (form: TaskForm, partner: Connection | undefined, begunAt: string): unknown =>
  buildTask(requestFor(form, partner), contextFor(partner, begunAt));

/**
 * What the rules say about what is composed, with what was agreed with the partner and what no Task can say. `isJson`: the Task was edited
 * as JSON, and the form's own words are no longer all of it.
 */
export function findingsOn(task: unknown, form: TaskForm, partner: Connection | undefined, isJson: boolean): Finding[] {
  const version = partner?.cdexVersion ?? '2.1';
  const { reasonUnknown } = form;
  return worstFirst([
    ...(isJson ? checkNewTask(task) : checkRequest(requestFor(form, partner), version)),
    ...checkTask(task, version, { ...partner?.policy, reasonUnknown }),
  ]);
}

/** The form after its Task was edited as JSON. That a reason is not known stands in no Task, so it holds until one is stated. */
export function formAfterJson(task: unknown, before: TaskForm): TaskForm {
  const form = formFrom(requestOf(task).request, before);
  const isStated = form.claim !== '' || form.reason !== '' || form.reasonReference !== '';
  return { ...form, reasonUnknown: before.reasonUnknown && !isStated };
}

/** The Task, edited as JSON before, after an edit in the form. */
export const taskAfterForm = (
  task: unknown,
  before: TaskForm,
  after: TaskForm,
  partner: Connection | undefined,
  begunAt: string,
): unknown => mergeRequest(task, requestFor(before, partner), requestFor(after, partner), contextFor(partner, begunAt));
