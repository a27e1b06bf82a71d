/** What a reader finds, in the order of the text. Offsets are bytes; `end` is the first byte after. */
export interface JsonSink {
  open(isList: boolean, at: number): void;
  close(end: number): void;
  /** A member's name; of a very long one the beginning. */
  name(name: string): void;
  /**
   * A text; undefined where it is longer than what is held. The quotes are part of the range. `isTaken`: all of it went to what `takeLong`
   * answered.
   */
  text(value: string | undefined, at: number, end: number, isTaken: boolean): void;
  scalar(value: number | boolean | null, at: number, end: number): void;
  /** Whether names and texts need not be given now: they come as '' and undefined then. */
  isSkipping?(): boolean;
  /** A text is longer than what is held: what takes its bytes as they pass, and says whether a piece was letters of base64 alone. */
  takeLong?(): (piece: Buffer) => boolean;
}

/** Reads JSON as it passes, chunk by chunk (RFC 8259), and holds nothing but the text it is in, up to a limit. */
export interface JsonReader {
  /** Throws a SyntaxError where the text is no JSON, a RangeError where it is nested too deep. */
  feed(chunk: Buffer): void;
  end(): void;
}

/** Texts of at most this many bytes, escapes and all, are given whole. */
export const heldText = 4_096;
/** Texts of fewer bytes are looked through here. */
const shortText = 128;
/** Deeper than any resource; what reads on by recursion holds out so far. */
const deepest = 500;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
/** What may come next, besides white space. */
type Next = 'value' | 'first-element' | 'first-name' | 'name' | 'colon' | 'more' | 'nothing';

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isHex = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
const escapes = new Set(Buffer.from('"\\/bfnrt'));

