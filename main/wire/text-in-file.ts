import { type ByteRange, readInPieces } from './file-pieces.ts';

const marks: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Undoes the escapes of a JSON text that is known to be valid. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, mark: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (marks[mark] ?? mark),
  );

/** How much of a piece ends with no escape cut in two. */
function wholeLength(text: string): number {
  const at = text.lastIndexOf('\\');
  if (at < text.length - 5) return text.length;
  let run = 1;
  while (text[at - run] === '\\') run += 1;
  if (run % 2 === 0) return text.length; // it is itself escaped
  const isComplete = text[at + 1] !== undefined && (text[at + 1] !== 'u' || at + 6 <= text.length);
  return isComplete ? text.length : at;
}

/** Reads a JSON text in a file, its range without the quotes, escapes undone, letters beyond ASCII as the bytes they are written with. */
export function readTextInFile(file: string, range: ByteRange, take: (letters: string) => unknown): void {
  let cut = '';
  readInPieces(file, range, (piece) => {
    const text = cut + piece.toString('latin1');
    if (!text.includes('\\')) {
      cut = '';
      take(text);
      return;
    }
    const whole = wholeLength(text);
    cut = text.slice(whole);
    take(unescaped(text.slice(0, whole)));
  });
}
