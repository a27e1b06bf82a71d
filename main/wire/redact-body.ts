import type { DocumentInfo } from '../../shared/contract/documents.ts';
import { createRedactor, type Pseudonyms } from '../../shared/fhir/redact.ts';
import { keepDocument } from './extract.ts';
import { createJsonRedactor } from './redact-json.ts';

/** A body without what names people, and all that is replaced by now. */
export interface RedactedBody {
  document: DocumentInfo;
  known: Pseudonyms;
}

/**
 * Keeps a JSON body in `folder` without what names people. `known` are pseudonyms of before, `notes` what stands in place of documents, by
 * pointer. Throws where the body is not JSON.
 */
export function redactBody(
  body: Buffer,
  known: Pseudonyms,
  notes: readonly [pointer: string, note: string][],
  folder: string,
): RedactedBody {
  const redactor = createRedactor(known);
  const written: string[] = [];
  const reader = createJsonRedactor(redactor, new Map(notes), (text) => written.push(text));
  reader.feed(body);
  reader.end();
  return { document: keepDocument(Buffer.from(`${written.join('')}\n`), folder), known: redactor.known() };
}
