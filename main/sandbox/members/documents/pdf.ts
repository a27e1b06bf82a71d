import type { Block, Note } from './note.ts';
import { BOLD, PAGE_HEIGHT, PAGE_WIDTH, pdfString, REGULAR, writePdf } from './pdf-file.ts';
import { textWidth, wrap } from './pdf-metrics.ts';

const LEFT = 60;
const WIDTH = PAGE_WIDTH - 2 * LEFT;
const TOP = PAGE_HEIGHT - 60;
const BOTTOM = 72;
const SIZE = 10.5;
const LEADING = 14;

/** The page being set: finished pages, drawing operators of this one, and the baseline of the next line. */
interface Sheet {
  pages: string[][];
  y: number;
}

/** Sets a note on one or more US Letter pages, with letterhead, headings, wrapped text, lists and tables. */
export function renderPdf(note: Note): Buffer {
  const sheet: Sheet = { pages: [[]], y: TOP };
  letterhead(sheet, note);
  for (const part of note.sections) {
    // A heading at the foot of a page without its first lines would mislead the reader.
    if (sheet.y < BOTTOM + 3 * LEADING) newPage(sheet);
    sheet.y -= 6;
    line(sheet, part.title, LEFT, 12, true);
    for (const block of part.blocks) setBlock(sheet, block);
  }
  signature(sheet, note);
  const pages = sheet.pages.map((operators, index) => [...operators, ...foot(note, index + 1, sheet.pages.length)]);
  return writePdf(
    pages.map((operators) => operators.join('\n')),
    `${note.title}, ${note.patient.family}`,
    note.signed,
  );
}

function letterhead(sheet: Sheet, { facility, patient, title, seen, author }: Note): void {
  line(sheet, facility.name.toUpperCase(), LEFT, 14, true);
  line(sheet, `${facility.line}, Tres Lagos AZ, ${facility.phone}`, LEFT, 9);
  rule(sheet);
  line(sheet, title, LEFT, 16, true);
  const name = `${patient.family}, ${patient.given.join(' ')}`;
  line(sheet, `Patient ${name}     Born ${patient.born}     MRN ${patient.mrn}`, LEFT, SIZE);
  const by = `${author.given} ${author.family}, ${author.degree}`;
  line(sheet, `Seen ${seen}     By ${by}     Member ${patient.memberId}`, LEFT, SIZE);
  rule(sheet);
}

function setBlock(sheet: Sheet, block: Block): void {
  if (typeof block === 'string') {
    for (const text of wrap(block, WIDTH, SIZE)) line(sheet, text, LEFT, SIZE);
    sheet.y -= 3;
  } else if ('list' in block) {
    for (const [index, item] of block.list.entries()) setItem(sheet, `${index + 1}.`, item);
    sheet.y -= 3;
  } else {
    setTable(sheet, block.table.head, block.table.rows);
  }
}

function setItem(sheet: Sheet, label: string, item: string): void {
  const indent = 18;
  for (const [index, text] of wrap(item, WIDTH - indent, SIZE).entries()) {
    room(sheet);
    if (index === 0) draw(sheet, label, LEFT, SIZE, false);
    draw(sheet, text, LEFT + indent, SIZE, false);
    sheet.y -= LEADING;
  }
}

function setTable(sheet: Sheet, head: string[], rows: string[][]): void {
  const step = WIDTH / Math.max(head.length, 1);
  for (const [index, row] of [head, ...rows].entries()) {
    room(sheet);
    for (const [column, cell] of row.entries()) draw(sheet, cell, LEFT + column * step, SIZE - 0.5, index === 0);
    sheet.y -= LEADING;
    if (index === 0) {
      operate(
        sheet,
        `0.5 w ${LEFT} ${round(sheet.y + LEADING - 3)} m ${LEFT + WIDTH} ${round(sheet.y + LEADING - 3)} l S`,
      );
    }
  }
  sheet.y -= 4;
}

function signature(sheet: Sheet, { author, signed }: Note): void {
  if (sheet.y < BOTTOM + 3 * LEADING) newPage(sheet);
  sheet.y -= LEADING;
  line(sheet, `${author.given} ${author.family}, ${author.degree}`, LEFT, SIZE, true);
  line(sheet, `NPI ${author.npi}, signed electronically ${signed.replace('T', ' ')}`, LEFT, SIZE);
}

function foot(note: Note, number: number, count: number): string[] {
  const text = `${note.patient.family}, MRN ${note.patient.mrn}     Page ${number} of ${count}`;
  const x = PAGE_WIDTH - LEFT - textWidth(text, 8);
  return [textOperator(text, x, 40, 8, false)];
}

function line(sheet: Sheet, text: string, x: number, size: number, bold = false): void {
  room(sheet);
  // The pen stands at the upper edge of the line; larger letters need a deeper baseline.
  if (size > SIZE) sheet.y -= size - SIZE;
  draw(sheet, text, x, size, bold);
  sheet.y -= LEADING;
}

function rule(sheet: Sheet): void {
  const y = round(sheet.y + LEADING - 6);
  operate(sheet, `0.75 w ${LEFT} ${y} m ${LEFT + WIDTH} ${y} l S`);
  sheet.y -= 6;
}

function room(sheet: Sheet): void {
  if (sheet.y < BOTTOM) newPage(sheet);
}

function newPage(sheet: Sheet): void {
  sheet.pages.push([]);
  sheet.y = TOP;
}

function draw(sheet: Sheet, text: string, x: number, size: number, bold: boolean): void {
  operate(sheet, textOperator(text, x, sheet.y, size, bold));
}

function operate(sheet: Sheet, operator: string): void {
  sheet.pages.at(-1)?.push(operator);
}

function textOperator(text: string, x: number, y: number, size: number, bold: boolean): string {
  return `BT /${bold ? BOLD : REGULAR} ${size} Tf ${round(x)} ${round(y)} Td ${pdfString(text)} Tj ET`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
