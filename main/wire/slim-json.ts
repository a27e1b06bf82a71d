import { randomUUID } from 'node:crypto';
import { isObject } from '../../shared/fhir/json.ts';
import { lookInPassing, type PassedFacts } from './data-facts.ts';
import { type ByteRange, readInPieces } from './file-pieces.ts';
import { createJsonReader, type JsonSink } from './read-json.ts';

/** A large body without its long texts: small enough to be held. */
export interface SlimBody {
  value: unknown;
  /** Long texts by what stands in their place; the ranges are without the quotes. No body can hold such a stand-in of itself. */
  texts: Map<string, ByteRange>;
  /** What they are as base64, where that could be told as they passed. */
  facts: Map<string, PassedFacts>;
  /** Where the resources stand that parameters carry, by their slim form. */
  resources: Map<unknown, ByteRange>;
  /** True lengths of the lists at the top. */
  lengths: Map<string, number>;
  /** Whether small values were left out as well, because there were too many. */
  isCut: boolean;
}

/** What the values that are kept may weigh together: their letters, and so much for each. Some 20 MB when it is used up. */
const mostWeight = 4_194_304;
const valueWeight = 32;
/** What the lists and objects inside one resource of a parameter may weigh; its own members are always kept. */
const mostInside = 65_536;
/** Values that so many lists and objects enclose are inside such a resource: Parameters, parameter, its part, that one, the resource. */
const resourceDepth = 5;
const insideDepth = resourceDepth + 2;

interface Frame {
  isList: boolean;
  value: unknown[] | Record<string, unknown>;
  name: string;
  at: number;
  seen: number;
}

/** Reads the JSON in a file without its long texts. Throws as a JsonReader does. */
export function slimJson(file: string): SlimBody {
  const mark = randomUUID();
  const texts = new Map<string, ByteRange>();
  const facts = new Map<string, PassedFacts>();
  let look: ReturnType<typeof lookInPassing> | undefined;
  const resources = new Map<unknown, ByteRange>();
  const lengths = new Map<string, number>();
  const open: Frame[] = [];
  let root: unknown;
  let [weight, inside, skipping] = [0, 0, 0];
  let isCut = false;

  /** Whether one more value is kept. What is inside a resource may go; what a submission says beside it must not. */
  function hasRoom(letters: number): boolean {
    if (open.length === resourceDepth) inside = 0;
    const cost = letters + valueWeight;
    if (weight + cost > mostWeight) {
      isCut = true;
      return false;
    }
    if (open.length >= insideDepth) {
      if (inside + cost > mostInside) return false;
      inside += cost;
    }
    weight += cost;
    return true;
  }

  function put(value: unknown): void {
    const parent = open.at(-1);
    if (!parent) root = value;
    else if (Array.isArray(parent.value)) parent.value.push(value);
    else if (parent.name === '__proto__')
      Object.defineProperty(parent.value, parent.name, { value, enumerable: true, configurable: true, writable: true });
    else parent.value[parent.name] = value;
  }

  function count(): void {
    const parent = open.at(-1);
    if (parent) parent.seen += 1;
  }

  const sink: JsonSink = {
    open(isList, at) {
      if (skipping === 0) count();
      if (skipping > 0 || !hasRoom(0)) skipping += 1;
      else {
        const value = isList ? [] : {};
        put(value);
        open.push({ isList, value, name: '', at, seen: 0 });
      }
    },
    close(end) {
      if (skipping > 0) {
        skipping -= 1;
        return;
      }
      const { isList, value, at, seen } = open.pop() as Frame;
      const parent = open.at(-1);
      if (isList && open.length === 1 && parent) lengths.set(parent.name, seen);
      if (open.length === resourceDepth && parent?.name === 'resource') resources.set(value, { from: at, to: end });
    },
    name(name) {
      const parent = open.at(-1);
      if (skipping === 0 && parent) parent.name = name;
    },
    takeLong() {
      look = lookInPassing();
      const { feed } = look;
      return (piece) => feed(piece.toString('latin1'));
    },
    text(value, at, end, isTaken) {
      if (skipping > 0) return;
      count();
      if (!hasRoom(value?.length ?? mark.length)) return;
      if (value !== undefined) return put(value);
      const standIn = `${mark}.${texts.size}.`;
      texts.set(standIn, { from: at + 1, to: end - 1 });
      if (isTaken && look) facts.set(standIn, look.end());
      put(standIn);
    },
    scalar(value) {
      if (skipping > 0) return;
      count();
      if (hasRoom(0)) put(value);
    },
    isSkipping: () => skipping > 0,
  };
  const reader = createJsonReader(sink);
  readInPieces(file, undefined, (piece) => reader.feed(piece));
  reader.end();
  return { value: root, texts, facts, resources, lengths, isCut };
}

/** A plain value with the beginning of each long text instead of what stands in its place. */
export function withBeginnings<T>(value: T, { texts }: SlimBody, beginning: (range: ByteRange) => string): T {
  const stands = [...texts.keys()];
  if (stands.length === 0) return value;
  const mark = (stands[0] as string).split('.', 1)[0] as string;
  const standIn = new RegExp(`${mark}\\.\\d+\\.`, 'g');
  const told = (text: string) =>
    text.includes(mark)
      ? text.replace(standIn, (one) => {
          const range = texts.get(one);
          return range ? `${beginning(range)}…` : one;
        })
      : text;
  const walk = (one: unknown): unknown => {
    if (typeof one === 'string') return told(one);
    if (Array.isArray(one)) return one.map(walk);
    return isObject(one) ? Object.fromEntries(Object.entries(one).map(([name, each]) => [name, walk(each)])) : one;
  };
  return walk(value) as T;
}
