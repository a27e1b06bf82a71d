/** Advance widths of Helvetica for U+0020 to U+007E, in thousandths of the font size (Adobe font metrics). */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];

/** What letters beyond ASCII are counted as; about the width of a lower-case letter with an accent. */
const OTHER = 600;

/** Helvetica-Bold is a little wider; this keeps bold lines inside the margin. */
const BOLD_FACTOR = 1.08;

/** The width of a line in points. */
export function textWidth(text: string, size: number, bold = false): number {
  let units = 0;
  for (const character of text) units += WIDTHS[(character.codePointAt(0) ?? 0) - 32] ?? OTHER;
  return (units * size * (bold ? BOLD_FACTOR : 1)) / 1000;
}

/** Breaks a paragraph into lines no wider than given; a single longer word stands alone. */
export function wrap(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
