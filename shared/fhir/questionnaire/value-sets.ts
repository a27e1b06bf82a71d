import { dig, objectsOf, textOf } from '../json.ts';

/** A code of a value set, for choosing. */
export interface Choice {
  system?: string;
  code: string;
  display?: string;
}

const choiceOf = (one: Record<string, unknown>, system: string | undefined): Choice[] => {
  const code = textOf(one.code);
  const [own, display] = [textOf(one.system) ?? system, textOf(one.display)];
  return code ? [{ ...(own && { system: own }), code, ...(display && { display }) }] : [];
};

const expanded = (contains: unknown, depth: number): Choice[] =>
  objectsOf(contains).flatMap((one) => [
    ...(one.abstract === true ? [] : choiceOf(one, undefined)),
    ...(depth > 10 ? [] : expanded(one.contains, depth + 1)),
  ]);

/** The codes a ValueSet lists by itself: of its expansion, else those written out in compose; undefined where it needs a terminology server. */
export function codesIn(valueSet: unknown): Choice[] | undefined {
  const ready = expanded(dig(valueSet, 'expansion', 'contains'), 0);
  if (ready.length > 0) return ready;
  const includes = objectsOf(dig(valueSet, 'compose', 'include'));
  const listed = includes.flatMap((one) =>
    objectsOf(one.concept).flatMap((concept) => choiceOf(concept, textOf(one.system))),
  );
  const whole =
    includes.every((one) => objectsOf(one.concept).length > 0) && dig(valueSet, 'compose', 'exclude') === undefined;
  return listed.length > 0 && whole ? listed : undefined;
}

/** A resource contained in another, by `#id`. */
export const containedResource = (resource: unknown, reference: string): unknown =>
  objectsOf(dig(resource, 'contained')).find(({ id }) => `#${textOf(id)}` === reference);
