/** A stretch of a line of JSON text with one ink. */
export interface InkedText {
  /** Column it begins at, from 0. */
  at: number;
  ink: 'key' | 'value' | 'mark';
  text: string;
}

// A string with the colon that makes it a key, a string, a word or number, or what stands between.
const pieces = /("(?:[^"\\\n]|\\.)*"?)(?=(\s*:)?)|[\w.+-]+|[^"\w.+-]+/g;

/** A line of JSON text; numbers count from 1. */
export interface InkedLine {
  number: number;
  parts: InkedText[];
}

/** A text of JSON, readable or not, line by line in its inks. */
export const inkOf = (text: string): InkedLine[] =>
  text.split('\n').map((line, index) => ({
    number: index + 1,
    parts: [...line.matchAll(pieces)].map((found): InkedText => {
      const [part, string, colon] = found;
      const at = found.index;
      if (string !== undefined) return { at, ink: colon === undefined ? 'value' : 'key', text: part };
      return { at, ink: /\w/.test(part) ? 'value' : 'mark', text: part };
    }),
  }));
