import { parsePointer } from '../../shared/fhir/pointer.ts';
import { type ByteRange, readInPieces } from './file-pieces.ts';
import { createJsonReader } from './read-json.ts';

/** A value in a file: its bytes (a text's without the quotes), and what it is. */
export interface LocatedValue {
  kind: 'text' | 'scalar' | 'list' | 'object';
  range: ByteRange;
}

/**
 * Where the value at a JSON pointer stands in a file, without holding any of it; undefined where the pointer leads nowhere. Of members of
 * one name the last one counts, as for JSON.parse. Throws as a JsonReader does.
 */
export function locateJson(file: string, pointer: string): LocatedValue | undefined {
  const steps = parsePointer(pointer);
  if (!steps) return undefined;
  /** Of each open list or object: its next position or the name just read, and whether it lies on the way. */
  const open: { isList: boolean; index: number; name: string; onWay: boolean }[] = [];
  let found: LocatedValue | undefined;
  let start = -1;

  /** A value begins: whether it lies on the way. What was found before it in a member of the same name does not count any more. */
  function begin(): boolean {
    const parent = open.at(-1);
    if (!parent) return true;
    const step = parent.isList ? String(parent.index) : parent.name;
    parent.index += 1;
    if (!parent.onWay || open.length > (steps as string[]).length || step !== steps?.[open.length - 1]) return false;
    found = undefined;
    return true;
  }
  const isThere = () => open.length === (steps as string[]).length;

  const reader = createJsonReader({
    open(isList, at) {
      const onWay = begin();
      if (onWay && isThere()) start = at;
      open.push({ isList, index: 0, name: '', onWay });
    },
    close(end) {
      const closed = open.pop();
      if (closed?.onWay && isThere())
        found = { kind: closed.isList ? 'list' : 'object', range: { from: start, to: end } };
    },
    name(name) {
      const parent = open.at(-1);
      if (parent) parent.name = name;
    },
    text(_, at, end) {
      if (begin() && isThere()) found = { kind: 'text', range: { from: at + 1, to: end - 1 } };
    },
    scalar(_, at, end) {
      if (begin() && isThere()) found = { kind: 'scalar', range: { from: at, to: end } };
    },
    isSkipping: () => open.at(-1)?.onWay === false,
  });
  readInPieces(file, undefined, (piece) => reader.feed(piece));
  reader.end();
  return found;
}
