import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DocumentInfo } from '../../shared/contract/documents.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { sniffType } from '../../shared/fhir/sniff.ts';

/**
 * Takes the document at a JSON pointer out of a body and keeps its bytes in `folder` under their hash: base64 is decoded, a resource is
 * written as JSON, `''` is the whole body as it is. Undefined when the pointer leads nowhere.
 */
export function extract(body: Buffer, pointer: string, folder: string): DocumentInfo | undefined {
  const found = pointer === '' ? { bytes: body } : atPointer(body, pointer);
  if (!found) return undefined;
  const { bytes, declaredType } = found;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, sha256);
  if (!existsSync(file)) writeFileSync(file, bytes, { mode: 0o600 });
  else chmodSync(file, 0o600);
  return {
    documentId: sha256,
    sha256,
    bytes: bytes.length,
    sniffedType: sniffType(bytes),
    ...(declaredType ? { declaredType } : {}),
  };
}

function atPointer(body: Buffer, pointer: string): { bytes: Buffer; declaredType?: string } | undefined {
  const document: unknown = JSON.parse(body.toString('utf8').replace(/^\ufeff/, ''));
  const value = getPointer(document, pointer);
  if (value === undefined) return undefined;
  if (typeof value !== 'string')
    return { bytes: Buffer.from(JSON.stringify(value, null, 2)), declaredType: 'application/fhir+json' };
  const holder = getPointer(document, pointer.slice(0, pointer.lastIndexOf('/'))) as
    | { contentType?: unknown }
    | undefined;
  const declaredType = typeof holder?.contentType === 'string' ? holder.contentType : undefined;
  return { bytes: Buffer.from(value, 'base64'), ...(declaredType ? { declaredType } : {}) };
}
