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

function tidyItems(value: unknown): Resource[] {
  return objectsOf(value).flatMap((one) => {
    const { id, item, answer, ...rest } = one;
    const [items, answers] = [tidyItems(item), objectsOf(answer).flatMap(tidyAnswer)];
    if (items.length === 0 && answers.length === 0) return [];
    return [
      {
        ...(!isMade(id) && id !== undefined && { id }),
        ...rest,
        ...(answers.length > 0 && { answer: answers }),
        ...(items.length > 0 && { item: items }),
      },
    ];
  });
}

/** A response without one of its items, wherever it stands. */
export function withoutItem(response: unknown, gone: object): Resource {
  const { item, ...rest } = response as Resource;
  const items = objectsOf(item).flatMap((one) => (one === gone ? [] : [withoutItem(one, gone)]));
  const answer = objectsOf(rest.answer).map((one) => withoutItem(one, gone));
  return { ...rest, ...(answer.length > 0 && { answer }), ...(items.length > 0 && { item: items }) };
}

/** A response of the form as it is kept and sent: what the form added for itself is gone, and so is what nobody answered. */
export function tidyResponse(before: Resource, edited: unknown): Resource {
  const { item: _item, ...rest } = before;
  const items = tidyItems(isObject(edited) ? edited.item : undefined);
  return { ...rest, ...(items.length > 0 && { item: items }) };
}
