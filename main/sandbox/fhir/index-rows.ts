import type { TypedValue } from '@medplum/core';
import type {
  Address,
  CodeableConcept,
  Coding,
  ContactPoint,
  HumanName,
  Identifier,
  Money,
  Period,
  Quantity,
  Range,
  Reference,
  Timing,
} from '@medplum/fhirtypes';
import { spanOf } from './dates.ts';
import type { SearchType } from './definitions.ts';
import { foldText } from './text.ts';

/**
 * One searchable value of a resource.
 * token: system (null where the code system is implied by the element), value, folded display text.
 * string: system = the text as written, value = folded. reference: value = Type/id or URL. quantity: unit code in value, unit text in text.
 */
export interface IndexRow {
  system: string | null;
  value: string;
  text: string;
  /** Milliseconds for dates, the number itself for numbers and quantities. */
  low: number | null;
  high: number | null;
}

/** Marks the row of a reference that is made by identifier instead of by URL. */
export const IDENTIFIER_MARK = '#identifier';
/** Marks the row of an identifier with its type, for the modifier of-type. */
export const OF_TYPE_MARK = '#of-type ';

/** The beginning and end of time, for open periods. */
const ALWAYS = { from: -8.64e15, to: 8.64e15 };

const row = (more: Partial<IndexRow>): IndexRow => ({
  system: '',
  value: '',
  text: '',
  low: null,
  high: null,
  ...more,
});

const codingRow = (coding: Coding, text?: string): IndexRow =>
  row({
    system: coding.system ?? '',
    value: coding.code ?? '',
    text: foldText(`${coding.display ?? ''} ${text ?? ''}`),
  });

function conceptRows(concept: CodeableConcept): IndexRow[] {
  if (!concept.coding?.length) return concept.text ? [row({ text: foldText(concept.text) })] : [];
  return concept.coding.map((coding) => codingRow(coding, concept.text));
}

function identifierRows(identifier: Identifier): IndexRow[] {
  const { system = '', value = '', type } = identifier;
  const typed = (type?.coding ?? []).map((coding) =>
    row({ system: `${coding.system ?? ''}|${coding.code ?? ''}`, value, text: OF_TYPE_MARK }),
  );
  return [row({ system, value, text: foldText(type?.text ?? '') }), ...typed];
}

function tokenRows({ type, value }: TypedValue): IndexRow[] {
  switch (type) {
    case 'CodeableConcept':
      return conceptRows(value as CodeableConcept);
    case 'Coding':
      return [codingRow(value as Coding)];
    case 'Identifier':
      return identifierRows(value as Identifier);
    case 'ContactPoint': {
      const contact = value as ContactPoint;
      return [row({ system: contact.system ?? '', value: contact.value ?? '' })];
    }
    default:
      return typeof value === 'object' ? [] : [row({ system: null, value: String(value) })];
  }
}

function stringsOf({ type, value }: TypedValue): (string | undefined)[] {
  if (type === 'HumanName') {
    const name = value as HumanName;
    return [name.family, ...(name.given ?? []), ...(name.prefix ?? []), ...(name.suffix ?? []), name.text];
  }
  if (type === 'Address') {
    const { line, city, district, state, postalCode, country, text } = value as Address;
    return [...(line ?? []), city, district, state, postalCode, country, text];
  }
  return typeof value === 'object' ? [] : [String(value)];
}

function referenceRows({ type, value }: TypedValue, relative: (url: string) => string): IndexRow[] {
  if (type !== 'Reference') {
    if (typeof value !== 'string') return [];
    const bar = value.indexOf('|');
    return [row({ value }), ...(bar > 0 ? [row({ value: value.slice(0, bar) })] : [])];
  }
  const { reference, identifier } = value as Reference;
  const rows: IndexRow[] = [];
  if (reference) rows.push(row({ value: relative(reference) }));
  if (identifier) {
    rows.push(row({ system: identifier.system ?? '', value: identifier.value ?? '', text: IDENTIFIER_MARK }));
  }
  return rows;
}

function spanBetween(start: string | undefined, end: string | undefined): IndexRow[] {
  if (!start && !end) return [];
  const from = start ? spanOf(start)?.from : ALWAYS.from;
  const to = end ? spanOf(end)?.to : ALWAYS.to;
  return from === undefined || to === undefined ? [] : [row({ low: from, high: to })];
}

function dateRows({ type, value }: TypedValue): IndexRow[] {
  if (typeof value === 'string') return spanBetween(value, value);
  if (type === 'Period') return spanBetween((value as Period).start, (value as Period).end);
  if (type !== 'Timing') return [];
  const { event, repeat } = value as Timing;
  const events = [...(event ?? [])].sort();
  if (events.length) return spanBetween(events[0], events.at(-1));
  return spanBetween(repeat?.boundsPeriod?.start, repeat?.boundsPeriod?.end);
}

function quantityRows({ type, value }: TypedValue): IndexRow[] {
  if (type === 'Range') {
    const { low, high } = value as Range;
    const unit = low ?? high;
    const [from, to] = [low?.value ?? -Number.MAX_VALUE, high?.value ?? Number.MAX_VALUE];
    return unit
      ? [row({ system: unit.system ?? '', value: unit.code ?? '', text: unit.unit ?? '', low: from, high: to })]
      : [];
  }
  if (type === 'Money') {
    const { value: amount, currency } = value as Money;
    return amount === undefined
      ? []
      : [row({ system: 'urn:iso:std:iso:4217', value: currency ?? '', low: amount, high: amount })];
  }
  const { value: amount, system, code, unit } = value as Quantity;
  if (amount === undefined) return [];
  return [row({ system: system ?? '', value: code ?? '', text: unit ?? '', low: amount, high: amount })];
}

/**
 * The rows under which one value found by a search parameter's FHIRPath is kept.
 * `relative` makes Type/id of a reference into this server and leaves every other URL alone.
 */
export function indexRows(type: SearchType, found: TypedValue, relative: (url: string) => string): IndexRow[] {
  if (found.value === undefined || found.value === null) return [];
  switch (type) {
    case 'token':
      return tokenRows(found);
    case 'string':
      return stringsOf(found)
        .filter((text) => text !== undefined && text !== '')
        .map((text) => row({ system: text, value: foldText(text as string) }));
    case 'reference':
      return referenceRows(found, relative);
    case 'date':
      return dateRows(found);
    case 'number':
      return typeof found.value === 'number' ? [row({ low: found.value, high: found.value })] : [];
    case 'quantity':
      return quantityRows(found);
    case 'uri':
      return typeof found.value === 'string' ? [row({ value: found.value })] : [];
    case 'composite':
      return [];
  }
}
