import { dig, textOf } from '../json.ts';
import type { Question, TypedAnswer } from './questions.ts';
import { questionsOf } from './questions.ts';

/** An item of a response as it is written. */
interface ResponseItem {
  linkId: string;
  text?: string;
  answer?: Record<string, unknown>[];
  item?: ResponseItem[];
}

/** What a response begins with. */
export interface Beginning {
  /** Reference, with the member's identifier where it is known. */
  subject: Record<string, unknown>;
  /** ISO instant. */
  authored: string;
  /** Answers by linkId. */
  answers: ReadonlyMap<string, readonly TypedAnswer[]>;
}

const profile = 'http://hl7.org/fhir/us/davinci-cdex/StructureDefinition/cdex-sdc-questionnaireresponse';

function itemOf(question: Question, answers: Beginning['answers']): ResponseItem[] {
  const items = question.items.flatMap((one) => itemOf(one, answers));
  const given = question.type === 'group' ? [] : (answers.get(question.linkId) ?? question.initial);
  if (given.length === 0 && items.length === 0) return [];
  const kept = question.repeats ? given : given.slice(0, 1);
  return [
    {
      linkId: question.linkId,
      text: question.text,
      ...(kept.length > 0 && {
        answer: kept.map(({ type, value }, index) => ({
          [`value${type}`]: value,
          ...(index === 0 && items.length > 0 && { item: items }),
        })),
      }),
      ...(kept.length === 0 && { item: items }),
    },
  ];
}

/** A QuestionnaireResponse in progress with these answers, in the order of the form (CDex SDC QuestionnaireResponse). */
export function beginResponse(
  questionnaire: unknown,
  { subject, authored, answers }: Beginning,
): Record<string, unknown> {
  const url = textOf(dig(questionnaire, 'url')) ?? `Questionnaire/${textOf(dig(questionnaire, 'id')) ?? ''}`;
  const version = textOf(dig(questionnaire, 'version'));
  const item = questionsOf(questionnaire).flatMap((question) => itemOf(question, answers));
  return {
    resourceType: 'QuestionnaireResponse',
    meta: { profile: [profile] },
    questionnaire: version ? `${url}|${version}` : url,
    status: 'in-progress',
    subject,
    authored,
    ...(item.length > 0 && { item }),
  };
}
