import type { Task } from '@medplum/fhirtypes';
import { buildAuthorization } from '../../shared/cdex/build-task.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { dig } from '../../shared/fhir/json.ts';
import { header } from '../exchange/answer.ts';
import { createAuthorization } from '../exchange/create-authorization.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Composed } from './compose-task.ts';
import type { Kit } from './kit.ts';
import { idFromLocation, usableId } from './read-created.ts';

/** A Task that names what authorises it. */
export interface Authorized {
  task: Task;
  /** Reference of the resource that was posted for it, such as ServiceRequest/5; absent where none was. */
  posted?: string;
}

/**
 * POSTs what authorises a data request where the request wants it beside the Task, and adds the reference the server gave to Task.basedOn.
 * Where nothing is to be posted the Task stays as it is; where it is not taken, no Task is sent.
 */
export async function postAuthorization(
  { door }: Pick<Kit, 'door'>,
  partner: Partner,
  { task, request, context }: Composed,
  signal: AbortSignal,
): Promise<Reply<Authorized>> {
  const authorization = request && 'authorization' in request ? request.authorization : undefined;
  if (!request || !context || authorization?.place !== 'posted') return ok({ task });
  const { resourceType: type } = authorization;
  const reply = await createAuthorization(door, partner, buildAuthorization(authorization, request, context), {
    signal,
  });
  if (!reply.ok)
    return {
      ok: false,
      error: { ...reply.error, message: `${reply.error.message} That was the ${type}; no Task was sent.` },
    };
  const { resource, headers, exchangeId, httpStatus } = reply.value;
  const inBody = dig(resource, 'resourceType') === type ? usableId(dig(resource, 'id')) : undefined;
  const id = inBody ?? idFromLocation(header(headers, 'location'), type);
  if (!id)
    return fail(
      'not-fhir',
      `The partner took the ${type} but told no id, so no Task can name it; none was sent.`,
      `Ask the partner for the id of the ${type}, and name it as what authorises the request.`,
      { exchangeId, httpStatus },
    );
  const posted = `${type}/${id}`;
  return ok({ task: { ...task, basedOn: [...(task.basedOn ?? []), { reference: posted }] }, posted });
}
