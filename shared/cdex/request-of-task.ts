import type { CdexVersion } from '../domain/connection.ts';
import { type RequestKind, requestKinds, type TaskRequest } from '../domain/task-request.ts';
import { codesOf } from '../fhir/datatype.ts';
import { dig, isObject, type JsonObject, textOf } from '../fhir/json.ts';
import { dialectVersion } from './attachment-dialect.ts';
import type { BuildContext } from './build/context.ts';
import { buildTask } from './build-task.ts';
import { isAttachmentRequest } from './check-task.ts';
import { dataRequestCodes } from './codes.ts';
import { copyTask } from './copy-task.ts';
import { laidOver } from './request/lay-over.ts';
import { readAttachmentRequest } from './request/read-attachment-request.ts';
import { readDataRequest } from './request/read-data-request.ts';
import { unexplained } from './request/unexplained.ts';
import { inputsOf, taskCodes, withCode } from './task-slots.ts';

/** A request read back from a Task. `kept` names the places of the Task the form has no field for, FHIRPath-like. */
export interface RequestOfTask {
  request: Partial<TaskRequest>;
  kept: string[];
}

/** What kind of request a Task makes; of an older Task, whose code does not say it, what its input stands for. */
function kindOf(task: unknown): RequestKind | undefined {
  const codes = taskCodes(task);
  const said = requestKinds.find((kind) => codes.includes(kind));
  if (said) return said;
  const inputs = inputsOf(task);
  if (isAttachmentRequest(task)) return 'attachment-request-code';
  const [found] = Object.entries(dataRequestCodes).find(([, input]) => withCode(inputs, input).length > 0) ?? [];
  return requestKinds.find((kind) => kind === found);
}

const isForAttachments = (kind: RequestKind | undefined) =>
  kind === 'attachment-request-code' || kind === 'attachment-request-questionnaire';

/** The version whose words a Task uses, as far as that shows. */
function versionOf(task: unknown, kind: RequestKind | undefined): CdexVersion {
  if (isForAttachments(kind)) return dialectVersion(task) === '2.0' ? '2.0' : 'ci';
  return codesOf(dig(task, 'for', 'identifier', 'type')).includes('UMB') ? '2.0' : 'ci';
}

/**
 * The request behind a Task, for a form: the inverse of buildTask. It never fails; what is missing, or not as the form would write it, is
 * left out of the request and named in `kept`. What belongs to the Task's life (id, status, outputs) is not part of a request.
 */
export function requestOf(task: unknown): RequestOfTask {
  const kind = kindOf(task);
  const request: Partial<TaskRequest> =
    kind === 'attachment-request-code' || kind === 'attachment-request-questionnaire'
      ? readAttachmentRequest(task, kind)
      : (readDataRequest(task, kind) as Partial<TaskRequest>);
  if (!isObject(task)) return { request, kept: [] };
  const now = textOf(task.authoredOn) ?? '';
  const built = buildTask(request, { cdexVersion: versionOf(task, kind), now });
  return { request, kept: unexplained(copyTask(task, now), built, 'Task') };
}

/**
 * A form's change, `before` to `after`, done to a Task that was edited by hand in between: only what the form changed is changed, and what it
 * does not know stays. Where both changed the same place, the form wins. The version is the Task's own where it shows.
 */
export function mergeRequest(
  task: unknown,
  before: Partial<TaskRequest>,
  after: Partial<TaskRequest>,
  context: BuildContext,
): unknown {
  if (!isObject(task)) return buildTask(after, context);
  const { cdexVersion: asked } = context;
  const own = versionOf(task, before.kind);
  const newer = asked === '2.0' && isForAttachments(before.kind) ? '2.1' : asked;
  const written: BuildContext = { ...context, cdexVersion: own === '2.0' ? own : newer };
  const [base, next] = [buildTask(before, written), buildTask(after, written)];
  return laidOver('', base as unknown as JsonObject, next as unknown as JsonObject, task);
}
