import { checkSubmissionList } from '../../shared/cdex/check-submission.ts';
import { error } from '../../shared/cdex/findings.ts';
import { readSubmissionList, type SubmittedAttachment } from '../../shared/cdex/read-submission.ts';
import type { PushAttachment } from '../../shared/domain/push.ts';
import { listOf, textOf } from '../../shared/fhir/json.ts';
import { readParameters } from '../../shared/fhir/parameters.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { boundAttachments } from './bound-attachments.ts';
import { tooManyRule } from './digest.ts';
import type { ReadBody } from './read-body.ts';
import type { Understood } from './understood.ts';

/** A Parameters resource as a submission, with what its attachments are. */
export function understandSubmission(body: ReadBody): Understood {
  const list = readParameters(body.value) ?? [];
  const { attachments: all, final, ...fields } = readSubmissionList(list);
  const { attachments, isCut } = boundAttachments(all);
  const findings = checkSubmissionList(body.value, list, '2.1', false, body.data);
  return {
    kind: 'submission',
    title: `Submission${final === false ? ', more to follow' : ''}`,
    ...fields,
    ...(final === undefined ? {} : { final }),
    attachments: attachments.map((attachment, index) => describe(body, attachment, index)),
    findings: body.isCut || isCut ? [tooMany(body, all.length), ...findings] : findings,
  };
}

function tooMany({ value, lengthOf }: ReadBody, documents: number) {
  const count = lengthOf('parameter', listOf((value as { parameter?: unknown }).parameter));
  const message = `There is more in the submission than is read, apart from its documents: ${count} parameters, ${documents} documents.`;
  return error(tooManyRule, 'Parameters.parameter', message, 'Send fewer, or split it into several submissions.');
}

/** Puts what the bytes say beside what the metadata says. */
function describe(body: ReadBody, found: SubmittedAttachment, index: number): PushAttachment {
  const content = getPointer(body.value, found.pointer);
  const questionnaire =
    found.resourceType === 'QuestionnaireResponse' && textOf((content as { questionnaire?: unknown })?.questionnaire);
  return {
    ...found,
    index,
    ...(typeof content === 'string' ? dataFacts(body, content) : body.resource(content)),
    ...(questionnaire ? { questionnaire } : {}),
  };
}

function dataFacts(body: ReadBody, data: string) {
  const { bytes, sha256, contentType } = body.data(data);
  return { bytes, sha256, ...(bytes > 0 ? { sniffedType: contentType } : {}) };
}
