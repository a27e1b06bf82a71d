import type {
  QuestionnaireItem,
  QuestionnaireItemEnableWhen,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from '@medplum/fhirtypes';

/** The answers to a question, wherever in the form it stands. */
export function answersTo(
  items: readonly QuestionnaireResponseItem[],
  linkId: string,
): QuestionnaireResponseItemAnswer[] {
  return items.flatMap((item) => [
    ...(item.linkId === linkId ? (item.answer ?? []) : []),
    ...answersTo(item.item ?? [], linkId),
  ]);
}

type Plain = string | number | boolean | undefined;

/** What two answers are compared by. */
function plain(answer: QuestionnaireResponseItemAnswer | QuestionnaireItemEnableWhen): Plain {
  const value = Object.entries(answer).find(([name]) => /^(value|answer)[A-Z]/.test(name))?.[1] as unknown;
  if (typeof value !== 'object' || value === null) return value as Plain;
  if ('code' in value && !('value' in value)) return String(value.code);
  return 'value' in value ? Number(value.value) : undefined;
}

function compare(operator: QuestionnaireItemEnableWhen['operator'], one: Plain, other: Plain): boolean {
  if (one === undefined || other === undefined) return false;
  switch (operator) {
    case '=':
      return one === other;
    case '!=':
      return one !== other;
    case '>':
      return one > other;
    case '<':
      return one < other;
    case '>=':
      return one >= other;
    case '<=':
      return one <= other;
    default:
      return false;
  }
}

function holds(condition: QuestionnaireItemEnableWhen, items: readonly QuestionnaireResponseItem[]): boolean {
  const answers = answersTo(items, condition.question ?? '');
  if (condition.operator === 'exists') return answers.length > 0 === (condition.answerBoolean ?? true);
  return answers.some((answer) => compare(condition.operator, plain(answer), plain(condition)));
}

/** Whether a question is asked, given what is answered so far (R4 Questionnaire.item.enableWhen). */
export function isEnabled(
  { enableWhen, enableBehavior }: QuestionnaireItem,
  items: readonly QuestionnaireResponseItem[],
): boolean {
  if (!enableWhen?.length) return true;
  const results = enableWhen.map((condition) => holds(condition, items));
  return enableBehavior === 'all' ? results.every(Boolean) : results.some(Boolean);
}
