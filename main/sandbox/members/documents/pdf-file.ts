/** One page: its content stream, drawn in points from the lower left corner. */
export type PageContent = string;

/** US Letter, in points. */
export const PAGE_WIDTH = 612;
export const PAGE_HEIGHT = 792;

/** Names under which a page may use the two fonts. */
export const REGULAR = 'F1';
export const BOLD = 'F2';

const HEADER = '%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n';

/**
 * Puts pages into a PDF 1.4 file (ISO 32000-1): catalog, page tree, the standard fonts Helvetica and
 * Helvetica-Bold in WinAnsi encoding, and a cross-reference table with the true offset of every object.
 */
export function writePdf(pages: PageContent[], title: string, created: string): Buffer {
  const firstPage = 6;
  const kids = pages.map((_, index) => `${firstPage + index * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    `<< /Title ${pdfString(title)} /Producer (Switchboard sandbox) /CreationDate (D:${pdfTime(created)}) >>`,
    ...pages.flatMap((content, index) => [pageObject(firstPage + index * 2 + 1), streamObject(content)]),
  ];
  let file = HEADER;
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  // One character is one byte here: everything beyond ASCII was escaped or is below U+0100.
  return Buffer.from(file, 'latin1');
}

/** A literal string in WinAnsi; what the encoding lacks becomes a question mark. */
export function pdfString(text: string): string {
  const bytes = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 63;
    if (character === '(' || character === ')' || character === '\\') return `\\${character}`;
    if (code >= 32 && code < 127) return character;
    return code >= 160 && code < 256 ? `\\${code.toString(8)}` : '?';
  });
  return `(${bytes.join('')})`;
}

function font(name: string): string {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

function pageObject(content: number): string {
  const resources = `<< /Font << /${REGULAR} 3 0 R /${BOLD} 4 0 R >> >>`;
  const box = `[0 0 ${PAGE_WIDTH} ${PAGE_HEIGHT}]`;
  return `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Resources ${resources} /Contents ${content} 0 R >>`;
}

function streamObject(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** A PDF date from a FHIR dateTime with offset. */
function pdfTime(at: string): string {
  const [hours, minutes] = at.slice(20).split(':');
  return `${at.slice(0, 19).replaceAll(/[-:T]/g, '')}${at.slice(19, 20)}${hours}'${minutes}'`;
}
