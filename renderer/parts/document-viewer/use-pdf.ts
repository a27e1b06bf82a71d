import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { type OpenPdf, openPdf, pdfProblem } from './pdf.ts';

export interface PdfState {
  pdf?: PDFDocumentProxy;
  problem?: { message: string; next: string };
}

/** A PDF for as long as it is looked at. */
export function usePdf(bytes: Uint8Array): PdfState {
  const [state, setState] = useState<PdfState>({});
  useEffect(() => {
    let left = false;
    let opened: OpenPdf | undefined;
    openPdf(bytes).then(
      (open) => {
        opened = open;
        if (left) open.close();
        else setState({ pdf: open.pdf });
      },
      (thrown: unknown) => {
        if (!left) setState({ problem: pdfProblem(thrown) });
      },
    );
    return () => {
      left = true;
      opened?.close();
    };
  }, [bytes]);
  return state;
}
