import { createHash, hash } from 'node:crypto';
import { type ActiveContent, activeContentIn, activeOverlap } from '../../shared/fhir/active-content.ts';
import { type DataLook, isBase64, isMarkup } from '../../shared/fhir/look-at-data.ts';
import { sniff, sniffLength } from '../../shared/fhir/sniff.ts';
import type { ByteRange } from './file-pieces.ts';
import { createBase64Decoder } from './base64-text.ts';
import { readTextInFile } from './text-in-file.ts';

/** What the bytes of an attachment are. */
export interface DataFacts extends DataLook {
  /** Lower-case hex. */
  sha256: string;
  sha1: () => string;
}

/** Of base64 that is in hand. */
export function factsOfText(text: string): DataFacts {
  const bytes = Buffer.from(text, 'base64');
  const { form, contentType } = sniff(bytes);
  return {
    isBase64: isWhole(text, bytes.length) || isBase64(text),
    bytes: bytes.length,
    form,
    contentType,
    active: isMarkup(form) ? activeContentIn(bytes.toString('latin1')) : [],
    sha256: hash('sha256', bytes),
    sha1: () => hash('sha1', bytes),
  };
}

/**
 * Whether base64 without line breaks is good, told by its length: a letter that does not belong is passed over when it is decoded, so that
 * bytes are missing. False where that cannot tell; it saves a look at each letter of most.
 */
function isWhole(text: string, bytes: number): boolean {
  const letters = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  return letters % 4 !== 1 && Math.floor((letters * 3) / 4) === bytes;
}

/** What is known of data once they have passed. */
export type PassedFacts = Omit<DataFacts, 'sha1'>;

/** Looks at base64 as it passes; no more than a piece of it is held. */
export function lookInPassing(): { feed(letters: string): boolean; end(): PassedFacts } {
  const sha256 = createHash('sha256');
  const active = new Set<ActiveContent>();
  let head = Buffer.alloc(0);
  let mayRun = false;
  let before = '';
  let size = 0;
  const decoder = createBase64Decoder((bytes) => {
    size += bytes.length;
    sha256.update(bytes);
    if (head.length < sniffLength) {
      head = Buffer.concat([head, bytes.subarray(0, sniffLength - head.length)]);
      mayRun = isMarkup(sniff(head).form);
    }
    if (!mayRun) return;
    const text = before + bytes.toString('latin1');
    for (const one of activeContentIn(text)) active.add(one);
    before = text.slice(-activeOverlap);
  });
  return {
    feed: decoder.feed,
    end() {
      const isClean = decoder.end();
      const { form, contentType } = sniff(head);
      return { isBase64: isClean, bytes: size, form, contentType, active: [...active], sha256: sha256.digest('hex') };
    },
  };
}

/** Of base64 that stands in a file, as a JSON text in this range; `passed` is what is known of it already. */
export function factsInFile(file: string, range: ByteRange, passed: PassedFacts | undefined): DataFacts {
  const sha1 = () => sha1InFile(file, range);
  if (passed) return { ...passed, sha1 };
  const look = lookInPassing();
  readTextInFile(file, range, look.feed);
  return { ...look.end(), sha1 };
}

/** Few declare a hash: it is made for those alone, of the same bytes again. */
function sha1InFile(file: string, range: ByteRange): string {
  const sum = createHash('sha1');
  const decoder = createBase64Decoder((bytes) => sum.update(bytes));
  readTextInFile(file, range, decoder.feed);
  decoder.end();
  return sum.digest('hex');
}
