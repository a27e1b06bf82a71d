import { isObject, objectsOf } from '../../../shared/fhir/json.ts';

type Resource = Record<string, unknown>;

/** Ids the form gives its items to tell them apart; they mean nothing outside of it. */
const isMade = (id: unknown): boolean => typeof id === 'string' && /^id-\d+$/.test(id);

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (isObject(value) && Object.keys(value).length === 0);

function tidyAnswer(answer: Resource): Resource[] {
  const { item, ...rest } = answer;
  const items = tidyItems(item);
  const kept = Object.entries(rest).filter(([name, value]) => name.startsWith('value') && !isEmpty(value));
  if (kept.length === 0) return [];
  return [{ ...Object.fromEntries(kept), ...(items.length > 0 && { item: items }) }];
}

/** Groups that were added later stand where their kind stands: the items of a response are in the order of its questionnaire. */
const inOrder = (items: readonly Resource[]): Resource[] =>
  [...Map.groupBy(items, ({ linkId }) => linkId).values()].flat();

function tidyItems(value: unknown): Resource[] {
  return inOrder(objectsOf(value)).flatMap((one) => {
    const { id, item, answer, ...rest } = one;
    const items = tidyItems(item);
    const [first, ...more] = objectsOf(answer).flatMap(tidyAnswer);
    if (items.length === 0 && !first) return [];
    const below = items.length > 0 && { item: items };
    return [
      {
        ...(!isMade(id) && id !== undefined && { id }),
        ...rest,
        // What lies below a question stands below its answer (FHIR R4, QuestionnaireResponse.item.answer.item).
        ...(first ? { answer: [{ ...first, ...below }, ...more] } : below),
      },
    ];
  });
}

/** The items of a response in the form's own shape, as copies it may change: what lies below a question stands below its item. */
export function openItems(value: unknown): Resource[] {
  return objectsOf(value).map((one) => {
    const answers = objectsOf(one.answer);
    const items = openItems([...objectsOf(one.item), ...answers.flatMap(({ item }) => objectsOf(item))]);
    const { item: _item, answer: _answer, ...rest } = one;
    return {
      ...rest,
      ...(answers.length > 0 && { answer: answers.map(({ item: _below, ...value }) => value) }),
      ...(items.length > 0 && { item: items }),
    };
  });
}

/** Takes an item out of the items of a form, wherever it stands; whether it was there. The lists are changed in place. */
export function takeOut(items: unknown, gone: object): boolean {
  if (!Array.isArray(items)) return false;
  const at = items.indexOf(gone);
  if (at >= 0) items.splice(at, 1);
  return at >= 0 || items.some((one) => isObject(one) && takeOut(one.item, gone));
}

/** A response of the form as it is kept and sent: what the form added for itself is gone, and so is what nobody answered. */
export function tidyResponse(before: Resource, edited: unknown): Resource {
  const { item: _item, ...rest } = before;
  const items = tidyItems(isObject(edited) ? edited.item : undefined);
  return { ...rest, ...(items.length > 0 && { item: items }) };
}
