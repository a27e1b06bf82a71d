import { type ActiveContent, activeContentIn } from './active-content.ts';
import { base64Size, decodeBase64 } from './base64.ts';
import { letters, sniff, type SniffedForm, sniffLength } from './sniff.ts';

/** What is known of base64 data in a message. */
export interface DataLook {
  isBase64: boolean;
  /** Decoded size. */
  bytes: number;
  /** What the first bytes say it is. */
  form: SniffedForm;
  contentType: string;
  active: readonly ActiveContent[];
  /** SHA-1 as lower-case hex, where whoever looked can tell. */
  sha1?: () => string;
}

/** Looks at base64 data. The text may be a stand-in for data that somebody else has looked at. */
export type LookAtData = (data: string) => DataLook;

/** Letters of base64 that are decoded: enough to see what it is. */
const headLetters = Math.ceil((sniffLength * 4) / 3 / 4) * 4;
const markups: readonly SniffedForm[] = ['c-cda', 'fhir-xml', 'xml', 'html'];

/** Whether a document of this form may hold something to act on. */
export const isMarkup = (form: SniffedForm): boolean => markups.includes(form);

/** Whether a text is base64 as a whole: standard or URL alphabet, line breaks allowed, padding at the end where there is some. */
export function isBase64(text: string): boolean {
  const end = text.indexOf('=');
  const letters = end < 0 ? text : text.slice(0, end);
  // One search for what is wrong: a pattern for what is right would try each end of a long text.
  if (/[^A-Za-z0-9+/_\-\s]/.test(letters) || (end >= 0 && !/^(?:=\s*){1,2}$/.test(text.slice(end, end + 200))))
    return false;
  const plain = /\s/.test(letters) ? letters.replace(/\s+/g, '') : letters;
  return plain.length % 4 !== 1;
}

/** Looks at the data themselves; beyond their size and spelling only the beginning counts. */
export const lookAtData: LookAtData = (data) => {
  const head = decodeBase64(data.slice(0, headLetters)) ?? new Uint8Array();
  const { form, contentType } = sniff(head);
  const active = isMarkup(form) ? activeContentIn(letters(head)) : [];
  return { isBase64: isBase64(data), bytes: base64Size(data), form, contentType, active };
};
