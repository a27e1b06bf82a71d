import { dig, isObject, type JsonObject, listOf, numberOf, objectsOf, textOf } from './json.ts';

/** The codings of a CodeableConcept, or of a lone Coding. */
export function codingsOf(value: unknown): JsonObject[] {
  const inside = objectsOf(dig(value, 'coding'));
  return inside.length === 0 && textOf(dig(value, 'code')) && isObject(value) ? [value] : inside;
}

/** The first code of a CodeableConcept, Coding or code. */
export const codeOf = (value: unknown): string | undefined =>
  textOf(value) ?? codingsOf(value).flatMap((coding) => textOf(coding.code) ?? [])[0];

/** The codes of a CodeableConcept, in order. */
export const codesOf = (value: unknown): string[] => codingsOf(value).flatMap((coding) => textOf(coding.code) ?? []);

/** A CodeableConcept, Coding or code in words: its text, else a display, else a code. */
export const conceptText = (value: unknown): string | undefined =>
  textOf(dig(value, 'text')) ??
  codingsOf(value).flatMap((coding) => textOf(coding.display) ?? [])[0] ??
  textOf(dig(value, 'display')) ??
  codeOf(value);

/** Whether a CodeableConcept carries this code of this system. */
export const hasCoding = (value: unknown, system: string, code: string): boolean =>
  codingsOf(value).some((coding) => coding.system === system && coding.code === code);

/** A choice element such as value[x]: its type suffix and value. `choice(part, 'value')` finds valueCode as `Code`. */
export function choice(element: unknown, name: string): { type: string; value: unknown } | undefined {
  if (!isObject(element)) return undefined;
  const key = Object.keys(element).find(
    (one) => one.length > name.length && one.startsWith(name) && /[A-Z]/.test(one.charAt(name.length)),
  );
  return key === undefined ? undefined : { type: key.slice(name.length), value: element[key] };
}

/** A name as people write it: `Adaeze R. Example`. Of a list the usual or official one, else the first. */
export function personName(value: unknown): string | undefined {
  const names = isObject(value) ? [value] : objectsOf(value);
  const name = names.find((one) => one.use === 'usual' || one.use === 'official') ?? names[0];
  if (!name) return undefined;
  const parts = [...listOf(name.given), name.family].flatMap((part) => textOf(part) ?? []);
  return textOf(name.text) ?? textOf(parts.join(' '));
}

/** A Quantity in words: `7.2 %`. Zero is a value. */
export function quantityText(value: unknown): string | undefined {
  const amount = numberOf(dig(value, 'value')) ?? textOf(dig(value, 'value'));
  if (amount === undefined) return undefined;
  const unit = textOf(dig(value, 'unit')) ?? textOf(dig(value, 'code'));
  const comparator = textOf(dig(value, 'comparator')) ?? '';
  return `${comparator}${amount}${unit ? ` ${unit}` : ''}`;
}

/** An amount of money in words: `120.5 USD`. */
export function moneyText(value: unknown): string | undefined {
  const amount = numberOf(dig(value, 'value'));
  return amount === undefined ? undefined : `${amount} ${textOf(dig(value, 'currency')) ?? ''}`.trim();
}

/** Whom or what a Reference names: its display, its reference, or the value of its identifier. */
export const referenceText = (value: unknown): string | undefined =>
  textOf(dig(value, 'display')) ?? textOf(dig(value, 'reference')) ?? textOf(dig(value, 'identifier', 'value'));

/** A date, dateTime or instant as written; of a Period or Timing its beginning. */
export const dateOf = (value: unknown): string | undefined =>
  textOf(value) ??
  textOf(dig(value, 'start')) ??
  textOf(dig(value, 'end')) ??
  textOf(dig(value, 'event', 0)) ??
  dateOfTiming(dig(value, 'repeat', 'boundsPeriod'));

const dateOfTiming = (period: unknown): string | undefined => textOf(dig(period, 'start'));

/** Any value[x] in words. */
export function valueText(type: string, value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (type === 'Quantity' || type === 'Age' || type === 'Duration') return quantityText(value);
  if (type === 'Money') return moneyText(value);
  if (type === 'CodeableConcept' || type === 'Coding') return conceptText(value);
  if (type === 'Reference') return referenceText(value);
  if (type === 'Range') {
    return `${quantityText(dig(value, 'low')) ?? ''} – ${quantityText(dig(value, 'high')) ?? ''}`;
  }
  if (type === 'Ratio') {
    return `${quantityText(dig(value, 'numerator')) ?? '?'} / ${quantityText(dig(value, 'denominator')) ?? '?'}`;
  }
  return textOf(value) ?? dateOf(value);
}
