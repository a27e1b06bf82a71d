import type { Failure, Reply } from '../../../shared/contract/errors.ts';
import type { WorkAnswer } from '../../../shared/contract/work.ts';
import type { ContentSource, SubmissionRequest } from '../../../shared/domain/submission.ts';
import { isObject } from '../../../shared/fhir/json.ts';
import type { Kit } from '../kit.ts';
import type { Wish } from '../work/answer-task.ts';
import type { Desk } from '../work/desk.ts';
import type { AskedTask } from './asked-task.ts';

type Output = NonNullable<Wish['outputs']>[number];

/** The filled-in questionnaire as an output of the Task (cdex-10): where it is on that server, or itself. */
function outputOf(kit: Kit, content: ContentSource, connectionId: string | undefined): Output[] {
  switch (content.from) {
    case 'form': {
      const response = kit.store.forms.get(content.formId)?.response;
      return isObject(response) ? [{ resource: response }] : [];
    }
    case 'resource':
      return content.resource.resourceType === 'QuestionnaireResponse' ? [{ resource: content.resource }] : [];
    case 'reference': {
      const here = content.connection === undefined || content.connection === connectionId;
      return here && /(^|\/)QuestionnaireResponse\/[^/]+$/.test(content.reference)
        ? [{ reference: content.reference }]
        : [];
    }
    default:
      return [];
  }
}

/**
 * Moves a Task whose attachments were accepted to completed, at its server and with If-Match. One that asked for questionnaires names the
 * responses as outputs; where the server does not take them, it is completed without, which the rules only warn of.
 */
export async function completeTask(
  kit: Kit,
  desk: Desk,
  { named, asked, current }: AskedTask,
  { attachments }: SubmissionRequest,
  signal: AbortSignal,
): Promise<Reply<WorkAnswer>> {
  const outputs = asked.questionnaires
    ? attachments.flatMap(({ content }) => outputOf(kit, content, named.partner.connectionId))
    : [];
  const target = { ...named, record: current.record };
  const wish: Wish = { status: 'completed', sendAnyway: false };
  const first = await desk.answer(target, outputs.length > 0 ? { ...wish, outputs } : wish, signal);
  return !first.ok && outputs.length > 0 && isOutputs(first.error) ? desk.answer(target, wish, signal) : first;
}

/** Whether the outputs are what the server would not have; a Task somebody else changed is left alone. */
const isOutputs = ({ httpStatus, code }: Failure): boolean =>
  code === 'refused-by-partner' && httpStatus !== undefined && ![401, 403, 409, 412].includes(httpStatus);
