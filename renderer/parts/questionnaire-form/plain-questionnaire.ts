import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes';
import { objectsOf } from '../../../shared/fhir/json.ts';
import type { TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';

type Item = Record<string, unknown>;

const withoutBeginning = ({ initialSelected: _selected, ...option }: Item): Item => option;

function plainItem(item: Item): Item {
  const { enableWhen: _when, enableBehavior: _behavior, extension: _extension, initial: _initial, ...rest } = item;
  return {
    ...rest,
    ...(Array.isArray(item.answerOption) && { answerOption: objectsOf(item.answerOption).map(withoutBeginning) }),
    ...(Array.isArray(item.item) && { item: objectsOf(item.item).map(plainItem) }),
  };
}

/**
 * A Questionnaire for the form's hook, which keeps the items and their answers. Conditions, expressions and what is hidden are looked after
 * by our own words: the hook reads them from the first of several groups alone, tries all of them at every key, and fails where one fails.
 * What a form begins with is in its response already; an answer that was taken away must not come back with the next opening.
 */
export const plainQuestionnaire = (questionnaire: unknown): Questionnaire =>
  plainItem(questionnaire as Item) as unknown as Questionnaire;

/** An item for another repetition, with what it and the items below begin with. */
export function beginningItem(
  item: QuestionnaireItem,
  initial: ReadonlyMap<string, readonly TypedAnswer[]>,
): QuestionnaireItem {
  const own = initial.get(item.linkId ?? '') ?? [];
  return {
    ...item,
    ...(own.length > 0 && { initial: own.map(({ type, value }) => ({ [`value${type}`]: value })) }),
    ...(item.item && { item: item.item.map((one) => beginningItem(one, initial)) }),
  } as QuestionnaireItem;
}
