import type { Task } from '@medplum/fhirtypes';
import type { AttachmentRequest, TaskRequest } from '../domain/task-request.ts';
import { buildAttachmentRequest } from './build/attachment-request.ts';
import type { BuildContext, Unfinished, UnfinishedDataRequest } from './build/context.ts';
import { buildDataRequest } from './build/data-request.ts';

export { buildAuthorization } from './build/authorization.ts';
export type { BuildContext } from './build/context.ts';

/** A request as a form has it: finished or not. */
export type AnyRequest = TaskRequest | Partial<TaskRequest>;

const forAttachments = (request: AnyRequest): request is Unfinished<AttachmentRequest> =>
  request.kind?.startsWith('attachment-request') === true;

/**
 * The Task a request describes, to be POSTed as it is; what the request leaves out is left out here, and checkTask says what is missing.
 * A request may be unfinished, so that it can be checked while it is typed. An authorization that is `posted` is not part of the Task:
 * build it with buildAuthorization, POST it, and name it in `basedOn`. Source: CDex Task Data Request and Task Attachment Request of
 * 2.0, 2.1 and the continuous build.
 */
export const buildTask = (request: AnyRequest, context: BuildContext): Task =>
  forAttachments(request)
    ? buildAttachmentRequest(request, context)
    : buildDataRequest(request as UnfinishedDataRequest, context);
