import { randomUUID } from 'node:crypto';
import type { Task } from '@medplum/fhirtypes';
import { type BuildContext, buildTask } from '../../shared/cdex/build-task.ts';
import { checkNewTask } from '../../shared/cdex/check-new-task.ts';
import { checkRequest } from '../../shared/cdex/check-request.ts';
import { checkTask } from '../../shared/cdex/check-task.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { type Finding, worstFirst } from '../../shared/domain/finding.ts';
import { defaultPolicy } from '../../shared/domain/policy.ts';
import type { TaskRequest } from '../../shared/domain/task-request.ts';
import { isObject, typeOfResource } from '../../shared/fhir/json.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Heavy } from '../wire/heavy.ts';
import type { Kit } from './kit.ts';
import { policyOf } from './partners.ts';
import { withParties } from './task-parties.ts';

/** What is asked for: as a form says it, or the whole Task; one of the two. */
export interface Asked {
  request?: TaskRequest | undefined;
  task?: unknown;
}

/** The Task that would be sent, and what the rules say about it. */
export interface Composed {
  task: Task;
  findings: Finding[];
  /** The request behind it where a form said it, its parties filled in, and what else it was built with. */
  request?: TaskRequest;
  context?: BuildContext;
}

/**
 * The Task for a partner, or for none in particular. What was agreed with the partner and who speaks in the sandbox fill in what a request
 * leaves open; a Task given as JSON is taken as it is. Fails with `invalid-input` for anything that cannot become a Task.
 */
export async function composeTask(
  kit: Kit,
  heavy: Heavy,
  partner: Partner | undefined,
  { request, task }: Asked,
): Promise<Reply<Composed>> {
  const cdexVersion = partner?.cdexVersion ?? '2.1';
  const agreed = partner ? policyOf(kit, partner) : defaultPolicy;
  if ((request === undefined) === (task === undefined))
    return fail(
      'invalid-input',
      'A Task is asked for by a request or as JSON.',
      'Give one of the two: request or task.',
      {
        details: ['request: or task is needed, not both'],
      },
    );
  if (task !== undefined) {
    if (typeOfResource(task) !== 'Task' || !isObject(task))
      return fail('invalid-input', 'This JSON is not a Task.', 'Give a resource whose resourceType is Task.', {
        details: ['task: a FHIR Task is needed'],
      });
    const findings = worstFirst([...checkNewTask(task), ...checkTask(task, cdexVersion, agreed)]);
    return ok({ task: task as unknown as Task, findings });
  }
  const complete = await withParties(kit, heavy, partner, request as TaskRequest);
  if (!complete.ok) return complete;
  const asked =
    agreed.signatures === 'required'
      ? { ...complete.value, signature: complete.value.signature ?? true }
      : complete.value;
  const context = { cdexVersion, now: new Date(kit.ports.clock.now()).toISOString(), ...answeredTo(kit) };
  const built = buildTask(asked, context);
  const reasonUnknown = 'reasonUnknown' in asked && asked.reasonUnknown;
  const findings = [
    ...checkRequest(asked, cdexVersion),
    ...checkTask(built, cdexVersion, { ...agreed, reasonUnknown }),
  ];
  return ok({ task: built, findings: worstFirst(findings), request: asked, context });
}

/** Where attachments go unless the request says otherwise, our own receiver while one runs, and a tracking id nobody else has. */
function answeredTo({ store }: Kit): Pick<BuildContext, 'payerUrl' | 'trackingId'> {
  const { running, receiver } = store.roles.get('receiver') ?? {};
  const trackingId = `urn:ietf:rfc:3986|urn:uuid:${randomUUID()}`;
  return running && receiver ? { payerUrl: receiver.submitAttachmentUrl, trackingId } : { trackingId };
}
