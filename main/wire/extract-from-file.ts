import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { DocumentInfo } from '../../shared/contract/documents.ts';
import { sniffLength, sniffType } from '../../shared/fhir/sniff.ts';
import { createBase64Decoder } from './base64-text.ts';
import { asideIn, keepAside, keepResource } from './extract.ts';
import { type ByteRange, readInPieces, readRange } from './file-pieces.ts';
import { type LocatedValue, locateJson } from './locate-json.ts';
import { readTextInFile } from './text-in-file.ts';

/** Resources up to this many bytes are laid out for people; larger ones are kept as they came. */
const laidOutBytes = 4_194_304;
/** A content type is no longer. */
const typeBytes = 200;

/** What `extract` does, for a body in a file of whatever size: pieces of it are held, not the whole. For workers: it blocks. */
export function extractFromFile(file: string, pointer: string, folder: string): DocumentInfo | undefined {
  if (pointer === '') return keepPieces(folder, undefined, (take) => readInPieces(file, undefined, take));
  const found = locateJson(file, pointer);
  if (!found) return undefined;
  if (found.kind === 'text') return keepText(file, found.range, folder, declaredBeside(file, pointer));
  if (found.range.to - found.range.from <= laidOutBytes)
    return keepResource(JSON.parse(readRange(file, found.range).toString('utf8')), folder);
  return keepPieces(folder, 'application/fhir+json', (take) => readInPieces(file, found.range, take));
}

const keepText = (file: string, range: ByteRange, folder: string, declaredType: string | undefined) =>
  keepPieces(folder, declaredType, (take) => {
    const decoder = createBase64Decoder(take);
    readTextInFile(file, range, decoder.feed);
    decoder.end();
  });

/** The contentType that stands beside a text. */
function declaredBeside(file: string, pointer: string): string | undefined {
  const found: LocatedValue | undefined = locateJson(file, `${pointer.slice(0, pointer.lastIndexOf('/'))}/contentType`);
  if (found?.kind !== 'text') return undefined;
  const text = readRange(file, found.range, typeBytes).toString('utf8');
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

/** Keeps bytes that come piece by piece under the hash of all of them. */
function keepPieces(
  folder: string,
  declaredType: string | undefined,
  read: (take: (piece: Buffer) => void) => void,
): DocumentInfo {
  const aside = asideIn(folder);
  const sum = createHash('sha256');
  let head = Buffer.alloc(0);
  let bytes = 0;
  try {
    const handle = openSync(aside, 'w', 0o600);
    try {
      read((piece) => {
        sum.update(piece);
        bytes += piece.length;
        if (head.length < sniffLength) head = Buffer.concat([head, piece.subarray(0, sniffLength)]);
        for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
      });
    } finally {
      closeSync(handle);
    }
    const sha256 = sum.digest('hex');
    keepAside(aside, folder, sha256);
    return {
      documentId: sha256,
      sha256,
      bytes,
      sniffedType: sniffType(head),
      ...(declaredType ? { declaredType } : {}),
    };
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
