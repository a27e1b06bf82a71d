import { z } from 'zod';
import { read, write } from './define.ts';

/** A document taken out of a recorded message: known by the hash of its bytes. */
export interface DocumentInfo {
  documentId: string;
  bytes: number;
  sha256: string;
  /** As the first bytes say: application/pdf, image/png, text/xml, application/fhir+json, text/plain, application/octet-stream. */
  sniffedType: string;
  /** As declared beside it, where it was. */
  declaredType?: string;
}

/** A range of a document's bytes, base64. */
export interface DocumentChunk {
  offset: number;
  total: number;
  base64: string;
}

/** JSON at a place of a recorded message: long base64 and texts replaced by notes that say how large they are and where they stand. */
export interface ElidedJson {
  value: unknown;
  /** How much of it there is before anything was replaced, in letters of JSON. */
  letters: number;
}

/** Documents inside recorded messages. */
export const commands = {
  /** Finds the document at a JSON pointer of a recorded message (base64 decoded; `''` is the whole body). */
  'documents.open': read<DocumentInfo>()(
    z.strictObject({ exchangeId: z.string(), side: z.enum(['request', 'response']), pointer: z.string() }),
  ),
  'documents.read': read<DocumentChunk>()(
    z.strictObject({
      documentId: z.string().regex(/^[0-9a-f]{64}$/),
      offset: z.number().int().min(0).default(0),
      length: z.number().int().min(1).max(1_048_576).default(262_144),
    }),
  ),
  /** The JSON at a pointer of a recorded message (`''` is the whole body), without its long base64: fit for a screen. */
  'documents.json': read<ElidedJson>()(
    z.strictObject({ exchangeId: z.string(), side: z.enum(['request', 'response']), pointer: z.string() }),
  ),
  /**
   * Tells the audit trail that the page is about to hand something to the browser as a file (CONF-016); asked before it does. `name` is that
   * of the file, `exchangeId` what its content came with.
   */
  'documents.saving': write<{ told: true }>()(
    z.strictObject({
      name: z
        .string()
        .regex(/^\P{C}+$/u, 'is no name of a file')
        .max(300),
      bytes: z.number().int().min(0),
      exchangeId: z.string().optional(),
    }),
  ),
};
