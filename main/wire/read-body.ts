import { createHash, hash } from 'node:crypto';
import { sniffType } from '../../shared/fhir/sniff.ts';
import { type DataFacts, factsInFile, factsOfText } from './data-facts.ts';
import { type ByteRange, readInPieces, readRange } from './file-pieces.ts';
import { type SlimBody, slimJson, withBeginnings } from './slim-json.ts';

/** What the bytes of something are. */
export interface BytesFacts {
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  sniffedType?: string;
}

/** A body as JSON, with what is asked of its bytes; of a large one long texts are left out, and what is left is small. */
export interface ReadBody {
  value: unknown;
  /** Of base64, by the text that stands in the value. */
  data(text: string): DataFacts;
  /** Of a resource in the value, as JSON without white space. */
  resource(value: unknown): BytesFacts;
  /** How many elements a list at the top has. */
  lengthOf(name: string, list: readonly unknown[]): number;
  /** Whether there was more than can be looked at. */
  isCut: boolean;
  /** A plain value as people may see it. */
  shown<T>(value: T): T;
}

const bytesFacts = (bytes: Buffer): BytesFacts => ({
  bytes: bytes.length,
  sha256: hash('sha256', bytes),
  ...(bytes.length > 0 ? { sniffedType: sniffType(bytes) } : {}),
});

/** Looks at each resource once: a DocumentReference of many contents without data is named by all of them. */
function once(look: (value: unknown) => BytesFacts): (value: unknown) => BytesFacts {
  const known = new Map<unknown, BytesFacts>();
  return (value) => {
    const facts = known.get(value) ?? look(value);
    known.set(value, facts);
    return facts;
  };
}

/** A body that is in hand; a byte order mark is let pass. Throws a SyntaxError where it is no JSON. */
export function readWhole(body: Buffer): ReadBody {
  // A list, not a map: making keys of long texts costs more than hashing them, and there are few.
  const known: { text: string; facts: DataFacts }[] = [];
  return {
    value: JSON.parse(body.toString('utf8').replace(/^\ufeff/, '')),
    data(text) {
      const found = known.find((one) => one.text === text);
      if (found) return found.facts;
      const facts = factsOfText(text);
      known.push({ text, facts });
      return facts;
    },
    resource: once((value) => bytesFacts(Buffer.from(JSON.stringify(value)))),
    lengthOf: (_, list) => list.length,
    isCut: false,
    shown: (value) => value,
  };
}

/** Letters of a long text that people see. */
const shownLetters = 60;

/** A body in a file, of whatever size: no more than a few megabytes of it are held. Throws as a JsonReader does. */
export function readSlim(file: string): ReadBody {
  const slim: SlimBody = slimJson(file);
  const known = new Map<string, DataFacts>();
  return {
    value: slim.value,
    data(text) {
      const range = slim.texts.get(text);
      const facts = known.get(text) ?? (range ? factsInFile(file, range, slim.facts.get(text)) : factsOfText(text));
      known.set(text, facts);
      return facts;
    },
    resource: once((value) => {
      const range = slim.resources.get(value);
      return range ? factsOfRange(file, range) : bytesFacts(Buffer.from(JSON.stringify(value)));
    }),
    lengthOf: (name, list) => slim.lengths.get(name) ?? list.length,
    isCut: slim.isCut,
    shown: (value) => withBeginnings(value, slim, (range) => readRange(file, range, shownLetters).toString('utf8')),
  };
}

const [quote, backslash] = [0x22, 0x5c];

/** Of valid JSON in a file, without the white space between its parts. */
function factsOfRange(file: string, range: ByteRange): BytesFacts {
  const sum = createHash('sha256');
  let [bytes, inText, isEscaped] = [0, false, false];
  let head = Buffer.alloc(0);
  readInPieces(file, range, (piece) => {
    let kept = 0;
    for (const byte of piece) {
      if (!inText && byte <= 0x20) continue;
      piece[kept++] = byte; // never ahead of what is read
      if (isEscaped) isEscaped = false;
      else if (inText && byte === backslash) isEscaped = true;
      else if (byte === quote) inText = !inText;
    }
    const compact = piece.subarray(0, kept);
    sum.update(compact);
    if (bytes < 4_096) head = Buffer.concat([head, compact.subarray(0, 4_096)]);
    bytes += kept;
  });
  return { bytes, sha256: sum.digest('hex'), sniffedType: sniffType(head) };
}
