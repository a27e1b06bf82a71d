import { hash } from 'node:crypto';
import { existsSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import type { DocumentInfo } from '../../shared/contract/documents.ts';
import { type BodyHead, headOf } from '../../shared/fhir/body-head.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { sniffType } from '../../shared/fhir/sniff.ts';
import { privateFolder } from '../store/private-folder.ts';
import { prettyJson } from './pretty-json.ts';

/** Where documents taken out of bodies are kept, each under the hash of its bytes. */
export const documentsFolder = (dataFolder: string): string => path.join(dataFolder, 'documents');

/**
 * Takes the document at a JSON pointer out of a body and keeps its bytes in `folder` under their hash: base64 is decoded, a resource is
 * written as JSON, `''` is the whole body as it is. Undefined when the pointer leads nowhere. Throws where the body is not JSON.
 */
export function extract(body: Buffer, pointer: string, folder: string): DocumentInfo | undefined {
  if (pointer === '') return keepDocument(body, folder);
  const document = parseBody(body);
  const value = getPointer(document, pointer);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') return keepResource(value, folder);
  const holder = getPointer(document, pointer.slice(0, pointer.lastIndexOf('/'))) as
    | { contentType?: unknown }
    | undefined;
  const declaredType = typeof holder?.contentType === 'string' ? holder.contentType : undefined;
  return keepDocument(Buffer.from(value, 'base64'), folder, declaredType);
}

/** A contained resource that was taken out: the document, where in the body it stands, and what its top level says. */
export type ContainedDocument = DocumentInfo & { pointer: string; head: BodyHead };

/**
 * Takes the resource with this id out of the `contained` of a body's resource, or of the one at the pointer `within`, and keeps it as
 * `extract` does.
 */
export function extractContained(body: Buffer, id: string, folder: string, within = ''): ContainedDocument | undefined {
  const list = getPointer(parseBody(body), `${within}/contained`);
  const index = Array.isArray(list) ? list.findIndex((one: { id?: unknown } | null) => one?.id === id) : -1;
  if (index < 0) return undefined;
  const resource = (list as unknown[])[index];
  return { ...keepResource(resource, folder), pointer: `${within}/contained/${index}`, head: headOf(resource) };
}

/** A body as JSON; a byte order mark is let pass. Throws a SyntaxError where it is none, which quotes nothing of it as Node's own would. */
export function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    throw new SyntaxError('The body cannot be read as JSON.');
  }
}

/** Keeps a resource, laid out for people, as keepDocument does. */
export const keepResource = (resource: unknown, folder: string): DocumentInfo =>
  keepDocument(Buffer.from(prettyJson(resource)), folder, 'application/fhir+json');

/** Keeps bytes in `folder` under their hash. */
export function keepDocument(bytes: Buffer, folder: string, declaredType?: string): DocumentInfo {
  const sha256 = hash('sha256', bytes);
  const aside = asideIn(folder);
  writeFileSync(aside, bytes, { mode: 0o600 });
  keepAside(aside, folder, sha256);
  return {
    documentId: sha256,
    sha256,
    bytes: bytes.length,
    sniffedType: sniffType(bytes),
    ...(declaredType ? { declaredType } : {}),
  };
}

/**
 * Where a document is written to until it is whole. Whoever finds the name finds all of it: half a document under its hash would pass for
 * the whole one for ever.
 */
export function asideIn(folder: string): string {
  privateFolder(folder);
  return path.join(folder, `part-${process.pid}-${threadId}`);
}

/** Gives a whole document its name; one that is there already was opened again, and is kept longer. */
export function keepAside(aside: string, folder: string, sha256: string): void {
  const file = path.join(folder, sha256);
  const now = new Date();
  if (existsSync(file)) {
    rmSync(aside);
    utimesSync(file, now, now);
  } else renameSync(aside, file);
}
