/** A stretch of a value, and whether the other value has it too. */
export interface Piece {
  text: string;
  differs: boolean;
}

const words = (text: string): string[] => text.split(/(?<=[:/.?&=#@,\s])|(?=[:/.?&=#@,\s])/u).filter(Boolean);

/** Length of the longest common run of words from every pair of places on. */
function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (row: number, column: number) => table[row]?.[column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const same = left[row] === right[column];
      const line = table[row];
      if (line) line[column] = same ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  return table;
}

function add(pieces: Piece[], text: string, differs: boolean): void {
  const last = pieces.at(-1);
  if (last?.differs === differs) last.text += text;
  else pieces.push({ text, differs });
}

/** Two values that should be the same, in pieces: what stands in one alone differs. Addresses are taken apart at their marks. */
export function compareValues(sent: string, wanted: string): { sent: Piece[]; wanted: Piece[] } {
  // A value of a thousand words is no address; then only the whole can be told apart.
  if (sent.length > 2_000 || wanted.length > 2_000) {
    const differs = sent !== wanted;
    return { sent: [{ text: sent, differs }], wanted: [{ text: wanted, differs }] };
  }
  const left = words(sent);
  const right = words(wanted);
  const common = commonLengths(left, right);
  const pieces = { sent: [] as Piece[], wanted: [] as Piece[] };
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const ours = left[row];
    const theirs = right[column];
    if (ours !== undefined && ours === theirs) {
      add(pieces.sent, ours, false);
      add(pieces.wanted, ours, false);
      row += 1;
      column += 1;
    } else if (
      ours !== undefined &&
      (theirs === undefined || (common[row + 1]?.[column] ?? 0) >= (common[row]?.[column + 1] ?? 0))
    ) {
      add(pieces.sent, ours, true);
      row += 1;
    } else if (theirs !== undefined) {
      add(pieces.wanted, theirs, true);
      column += 1;
    }
  }
  return pieces;
}
