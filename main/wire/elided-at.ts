import type { ElidedJson } from '../../shared/contract/documents.ts';
import { elide } from '../../shared/fhir/elide.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { parseBody } from './extract.ts';

/** More JSON than this, base64 left out, is none to read on a screen; in letters. */
export const mostLetters = 8 * 1024 * 1024;

/**
 * The JSON at a pointer of a body, fit for a screen: long base64 and texts give way to notes with pointers into the whole body. A text
 * the pointer itself leads to, such as a long narrative, comes whole. Undefined when the pointer leads nowhere; a RangeError when what is
 * left is too much all the same. Throws where the body is not JSON.
 */
export function elidedAt(body: Buffer, pointer: string): ElidedJson | undefined {
  const found = getPointer(parseBody(body), pointer);
  if (found === undefined) return undefined;
  const value = typeof found === 'string' ? found : elide(found, pointer);
  const left = JSON.stringify(value).length;
  if (left > mostLetters) throw new RangeError(`It is ${(left / 1_048_576).toFixed(0)} MB without its documents.`);
  return { value, letters: JSON.stringify(found).length };
}
