import { type BodyHead, readLinks } from '../../shared/fhir/body-head.ts';

/** What a scan found: the head, where each entry lies, and whether the text was one whole JSON object. */
export interface Scan {
  head: BodyHead;
  /** Pairs of byte offset and length, one pair an entry. */
  ranges: Float64Array;
  /** `json` when whole; else what is wrong. */
  state: 'json' | 'truncated' | 'not-json' | 'empty';
}

/** Reads a JSON body as it passes, chunk by chunk, holding none of it but a few small values of its top level. */
export interface BundleScanner {
  feed(chunk: Uint8Array): void;
  end(): Scan;
}

const quote = 0x22;
const backslash = 0x5c;
/** Top-level values that are kept, each up to this many bytes. */
const wanted = new Set(['resourceType', 'id', 'type', 'total', 'link']);
const keepLimit = 65_536;
/** Entries that are listed; what a hostile body holds beyond them would take more memory than the body. */
export const mostEntries = 500_000;

/**
 * A scanner for one body. It follows nesting and strings at byte level: a 50 MB searchset is understood as a list of entry ranges
 * without ever being held or parsed, so the screen can ask for the rows it shows. Entries themselves are parsed when they are asked for.
 */
export function createBundleScanner(): BundleScanner {
  let offset = 0;
  let depth = 0;
  let inString = false;
  let slashes = 0;
  let started = false;
  let ended = false;
  let wrong = false;
  let key = '';
  let keyBytes: number[] | undefined; // the top-level name being read
  let expectName = false;
  let kept: number[] | undefined; // the top-level value being kept
  const values: Record<string, string> = {};
  let inEntries = false;
  let entryStart = -1;
  const ranges: number[] = [];

  function feed(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; ) {
      if (inString) {
        i = passString(chunk, i);
        continue;
      }
      passByte(chunk[i] as number, offset + i);
      i += 1;
    }
    offset += chunk.length;
  }

  /** Goes to the end of the string or of the chunk; native search makes long base64 cheap. */
  function passString(chunk: Uint8Array, from: number): number {
    const found = chunk.indexOf(quote, from);
    const to = found < 0 ? chunk.length : found;
    if (keyBytes) keep(keyBytes, chunk, from, to);
    if (kept) keep(kept, chunk, from, found < 0 ? to : to + 1);
    let trailing = 0;
    while (to - trailing > from && chunk[to - trailing - 1] === backslash) trailing += 1;
    if (to - trailing === from) trailing += slashes; // a run of backslashes that began in the chunk before
    if (found < 0) {
      slashes = trailing % 2;
      return to;
    }
    slashes = 0;
    if (trailing % 2 === 1) {
      if (keyBytes) keyBytes.push(quote);
      return found + 1;
    }
    inString = false;
    if (keyBytes) {
      key = nameOf(keyBytes);
      keyBytes = undefined;
      expectName = false;
    }
    return found + 1;
  }

  function keep(into: number[], chunk: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to && into.length < keepLimit; i += 1) into.push(chunk[i] as number);
  }

  function passByte(byte: number, at: number): void {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return;
    if (!started) {
      if (at < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return; // byte order mark
      started = true;
      if (byte !== 0x7b) wrong = true;
    } else if (ended) wrong = true;
    const closing = byte === 0x7d || byte === 0x5d;
    if (kept && depth === 1 && (byte === 0x2c || closing)) finishValue();
    switch (byte) {
      case quote:
        inString = true;
        if (depth === 1 && expectName) keyBytes = [];
        break;
      case 0x7b: // {
      case 0x5b: // [
        if (depth === 1) enterValue(byte === 0x5b);
        else if (depth === 2 && inEntries && byte === 0x7b) entryStart = at;
        depth += 1;
        if (depth === 1) expectName = true;
        break;
      case 0x7d:
      case 0x5d:
        depth -= 1;
        if (depth === 2 && entryStart >= 0) {
          if (ranges.length < 2 * mostEntries) ranges.push(entryStart, at + 1 - entryStart);
          entryStart = -1;
        }
        if (depth === 0) ended = true;
        if (depth < 0) wrong = true;
        break;
      case 0x2c: // ,
        if (depth === 1) {
          expectName = true;
          return;
        }
        break;
      case 0x3a: // :
        if (depth === 1 && !kept) {
          if (wanted.has(key)) kept = [];
          return;
        }
        break;
    }
    if (kept && kept.length < keepLimit) kept.push(byte);
  }

  function enterValue(isList: boolean): void {
    inEntries = isList && key === 'entry';
    if (inEntries) ranges.length = 0; // of two members of one name the last one counts, as for JSON.parse
  }

  function finishValue(): void {
    if (kept && kept.length < keepLimit) values[key] = Buffer.from(kept).toString('utf8');
    kept = undefined;
  }

  function end(): Scan {
    const resourceType = parsed(values.resourceType);
    const isBundle = resourceType === 'Bundle';
    const total = parsed(values.total);
    const type = parsed(values.type);
    const id = parsed(values.id);
    return {
      head: {
        ...(typeof resourceType === 'string' ? { resourceType } : {}),
        ...(typeof id === 'string' ? { id } : {}),
        ...(isBundle && typeof type === 'string' ? { bundleType: type } : {}),
        ...(isBundle && typeof total === 'number' ? { total } : {}),
        links: isBundle ? readLinks(parsed(values.link)) : {},
        entries: isBundle ? ranges.length / 2 : 0,
      },
      ranges: Float64Array.from(isBundle ? ranges : []),
      state: !started ? 'empty' : wrong ? 'not-json' : ended ? 'json' : 'truncated',
    };
  }

  return { feed, end };
}

/** A member's name, whose escapes are undone. */
function nameOf(bytes: number[]): string {
  const text = Buffer.from(bytes).toString('utf8');
  const name = text.includes('\\') ? parsed(`"${text}"`) : text;
  return typeof name === 'string' ? name : text;
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
