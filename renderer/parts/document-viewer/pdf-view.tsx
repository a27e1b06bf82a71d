import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { Finding, FindingList } from '../../ui/finding.tsx';
import type { ViewProps } from './view-props.ts';
import { numbered } from './numbered.ts';
import { PdfPage } from './pdf-page.tsx';
import { PdfTools } from './pdf-tools.tsx';
import { Sheet } from './sheet.tsx';
import { usePdf } from './use-pdf.ts';
import style from './viewer.module.css';

const Problem = ({ problem }: { problem: { message: string; next: string } }) => (
  <div className={style.about}>
    <FindingList>
      <Finding result="fail" message={problem.message} next={problem.next} />
    </FindingList>
  </div>
);

/** The pages of a PDF, one at a time. Page up and down turn them, plus and minus change the size. */
export function PdfView({ name, document, head }: ViewProps) {
  const { pdf, problem } = usePdf(document.bytes);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(1);
  const pages = pdf?.numPages ?? 0;
  const turn = (to: number) => setPage(Math.min(Math.max(1, to), Math.max(1, pages)));
  const resize = (to: number) => setZoom(Math.min(4, Math.max(0.5, to)));
  const press = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Record<string, () => void> = {
      PageDown: () => turn(page + 1),
      PageUp: () => turn(page - 1),
      Home: () => turn(1),
      End: () => turn(pages),
      '+': () => resize(zoom * 1.25),
      '-': () => resize(zoom / 1.25),
      '0': () => resize(1),
    };
    const run = keys[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  };
  const lead = <PdfTools page={page} pages={pages} zoom={zoom} onPage={turn} onZoom={resize} />;
  return (
    <Sheet label={`Pages of ${name}`} lead={lead} head={head} shape="bare" onKeyDown={press}>
      {problem && <Problem problem={problem} />}
      {pdf && <PdfPage key={page} pdf={pdf} page={page} zoom={zoom} label={`${name}, page ${page} of ${pages}`} />}
      {!pdf && !problem && <p className={style.note}>Opening the PDF</p>}
    </Sheet>
  );
}

async function textOfPages(pdf: PDFDocumentProxy): Promise<string[]> {
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join(''));
  }
  return pages;
}

/** The words of a PDF, page after page. */
export function PdfTextView({ name, document, head }: ViewProps) {
  const { pdf, problem } = usePdf(document.bytes);
  const [pages, setPages] = useState<string[]>();
  useEffect(() => {
    if (!pdf) return;
    let left = false;
    textOfPages(pdf).then(
      (texts) => {
        if (!left) setPages(texts);
      },
      () => {
        if (!left) setPages([]);
      },
    );
    return () => {
      left = true;
    };
  }, [pdf]);
  const empty = pages?.every((text) => text.trim() === '');
  return (
    <Sheet label={`Text of ${name}`} lead={<span>Words of the pages</span>} head={head} shape="fill">
      {problem && <Problem problem={problem} />}
      {empty && <p className={style.note}>The pages carry no words; they may be pictures of a scan.</p>}
      {numbered(pages ?? []).map(({ key, value: text }) => (
        <section key={key}>
          <h3 className={style.pageHead}>Page {Number(key) + 1}</h3>
          <pre className={style.text}>{text}</pre>
        </section>
      ))}
    </Sheet>
  );
}