/** A reader that tells `sink` what it finds. It is as strict as JSON.parse, which does not stop for a byte order mark here. */
export function createJsonReader(sink: JsonSink): JsonReader {
  const lists: boolean[] = []; // what is open
  let next: Next = 'value';
  let offset = 0;
  let token: 'text' | 'scalar' | undefined;
  let start = 0; // where the token begins
  let held: Buffer[] = [];
  let heldBytes = 0;
  let hasEscapes = false; // in the text so far
  let taker: ((piece: Buffer) => boolean) | undefined;
  let escaping = 0; // 1 after a backslash, 5 to 2 while that many less one hex digits are awaited

  const wrong = (at: number): never => {
    throw new SyntaxError(`Unexpected JSON at position ${at}`);
  };

  function feed(chunk: Buffer): void {
    let i = offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
    while (i < chunk.length) {
      if (token === 'text') i = passText(chunk, i);
      else if (token === 'scalar') i = passScalar(chunk, i);
      else {
        const byte = chunk[i] as number;
        if (!isSpace(byte)) passByte(byte, offset + i);
        if (token !== 'scalar') i += 1; // its first byte belongs to it
      }
    }
    offset += chunk.length;
  }

  /** Keeps a piece of a token, up to the limit; of a long text it is handed on. Whether it is known to be letters of base64 alone. */
  function hold(piece: Buffer): boolean {
    if (heldBytes <= heldText && heldBytes + piece.length > heldText) beginLong();
    if (taker) {
      heldBytes = heldText + 1;
      return taker(piece);
    }
    const room = heldText + 1 - heldBytes;
    if (room <= 0) return false;
    held.push(Buffer.from(piece.subarray(0, room))); // the chunk is used again
    heldBytes += Math.min(room, piece.length);
    return false;
  }

  function beginLong(): void {
    if (token !== 'text' || hasEscapes || isName() || sink.isSkipping?.()) return;
    taker = sink.takeLong?.();
    if (taker) for (const piece of held) taker(piece);
  }

  const isName = () => next === 'first-name' || next === 'name';

  /** Most texts are short, plain and within one chunk; a native search would cost more than they do. */
  function passShortText(chunk: Buffer, from: number): number | undefined {
    const limit = Math.min(chunk.length, from + shortText);
    let bits = 0;
    for (let i = from; i < limit; i += 1) {
      const byte = chunk[i] as number;
      if (byte === quote) {
        const encoding = bits < 0x80 ? 'latin1' : 'utf8';
        told(sink.isSkipping?.() ? undefined : chunk.toString(encoding, from, i), offset + i + 1, false);
        return i + 1;
      }
      if (byte === backslash || byte < 0x20) return undefined;
      bits |= byte;
    }
    return undefined;
  }

  function passText(chunk: Buffer, from: number): number {
    const short = heldBytes === 0 && escaping === 0 ? passShortText(chunk, from) : undefined;
    if (short !== undefined) return short;
    const found = chunk.indexOf(quote, from);
    const to = found < 0 ? chunk.length : found;
    const piece = chunk.subarray(from, to);
    if (escaping > 0 || piece.includes(backslash)) return passEscapes(chunk, from);
    if (!hold(piece) && hasControls(piece)) wrong(offset + from);
    if (found < 0) return to;
    endText(offset + found + 1);
    return found + 1;
  }

  /** Byte by byte, to the end of the text or of the chunk: a quote may be escaped, and an escape may be cut in two. */
  function passEscapes(chunk: Buffer, from: number): number {
    hasEscapes = true;
    taker = undefined; // it would take escapes for letters
    for (let i = from; i < chunk.length; i += 1) {
      const byte = chunk[i] as number;
      if (escaping === 1) {
        if (byte !== 0x75 && !escapes.has(byte)) wrong(offset + i);
        escaping = byte === 0x75 ? 5 : 0;
      } else if (escaping > 1) {
        if (!isHex(byte)) wrong(offset + i);
        escaping = escaping === 2 ? 0 : escaping - 1;
      } else if (byte === backslash) escaping = 1;
      else if (byte < 0x20) wrong(offset + i);
      else if (byte === quote) {
        hold(chunk.subarray(from, i));
        endText(offset + i + 1);
        return i + 1;
      }
    }
    hold(chunk.subarray(from));
    return chunk.length;
  }

  function endText(end: number): void {
    const isWhole = heldBytes <= heldText;
    const isTaken = taker !== undefined;
    const text = takeHeld();
    taker = undefined;
    hasEscapes = false;
    if (sink.isSkipping?.() || (!isWhole && !isName())) told(undefined, end, isTaken);
    else told(isWhole ? (JSON.parse(`"${text}"`) as string) : `${text.slice(0, 40)}…`, end, false);
  }

  function told(text: string | undefined, end: number, isTaken: boolean): void {
    token = undefined;
    if (isName()) {
      sink.name(text ?? '');
      next = 'colon';
      return;
    }
    sink.text(text, start, end, isTaken);
    ended();
  }

  function takeHeld(): string {
    const bytes = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return bytes.toString('utf8');
  }

  function passScalar(chunk: Buffer, from: number): number {
    let to = from;
    while (to < chunk.length && !endsScalar(chunk[to] as number)) to += 1;
    hold(chunk.subarray(from, to));
    if (to < chunk.length) endScalar(offset + to);
    return to;
  }

  function endScalar(end: number): void {
    token = undefined;
    if (heldBytes > heldText) wrong(start);
    sink.scalar(scalarOf(takeHeld(), start), start, end);
    ended();
  }

  function ended(): void {
    next = lists.length === 0 ? 'nothing' : 'more';
  }

  function begin(kind: 'text' | 'scalar', at: number): void {
    token = kind;
    start = at;
  }

  function passByte(byte: number, at: number): void {
    const isList = lists.at(-1);
    if (next === 'colon') {
      if (byte !== colon) wrong(at);
      next = 'value';
    } else if (next === 'more' && byte === comma) next = isList ? 'value' : 'name';
    else if (byte === closeList && isList && (next === 'more' || next === 'first-element')) close(at);
    else if (byte === closeObject && isList === false && (next === 'more' || next === 'first-name')) close(at);
    else if (next === 'first-name' || next === 'name') {
      if (byte !== quote) wrong(at);
      begin('text', at);
    } else if (next !== 'value' && next !== 'first-element') wrong(at);
    else if (byte === quote) begin('text', at);
    else if (byte === openList || byte === openObject) open(byte === openList, at);
    else begin('scalar', at);
  }

  function open(isList: boolean, at: number): void {
    if (lists.length >= deepest) throw new RangeError(`The body is nested deeper than ${deepest} levels.`);
    sink.open(isList, at);
    lists.push(isList);
    next = isList ? 'first-element' : 'first-name';
  }

  function close(at: number): void {
    lists.pop();
    sink.close(at + 1);
    ended();
  }

  return {
    feed,
    end() {
      if (token === 'scalar') endScalar(offset);
      if (token !== undefined || next !== 'nothing') throw new SyntaxError(`Unterminated JSON at position ${offset}`);
    },
  };
}

/** Whether bytes hold a control character, which JSON texts must not. Long texts are looked at four bytes at a time. */
function hasControls(piece: Buffer): boolean {
  const lead = Math.min(piece.length, (4 - (piece.byteOffset % 4)) % 4);
  const count = (piece.length - lead) >> 2;
  const words = new Int32Array(piece.buffer, count > 0 ? piece.byteOffset + lead : 0, count);
  // A byte below 0x20 borrows from its high bit, which it does not have itself.
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] as number;
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) return true;
  }
  for (let i = 0; i < lead; i += 1) if ((piece[i] as number) < 0x20) return true;
  for (let i = lead + words.length * 4; i < piece.length; i += 1) if ((piece[i] as number) < 0x20) return true;
  return false;
}

const endsScalar = (byte: number) =>
  isSpace(byte) || byte === comma || byte === closeList || byte === closeObject || byte === quote || byte === colon;

function scalarOf(text: string, at: number): number | boolean | null {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  } catch {
    // told below, without its words
  }
  throw new SyntaxError(`Unexpected JSON at position ${at}`);
}
