import { formatSearch } from '../../../shared/fhir/search.ts';
import { isSent, type SearchDraft } from './draft.ts';
import { badValues } from './finding-fixes.ts';

/** A stretch of the query text. All `text`s in a row are the query. */
export interface LinePart {
  /** Its place in the line: unique in it, and stable while the line keeps its shape. */
  place: number;
  text: string;
  ink: 'type' | 'mark' | 'name' | 'value';
  /** The row it belongs to. */
  key?: string;
  /** A value a rule speaks against. */
  isBad?: boolean;
}

const valueText = (text: string): string =>
  formatSearch({ type: '', params: [{ name: 'v', values: [{ text }] }] }).slice('?v='.length);

const labelText = (name: string, modifier: string | undefined): string =>
  formatSearch({ type: '', params: [{ name, ...(modifier !== undefined && { modifier }), values: [] }] }).slice(1);

/** The query text of a draft in stretches, for drawing. */
export function lineParts(draft: SearchDraft): LinePart[] {
  const parts: LinePart[] = [];
  const add = (part: Omit<LinePart, 'place'>) => parts.push({ ...part, place: parts.length });
  add({ text: formatSearch({ type: draft.type, params: [] }), ink: 'type' });
  draft.params.filter(isSent).forEach(({ key, param }, index) => {
    const bad = badValues(draft.type, param);
    add({ text: index === 0 ? '?' : '&', ink: 'mark' });
    add({ text: labelText(param.name, param.modifier), ink: 'name', key });
    param.values.forEach(({ prefix = '', text }, at) => {
      add({ text: at === 0 ? '=' : ',', ink: 'mark', key });
      add({ text: valueText(prefix + text), ink: 'value', key, ...(bad.has(prefix + text) && { isBad: true }) });
    });
  });
  return parts;
}

/** The row whose parameter the caret is in, counting from the start of the query text; undefined in the type. */
export function rowAtCaret(draft: SearchDraft, text: string, caret: number): string | undefined {
  const mark = text.indexOf('?');
  if (mark < 0 || caret <= mark) return undefined;
  const before = text.slice(mark + 1, caret).split('&').length - 1;
  const filled = text
    .slice(mark + 1)
    .split('&')
    .slice(0, before)
    .filter((part) => part !== '').length;
  return draft.params.filter(isSent)[filled]?.key;
}

/** A value made short for a line that is looked at, not edited: ids lose their middle, codes and dates never. */
export function shortened({ ink, text }: LinePart): string {
  if (ink !== 'value' || text.length <= 28 || text.includes('|')) return text;
  return `${text.slice(0, 4)}…${text.slice(-4)}`;
}
