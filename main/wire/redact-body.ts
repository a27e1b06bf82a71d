import type { DocumentInfo } from '../../shared/contract/documents.ts';
import { createRedactor, type Pseudonyms } from '../../shared/fhir/redact.ts';
import { keepDocument } from './extract.ts';
import { readInPieces } from './file-pieces.ts';
import { createJsonRedactor } from './redact-json.ts';

/** A body without what names people, and all that is replaced by now. */
export interface RedactedBody {
  document: DocumentInfo;
  known: Pseudonyms;
}

type Notes = readonly [pointer: string, note: string][];

/**
 * Keeps a JSON body in `folder` without what names people. `known` are pseudonyms of before, `notes` what stands in place of documents, by
 * pointer. Throws where the body is not JSON.
 */
export const redactBody = (body: Buffer, known: Pseudonyms, notes: Notes, folder: string): RedactedBody =>
  redactPieces((take) => take(body), known, notes, folder);

/** The same of a body in a file, read in pieces. For workers: it blocks. */
export const redactFile = (file: string, known: Pseudonyms, notes: Notes, folder: string): RedactedBody =>
  redactPieces((take) => readInPieces(file, undefined, take), known, notes, folder);

function redactPieces(
  pieces: (take: (piece: Buffer) => void) => void,
  known: Pseudonyms,
  notes: Notes,
  folder: string,
): RedactedBody {
  const redactor = createRedactor(known);
  const written: string[] = [];
  const reader = createJsonRedactor(redactor, new Map(notes), (text) => written.push(text));
  pieces((piece) => reader.feed(piece));
  reader.end();
  return { document: keepDocument(Buffer.from(`${written.join('')}\n`), folder), known: redactor.known() };
}
