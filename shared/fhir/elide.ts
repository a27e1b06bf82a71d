import { base64Size } from './base64.ts';
import { isObject } from './json.ts';
import { below } from './pointer.ts';

/** Stands where a long base64 string was. `bytes` is the decoded size, `pointer` leads to the string in the whole document. */
export interface ElidedBase64 {
  $base64: { bytes: number; pointer: string };
}

/** Stands where a long text was. `length` counts UTF-16 units. */
export interface ElidedText {
  $text: { length: number; pointer: string };
}

/** Stands where the nesting is deeper than any resource's. */
export interface ElidedDepth {
  $deep: { pointer: string };
}

const longestBase64 = 512;
const longestText = 8 * 1024;
// A recursive copy of hostile nesting would end the process; real resources stay far below this.
const deepest = 400;

// The beginning decides: reading a string of many megabytes to its end would cost more than everything else here.
const looksBase64 = (text: string): boolean => /^[A-Za-z0-9+/_\r\n-]+={0,2}\s*$/.test(text.slice(0, 256));

function copy(value: unknown, pointer: string, key: string, depth: number): unknown {
  if (typeof value === 'string') {
    if (key === 'data' && value.length > longestBase64 && looksBase64(value)) {
      return { $base64: { bytes: base64Size(value), pointer } } satisfies ElidedBase64;
    }
    return value.length > longestText ? ({ $text: { length: value.length, pointer } } satisfies ElidedText) : value;
  }
  if (!Array.isArray(value) && !isObject(value)) return value;
  if (depth >= deepest) return { $deep: { pointer } } satisfies ElidedDepth;
  if (Array.isArray(value)) return value.map((one, index) => copy(one, below(pointer, index), '', depth + 1));
  // fromEntries defines own members, so a member named __proto__ stays data.
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, copy(one, below(pointer, name), name, depth + 1)]),
  );
}

/**
 * A deep copy of any JSON fit to be sent to a screen: base64 longer than 512 characters under a member named `data` (Attachment, Binary,
 * Signature) and any text over 8 KiB give way to small notes that say how large they are and where they stand.
 * `pointer` is the JSON pointer of `value` in the document it was taken from.
 */
export const elide = (value: unknown, pointer = ''): unknown => copy(value, pointer, '', 0);
