/** What a long base64 string was replaced by before it reached the screen. */
export interface Base64Chip {
  bytes: number;
  sha256?: string;
  /** JSON pointer of the string in the recorded message. */
  pointer: string;
  contentType?: string;
}

/** A stretch of a line with one ink. */
export type JsonToken =
  | { ink: 'key' | 'string' | 'number' | 'word' | 'mark'; text: string }
  | { ink: 'reference'; text: string; reference: string }
  | { ink: 'base64'; chip: Base64Chip };

/** One line of pretty-printed JSON. `end` is the index of the closing line where the line opens something that can be folded. */
export interface JsonLine {
  depth: number;
  /** JSON pointer of the value on this line, from the root of what is shown. */
  pointer: string;
  tokens: JsonToken[];
  end?: number;
  /** What the folded part holds, in a few words. */
  holds?: string;
}

const inlineLetters = 88;
const longString = 600;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The chip of `{"$base64": {...}}`, where the value is one. */
export function chipOf(value: unknown): Base64Chip | undefined {
  if (!isRecord(value) || !isRecord(value.$base64)) return undefined;
  const { bytes, sha256, pointer } = value.$base64;
  if (typeof bytes !== 'number' || typeof pointer !== 'string') return undefined;
  return { bytes, pointer, sha256: typeof sha256 === 'string' ? sha256 : undefined };
}

/** What a folded value holds: the words people know it by, else how many. */
export function holdsOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? holdsOf(value[0]) : `${value.length} items`;
  if (!isRecord(value)) return String(value);
  const text = (key: string) => (typeof value[key] === 'string' ? (value[key] as string) : undefined);
  const type = text('resourceType');
  if (type) return [type, text('id')].filter(Boolean).join('/');
  if (isRecord(value.resource)) return holdsOf(value.resource);
  if (Array.isArray(value.coding) && value.coding.length > 0) return text('text') ?? holdsOf(value.coding[0]);
  const known = text('display') ?? text('code') ?? text('reference') ?? text('value') ?? text('text') ?? text('url');
  if (known) return known.length > 40 ? `${known.slice(0, 39)}…` : known;
  const keys = Object.keys(value);
  return keys.length === 1 ? `${keys[0]}` : `${keys.length} members`;
}

function scalarToken(key: string | undefined, value: unknown): JsonToken {
  if (typeof value !== 'string')
    return { ink: typeof value === 'number' ? 'number' : 'word', text: JSON.stringify(value) };
  const shown = value.length > longString ? `${value.slice(0, longString)}… (${value.length} letters)` : value;
  if (key === 'reference' && !value.startsWith('#')) {
    return { ink: 'reference', text: JSON.stringify(shown), reference: value };
  }
  return { ink: 'string', text: JSON.stringify(shown) };
}

/** Whether a container fits on one line: short, and nothing in it is a container of containers. */
function fitsInline(value: object): boolean {
  let letters = 0;
  const visit = (part: unknown, depth: number): boolean => {
    if (typeof part !== 'object' || part === null) {
      letters += typeof part === 'string' ? part.length + 2 : 5;
      return letters <= inlineLetters;
    }
    if (depth > 1 || chipOf(part)) return false;
    return Object.entries(part).every(([key, inner]) => {
      letters += Array.isArray(part) ? 2 : key.length + 6;
      return letters <= inlineLetters && visit(inner, depth + 1);
    });
  };
  return visit(value, 0);
}

const mark = (text: string): JsonToken => ({ ink: 'mark', text });

function inlineTokens(key: string | undefined, value: unknown): JsonToken[] {
  if (typeof value !== 'object' || value === null) return [scalarToken(key, value)];
  const array = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return [mark(array ? '[]' : '{}')];
  const inner = entries.flatMap(([name, part], index) => [
    ...(index > 0 ? [mark(', ')] : []),
    ...(array ? [] : [{ ink: 'key', text: JSON.stringify(name) } as const, mark(': ')]),
    ...inlineTokens(array ? key : name, part),
  ]);
  return array ? [mark('['), ...inner, mark(']')] : [mark('{ '), ...inner, mark(' }')];
}

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** All lines of a value, nothing folded. Short containers stay on one line. */
export function jsonLines(root: unknown): JsonLine[] {
  const lines: JsonLine[] = [];
  const write = (
    key: string | undefined,
    shownKey: boolean,
    value: unknown,
    pointer: string,
    depth: number,
    comma: string,
  ) => {
    const lead: JsonToken[] = shownKey ? [{ ink: 'key', text: JSON.stringify(key) }, mark(': ')] : [];
    const tail = comma ? [mark(comma)] : [];
    const chip = chipOf(value);
    if (chip) {
      lines.push({ depth, pointer, tokens: [...lead, { ink: 'base64', chip }, ...tail] });
      return;
    }
    if (typeof value !== 'object' || value === null || (depth > 0 && fitsInline(value))) {
      lines.push({ depth, pointer, tokens: [...lead, ...inlineTokens(key, value), ...tail] });
      return;
    }
    const array = Array.isArray(value);
    const only: unknown = array && value.length === 1 ? value[0] : undefined;
    if (typeof only === 'object' && only !== null && !chipOf(only)) {
      wrapped(key, lead, tail, only, `${pointer}/0`, depth);
      return;
    }
    const entries = Object.entries(value);
    const open: JsonLine = { depth, pointer, tokens: [...lead, mark(array ? '[' : '{')], holds: holdsOf(value) };
    lines.push(open);
    entries.forEach(([name, part], index) => {
      const next = `${pointer}/${escapePointer(name)}`;
      write(array ? key : name, !array, part, next, depth + 1, index < entries.length - 1 ? ',' : '');
    });
    open.end = lines.length;
    lines.push({ depth, pointer, tokens: [mark(array ? ']' : '}'), ...tail] });
  };
  /** An array of one container opens and closes on the container's lines: `[{` and `}]`. */
  const wrapped = (
    key: string | undefined,
    lead: JsonToken[],
    tail: JsonToken[],
    only: object,
    pointer: string,
    depth: number,
  ) => {
    const before = lines.length;
    write(key, false, only, pointer, depth, '');
    const open = lines[before];
    const close = lines.at(-1);
    if (!open || !close) return;
    open.tokens = [...lead, mark('['), ...open.tokens];
    close.tokens = [...close.tokens, mark(']'), ...tail];
  };
  write(undefined, false, root, '', 0, '');
  return lines;
}

/** Indexes of the lines in sight when the lines in `folded` (by index) are folded. */
export function visibleLines(lines: readonly JsonLine[], folded: ReadonlySet<number>): number[] {
  const seen: number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    seen.push(index);
    const end = lines[index]?.end;
    if (end !== undefined && folded.has(index)) index = end;
  }
  return seen;
}

/** A line's text, for finding. */
export const lineText = (line: JsonLine): string =>
  line.tokens.map((token) => (token.ink === 'base64' ? `base64 ${token.chip.sha256 ?? ''}` : token.text)).join('');
