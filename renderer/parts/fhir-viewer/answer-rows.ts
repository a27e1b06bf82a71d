import { answersOf } from '../../../shared/fhir/questionnaire/answers.ts';
import { isAsked, type Scope, scopeOf } from '../../../shared/fhir/questionnaire/scope.ts';
import { type Question, questionsOf, type TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';
import { dig, type JsonObject, objectsOf, textOf } from '../../../shared/fhir/json.ts';

/** A question beside its answers, or the head of a group. */
export interface AnswerRow {
  key: string;
  linkId: string;
  depth: number;
  text: string;
  isGroup: boolean;
  answers: TypedAnswer[];
  /** `open` was not answered, `missing` had to be, `unknown` is none the questionnaire asks. */
  state: 'answered' | 'open' | 'missing' | 'unknown';
}

/** Rows of a form, and how many of its questions were not asked because a condition of theirs does not hold. */
export interface AnswerSheet {
  rows: AnswerRow[];
  notAsked: number;
}

/** More rows than any form has. */
const mostRows = 5_000;

const itemsBelow = (item: JsonObject): JsonObject[] => [
  ...objectsOf(item.item),
  ...objectsOf(item.answer).flatMap((answer) => objectsOf(answer.item)),
];

/**
 * A QuestionnaireResponse in the order of its Questionnaire, groups and repeats included; what the form does not ask comes after what it
 * does. Without a Questionnaire the response's own order and words stand.
 */
export function answerSheet(questionnaire: unknown, response: unknown): AnswerSheet {
  const rows: AnswerRow[] = [];
  let notAsked = 0;

  const add = (row: Omit<AnswerRow, 'key'>) => {
    if (rows.length < mostRows) rows.push({ ...row, key: String(rows.length) });
  };

  /** Items no question stands for, or all of them where there is no questionnaire. */
  const alone = (items: readonly JsonObject[], depth: number, state: 'answered' | 'unknown') => {
    for (const item of items) {
      const [linkId, answers, below] = [textOf(item.linkId) ?? '', answersOf(item), itemsBelow(item)];
      const isGroup = answers.length === 0 && below.length > 0;
      const shown = state === 'answered' && answers.length === 0 && !isGroup ? 'open' : state;
      add({ linkId, depth, text: textOf(item.text) ?? linkId, isGroup, answers, state: shown });
      if (depth < 30) alone(below, depth + 1, state);
    }
  };

  const asked = (questions: readonly Question[], items: readonly JsonObject[], depth: number, outer?: Scope) => {
    const scope = scopeOf(questions, items, outer);
    for (const question of questions) {
      const mine = items.filter((item) => textOf(item.linkId) === question.linkId);
      if (mine.length === 0 && (question.hidden || !isAsked(question, scope))) {
        if (!question.hidden) notAsked += 1;
        continue;
      }
      for (const item of mine.length > 0 ? mine : [{}]) one(question, item, depth, scope);
    }
    const known = new Set(questions.map(({ linkId }) => linkId));
    alone(
      items.filter((item) => !known.has(textOf(item.linkId) ?? '')),
      depth,
      'unknown',
    );
  };

  const one = (question: Question, item: JsonObject, depth: number, scope: Scope) => {
    const { linkId, text, type, required, items } = question;
    const answers = answersOf(item);
    const isGroup = type === 'group' || type === 'display';
    const state = isGroup || answers.length > 0 ? 'answered' : required ? 'missing' : 'open';
    add({ linkId, depth, text, isGroup, answers, state });
    asked(items, itemsBelow(item), depth + 1, scope);
  };

  const items = objectsOf(dig(response, 'item'));
  if (questionnaire === undefined) alone(items, 0, 'answered');
  else asked(questionsOf(questionnaire), items, 0);
  return { rows, notAsked };
}
