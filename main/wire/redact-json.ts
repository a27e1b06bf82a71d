import { formatPointer } from '../../shared/fhir/pointer.ts';
import type { Redactor } from '../../shared/fhir/redact.ts';
import { createJsonReader, type JsonReader, type JsonSink } from './read-json.ts';

/** What stands in place of a document, by the JSON pointer to it. */
export type ContentNotes = ReadonlyMap<string, string>;

interface Frame {
  isList: boolean;
  /** Name of the member that is next, or was last; of a list the name it stands under. */
  name: string;
  /** Name of the member its holder stands under. */
  inside: string;
  index: number;
}

const isName = /^_?[A-Za-z]\w{0,60}$/;
/** Members whose numbers count something. */
const counts = new Set(['size', 'total', 'valueInteger', 'valuePositiveInt', 'valueUnsignedInt']);

/**
 * A reader that writes JSON as it passes with everything taken out that names people, laid out in lines. Documents give way to `notes`;
 * a text that is too long to be held is said to be left out. Its `feed` and `end` throw as a JsonReader's do.
 */
export function createJsonRedactor(redactor: Redactor, notes: ContentNotes, write: (text: string) => void): JsonReader {
  const frames: Frame[] = [];
  let skipping = 0;

  const pointer = () => formatPointer(frames.map(({ isList, index, name }) => (isList ? index : name)));
  const line = () => `\n${'  '.repeat(frames.length)}`;

  /** Begins a value: its place in a list, or after the name that was written. */
  function begin(): void {
    const frame = frames.at(-1);
    if (!frame?.isList) return;
    frame.index += 1;
    write(`${frame.index > 0 ? ',' : ''}${line()}`);
  }

  function put(text: string): void {
    begin();
    write(notes.size > 0 ? (noteHere() ?? text) : text);
  }

  function noteHere(): string | undefined {
    const note = notes.get(pointer());
    return note === undefined ? undefined : JSON.stringify(note);
  }

  const replaced = (text: string) => {
    const { name = '', inside = '' } = frames.at(-1) ?? {};
    return JSON.stringify(redactor.member(text, name, inside));
  };

  const sink: JsonSink = {
    open(isList) {
      if (skipping > 0) {
        skipping += 1;
        return;
      }
      begin();
      const note = notes.size > 0 ? noteHere() : undefined;
      if (note !== undefined) {
        write(note);
        skipping = 1;
        return;
      }
      const parent = frames.at(-1);
      const name = isList ? (parent?.name ?? '') : '';
      // What a member of an object stands in is the member that holds the object, through the lists between.
      const inside = isList ? (parent?.inside ?? '') : (parent?.name ?? '');
      write(isList ? '[' : '{');
      frames.push({ isList, name, inside, index: -1 });
    },
    close() {
      if (skipping > 0) {
        skipping -= 1;
        return;
      }
      const { isList, index } = frames.pop() as Frame;
      write(`${index >= 0 ? line() : ''}${isList ? ']' : '}'}`);
    },
    name(name) {
      const frame = frames.at(-1);
      if (skipping > 0 || !frame) return;
      frame.index += 1;
      frame.name = name;
      const shown = isName.test(name) ? name : redactor.replace(name, 'text');
      write(`${frame.index > 0 ? ',' : ''}${line()}${JSON.stringify(shown)}: `);
    },
    text(value, at, end) {
      if (skipping > 0) return;
      put(value === undefined ? JSON.stringify(`[${end - at - 2} bytes left out]`) : replaced(value));
    },
    scalar(value) {
      if (skipping > 0) return;
      const isCount = counts.has(frames.at(-1)?.name ?? '');
      put(typeof value === 'number' && !isCount ? replaced(String(value)) : String(value));
    },
  };
  return createJsonReader(sink);
}
