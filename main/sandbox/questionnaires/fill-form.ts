import { evalFhirPathTyped, toTypedValue } from '@medplum/core';
import type {
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from '@medplum/fhirtypes';
import { answersById, isEnabled } from '../../../shared/fhir/questionnaire/answers.ts';
import { questionsOf } from '../../../shared/fhir/questionnaire/questions.ts';
import { isSimpleExpression } from '../../../shared/fhir/questionnaire/simple-expression.ts';
import { answersFromRecord, type FormRecord } from './record-answers.ts';

const CALCULATED = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';

/** A form filled in from the record, and the questions a person would still have to answer. */
export interface FilledForm {
  items: QuestionnaireResponseItem[];
  /** Texts of required questions without an answer. */
  missing: string[];
}

/** The answer that an expression gives; none where it gives none, or cannot be worked out. */
function calculated(item: QuestionnaireItem, items: QuestionnaireResponseItem[]): QuestionnaireResponseItemAnswer[] {
  const expression = item.extension?.find(({ url }) => url === CALCULATED)?.valueExpression?.expression;
  if (!expression || !isSimpleExpression(expression)) return [];
  const resource: QuestionnaireResponse = { resourceType: 'QuestionnaireResponse', status: 'in-progress', item: items };
  try {
    const typed = toTypedValue(resource);
    const [found] = evalFhirPathTyped(expression, [typed], { '%resource': typed, '%context': typed });
    const value: unknown = found?.value;
    if (typeof value === 'number')
      return [item.type === 'integer' ? { valueInteger: Math.round(value) } : { valueDecimal: value }];
    if (typeof value === 'boolean') return [{ valueBoolean: value }];
    return typeof value === 'string' ? [{ valueString: value }] : [];
  } catch {
    return [];
  }
}

/** Whether the answers so far ask for an item. */
function isWanted(item: QuestionnaireItem, items: QuestionnaireResponseItem[]): boolean {
  const [question] = questionsOf({ item: [item] });
  return question !== undefined && isEnabled(question, answersById({ item: items }));
}

const isAsked = ({ type }: QuestionnaireItem): boolean => type !== 'group' && type !== 'display';

/** Fills what the record answers, question by question: later ones may hang on earlier ones, and calculated ones come last. */
export async function fillForm(record: FormRecord, form: Questionnaire): Promise<FilledForm> {
  const found = new Map<string, QuestionnaireResponseItemAnswer[]>();
  const missing: string[] = [];

  /** The form as far as it is answered. */
  const build = (list: readonly QuestionnaireItem[]): QuestionnaireResponseItem[] =>
    list.flatMap((item): QuestionnaireResponseItem[] => {
      const answer = found.get(item.linkId) ?? [];
      const inner = build(item.item ?? []);
      if (!answer.length && !inner.length) return [];
      const { linkId, text } = item;
      const shown = { linkId, ...(text ? { text } : {}) };
      if (!isAsked(item)) return [{ ...shown, item: inner }];
      const [first, ...more] = answer;
      return [{ ...shown, answer: [{ ...first, ...(inner.length ? { item: inner } : {}) }, ...more] }];
    });
  const soFar = () => build(form.item ?? []);

  async function walk(
    list: readonly QuestionnaireItem[],
    visit: (item: QuestionnaireItem) => Promise<void>,
  ): Promise<void> {
    for (const item of list) {
      if (!isWanted(item, soFar())) {
        found.delete(item.linkId);
        continue;
      }
      if (isAsked(item)) await visit(item);
      await walk(item.item ?? [], visit);
    }
  }
  await walk(form.item ?? [], async (item) => {
    const answers = await answersFromRecord(record, form, item);
    if (answers.length) found.set(item.linkId, answers);
  });
  await walk(form.item ?? [], async (item) => {
    const answers = calculated(item, soFar());
    if (answers.length) found.set(item.linkId, answers);
    if (item.required && !found.get(item.linkId)?.length) missing.push(item.text ?? item.linkId);
  });
  return { items: soFar(), missing };
}
