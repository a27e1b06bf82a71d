import type { DocumentInfo } from '../../../shared/contract/documents.ts';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { ExchangeSide } from '../../../shared/domain/exchange.ts';
import { call } from '../../api/call.ts';

/** Where a document stands: a JSON pointer in one message of an exchange; '' is the whole body. */
export interface DocumentPlace {
  exchangeId: string;
  side: ExchangeSide;
  pointer: string;
}

/** A document in the page's memory. */
export interface LoadedDocument {
  bytes: Uint8Array<ArrayBuffer>;
  /** As declared beside it, where it was. */
  declaredType?: string;
}

/** From how many bytes a person is asked before a document is loaded. */
export const askAbove = 25 * 1024 * 1024;

const chunk = 1_048_576;

/** The bytes of base64 text; throws on text that is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
}

/** Reads an opened document chunk by chunk; `left` ends it early, then the answer is undefined. */
export async function readDocument(
  { documentId, bytes: total, declaredType }: DocumentInfo,
  onProgress: (bytes: number) => void,
  left: () => boolean,
): Promise<Reply<LoadedDocument> | undefined> {
  const bytes = new Uint8Array(total);
  let at = 0;
  while (at < total) {
    const reply = await call('documents.read', { documentId, offset: at, length: chunk });
    if (left()) return undefined;
    if (!reply.ok) return reply;
    const part = fromBase64(reply.value.base64);
    // A document that shrank under us would be asked for the same nothing forever.
    if (part.length === 0) break;
    bytes.set(part.subarray(0, total - at), at);
    at += part.length;
    onProgress(Math.min(at, total));
  }
  return ok({ bytes: at < total ? bytes.slice(0, at) : bytes, ...(declaredType && { declaredType }) });
}
