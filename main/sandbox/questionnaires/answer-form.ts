import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes';
import { parseSearch } from '../fhir/search-query.ts';
import { fillForm } from './fill-form.ts';
import type { FormRecord } from './record-answers.ts';

/** An answered questionnaire: one that was on file, or a new one that is still to be kept. */
export interface AnsweredForm {
  response: QuestionnaireResponse & { id: string };
  isNew: boolean;
  /** Required questions nobody has answered. */
  missing: string[];
}

/** The newest answered form of this questionnaire in the record. */
function onFile({ repository, member }: FormRecord, { url = '' }: Questionnaire): QuestionnaireResponse | undefined {
  const pairs: [string, string][] = [
    ['patient', member.id],
    ['questionnaire', url],
    ['status', 'completed,amended'],
    ['_sort', '-authored'],
    ['_count', '1'],
  ];
  const { entry } = repository.find(parseSearch(repository.definitions, ['QuestionnaireResponse'], pairs));
  return entry[0]?.resource as QuestionnaireResponse | undefined;
}

/**
 * Answers a questionnaire from a member's record: by the form that is on file, else by filling in what the record says. `key` names what
 * it is for, so that the same request makes the same id again.
 */
export async function answerForm(
  record: FormRecord,
  form: Questionnaire,
  key: string,
  at: number,
): Promise<AnsweredForm> {
  const old = onFile(record, form);
  if (old?.id) return { response: { ...old, id: old.id }, isNew: false, missing: [] };
  const { items, missing } = await fillForm(record, form);
  const { url, version, id } = form;
  const response: QuestionnaireResponse & { id: string } = {
    resourceType: 'QuestionnaireResponse',
    id: `${id ?? 'form'}-${key}`.slice(0, 64),
    questionnaire: version ? `${url}|${version}` : url,
    status: missing.length ? 'in-progress' : 'completed',
    subject: { reference: `Patient/${record.member.id}` },
    authored: new Date(at).toISOString(),
    ...(items.length ? { item: items } : {}),
  };
  return { response, isNew: true, missing };
}
