import type { Patient, QuestionnaireResponse, Task, TaskOutput } from '@medplum/fhirtypes';
import { systems } from '../../../shared/cdex/codes.ts';
import type { SandboxAnswering } from '../../../shared/domain/sandbox-answering.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { answerForm } from '../questionnaires/answer-form.ts';
import type { FetchedForm } from '../questionnaires/fetch-form.ts';
import { buildSubmission, type NewSubmission } from '../../../shared/cdex/build-submission.ts';
import { type PushWay, postSubmission } from '../submission/post-submission.ts';
import { addressSubmission, lineItems, memberIdOf, prepareSubmission } from './answer-attachment.ts';
import { answerCode } from './answer-code.ts';
import { answerQuery, queryOf } from './answer-query.ts';
import { checkMemberQuery } from './member-query.ts';
import { inputsWith, kindOf, requestsOf } from './read-task.ts';
import type { TaskAnswer } from './task-answer.ts';

/** The patient a Task is about. */
export type Member = Patient & { id: string };

/** A last step: what to write, decided with or without a submission to a payer. */
export type Ending = TaskAnswer | { post: () => Promise<TaskAnswer> };

/** What Tasks are answered with. */
export interface AnswerMeans {
  repository: SandboxRepository;
  settings: SandboxAnswering;
  pushWay?: PushWay | undefined;
  /** The questionnaires the Task names, fetched. */
  forms: readonly FetchedForm[];
  /** Milliseconds. */
  now: number;
}

/** The canonical URLs of the questionnaires a Task asks for; none for other kinds. */
export function formsAskedBy(task: Task): string[] {
  const kind = kindOf(task);
  if (kind !== 'data-request-questionnaire' && kind !== 'attachment-request-questionnaire') return [];
  // PAS 2.2 writes the canonical as a string.
  return requestsOf(task, kind).map(
    ({ valueCanonical, valueUri, valueString }) => valueCanonical ?? valueUri ?? valueString ?? '',
  );
}

/** Why a Task is not taken on; undefined when it is. */
export function objectionTo(
  { repository, settings, forms }: AnswerMeans,
  task: Task,
  member: Member,
): string | undefined {
  if (settings.requirePurpose && !inputsWith(task, 'purpose-of-use').length)
    return 'CONF-018: A purpose of use was agreed on, and the Task states none.';
  if (kindOf(task) === 'data-request-query') {
    const checked = checkMemberQuery(repository, member, queryOf(task));
    return 'refusal' in checked ? checked.refusal : undefined;
  }
  const refused = forms.find((form) => 'refusal' in form);
  return refused && 'refusal' in refused ? refused.refusal : undefined;
}

function submitting(
  { pushWay }: AnswerMeans,
  to: string,
  submission: NewSubmission,
  done: Partial<TaskAnswer>,
): Ending {
  return {
    post: async () => {
      const { refusal } = await postSubmission(to, buildSubmission(submission), pushWay);
      if (refusal) return { status: 'failed', reason: `The attachments could not be submitted. ${refusal}` };
      const number = submission.attachments.length;
      return {
        ...done,
        status: 'completed',
        note: `Submitted ${number} attachment${number === 1 ? '' : 's'} to ${to}`,
      };
    },
  };
}

const formOutput = (system: string, code: string, { id }: QuestionnaireResponse): TaskOutput => ({
  type: { coding: [{ system, code }] },
  valueReference: { reference: `QuestionnaireResponse/${id}` },
});

async function answerForms(means: AnswerMeans, task: Task, member: Member): Promise<Ending> {
  const { repository, now } = means;
  const isAttachment = kindOf(task) === 'attachment-request-questionnaire';
  const asked = requestsOf(task, isAttachment ? 'attachment-request-questionnaire' : 'data-request-questionnaire');
  const answered = [];
  for (const [at, fetched] of means.forms.entries()) {
    if ('refusal' in fetched) return { status: 'failed', reason: fetched.refusal };
    const one = await answerForm({ repository, member }, fetched.form, task.id ?? '', now);
    answered.push({ ...one, lineItems: lineItems(asked[at] ?? { type: {} }) });
  }
  const beside = answered.filter(({ isNew }) => isNew).map(({ response }) => response);
  const missing = answered.flatMap((one) => one.missing);
  if (!isAttachment) {
    const output = answered.map(({ response }) => formOutput(systems.sdc, 'questionnaire-response', response));
    const unanswered = missing.length ? `; the record does not answer: ${missing.join(' ')}` : '';
    return { status: 'completed', note: `Filled in from the record${unanswered}`, output, beside };
  }
  const memberId = memberIdOf(task, member);
  const attachments = answered.map(({ response, lineItems: lines }) => {
    const { meta: _, encounter: __, author: ___, ...content } = response;
    return { lineItems: lines, content: { ...content, subject: { identifier: memberId } } };
  });
  const addressed = addressSubmission(task, memberId, attachments);
  if ('refusal' in addressed) return { status: 'failed', reason: addressed.refusal };
  const output = answered.map(({ response }) => formOutput(systems.pas, 'questionnaire-context', response));
  return submitting(means, addressed.to, addressed.submission, { output, beside });
}

/** Works out how a Task ends, looking at its member's record alone: called with the member's rights. */
export async function conclude(means: AnswerMeans, task: Task, member: Member): Promise<Ending> {
  const { repository } = means;
  switch (kindOf(task)) {
    case 'data-request-query':
      return answerQuery(repository, task, member, means.settings);
    case 'data-request-code':
      return answerCode(repository, task, member);
    case 'attachment-request-code': {
      const prepared = await prepareSubmission(repository, task, member);
      if ('refusal' in prepared) return { status: 'failed', reason: prepared.refusal };
      return submitting(means, prepared.to, prepared.submission, {});
    }
    case 'data-request-questionnaire':
    case 'attachment-request-questionnaire':
      return answerForms(means, task, member);
    default:
      return { status: 'failed', reason: UNKNOWN_KIND };
  }
}

/** Why a Task of an unknown code is rejected. */
export const UNKNOWN_KIND =
  'CONF-057: This provider does not know this kind of request; it knows the three data-request and the two attachment-request codes.';
