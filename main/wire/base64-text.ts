import { letGo } from './let-go.ts';

/** Decodes base64 as it passes. */
export interface Base64Decoder {
  /** Whether these were letters of base64 alone. */
  feed(letters: string): boolean;
  /** The rest. Whether all of it was base64: standard or URL alphabet, with line breaks, and padding at the end at most. */
  end(): boolean;
}

/** A decoder that hands the bytes on, for as long as `take` runs; what is no base64 is passed over. */
export function createBase64Decoder(take: (bytes: Buffer) => void): Base64Decoder {
  let rest = '';
  let padding = 0;
  let isClean = true;

  /** The letters without line breaks, padding and what does not belong. */
  function known(letters: string): string {
    const text = letters.replace(/\s+/g, '');
    const end = padding > 0 ? 0 : text.indexOf('=');
    const tail = end < 0 ? '' : text.slice(end);
    if (/[^=]/.test(tail)) isClean = false;
    padding += tail.length;
    const before = end < 0 ? text : text.slice(0, end);
    const clean = before.replace(/[^A-Za-z0-9+/_-]+/g, '');
    if (clean.length < before.length) isClean = false;
    return clean;
  }

  /** Decodes as much as is whole; false where bytes are missing, because something in it is no letter of base64. */
  function decode(text: string): boolean {
    const whole = text.length - (text.length % 4);
    const bytes = Buffer.from(text.slice(0, whole), 'base64');
    if (bytes.length !== (whole / 4) * 3) return false;
    rest = text.slice(whole);
    if (bytes.length > 0) take(bytes);
    letGo(bytes);
    return true;
  }

  return {
    feed(letters) {
      // Most of it is letters alone, which decoding tells sooner than a look at each of them.
      const before = rest;
      if (padding === 0 && decode(before + letters)) return true;
      decode(before + known(letters));
      return false;
    },
    end() {
      if (rest.length > 1) take(Buffer.from(rest, 'base64'));
      return isClean && rest.length !== 1 && padding <= 2;
    },
  };
}
