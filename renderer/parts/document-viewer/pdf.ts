import type { PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** An opened PDF and the way to give its worker and memory back. */
export interface OpenPdf {
  pdf: PDFDocumentProxy;
  close: () => void;
}

/**
 * Opens a PDF. The library is only loaded for the first one; its worker comes from the console itself. Nothing in the file runs: no
 * evaluated code, no scripting, no forms, and nothing is fetched for it. Fonts it does not carry are the machine's own.
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const { getDocument, PDFWorker, VerbosityLevel } = await import('pdfjs-dist');
  // A worker of our own: the library starts none for addresses without an http origin, which the desktop window has.
  const port = new Worker(workerUrl, { type: 'module' });
  const worker = PDFWorker.create({ port });
  const task = getDocument({
    worker,
    // The worker takes the buffer over, and the bytes are still needed here.
    data: bytes.slice(),
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    useWorkerFetch: false,
    disableAutoFetch: true,
    stopAtErrors: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  const close = () => {
    void task.destroy().finally(() => {
      worker.destroy();
      port.terminate();
    });
  };
  try {
    return { pdf: await task.promise, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** Why a PDF does not open, in words for people. */
export function pdfProblem(thrown: unknown): { message: string; next: string } {
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'PasswordException') {
    return {
      message: 'This PDF is locked by a password.',
      next: 'Save a copy and open it with the password, or ask the sender for an open one.',
    };
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    message: `The bytes begin like a PDF, but it cannot be read: ${reason.replace(/\.$/, '')}.`,
    next: 'Look at the bytes, or ask the sender for the document again.',
  };
}
