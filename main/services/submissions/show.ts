import { heldBytes } from '../../wire/body-sink.ts';
import { elide } from '../../../shared/fhir/elide.ts';
import { isObject } from '../../../shared/fhir/json.ts';
import { below } from '../../../shared/fhir/pointer.ts';
import { bytesOf, read } from './pieces.ts';
import type { Prepared } from './prepare.ts';
import type { Slot } from './slots.ts';

/** Decoded size of what a slot holds; the quotes around base64 are none of it. */
const sizeOf = ({ pieces }: Slot): number =>
  pieces.reduce((sum, piece) => {
    if (typeof piece === 'string') return sum + (piece === '"' ? 0 : bytesOf(piece));
    return sum + (Buffer.isBuffer(piece.source) ? piece.source.length : piece.source.bytes);
  }, 0);

const isData = ({ pieces }: Slot): boolean => pieces[0] === '"';

const markOf = (value: unknown): string | undefined => {
  const text = isObject(value) ? value.id : value;
  return typeof text === 'string' && /^Slot[0-9a-f]{40}$/.test(text) ? text : undefined;
};

/** Slots by their marks. */
const bySlot = (slots: readonly Slot[]): Map<string, Slot> =>
  new Map(slots.map((slot) => [/Slot[0-9a-f]{40}/.exec(slot.text)?.[0] ?? '', slot]));

function fill(
  value: unknown,
  pointer: string,
  put: (slot: Slot, pointer: string) => unknown,
  slots: Map<string, Slot>,
): unknown {
  const slot = slots.get(markOf(value) ?? '');
  if (slot) return put(slot, pointer);
  if (Array.isArray(value)) return value.map((one, index) => fill(one, below(pointer, index), put, slots));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, fill(one, below(pointer, name), put, slots)]),
  );
}

/**
 * The Parameters fit for a screen: base64 that is not in hand, and resources over 1 MiB, give way to notes that say how large they are.
 * Rejects as reading rejects.
 */
export async function shownParameters({ parameters, slots }: Prepared): Promise<unknown> {
  const small = new Map<Slot, unknown>();
  for (const slot of slots)
    if (!isData(slot) && sizeOf(slot) <= heldBytes) small.set(slot, JSON.parse(await textOf(slot)));
  const put = (slot: Slot, pointer: string): unknown =>
    isData(slot)
      ? { $base64: { bytes: sizeOf(slot), pointer } }
      : (small.get(slot) ?? { $text: { length: sizeOf(slot), pointer } });
  return elide(fill(parameters, '', put, bySlot(slots)));
}

/** The Parameters with everything in them, for whoever asks for the whole. Rejects as reading rejects. */
export async function wholeParameters({ parameters, slots }: Prepared): Promise<unknown> {
  const values = new Map<Slot, unknown>();
  for (const slot of slots) values.set(slot, JSON.parse(await textOf(slot)));
  return fill(parameters, '', (slot) => values.get(slot), bySlot(slots));
}

async function textOf({ pieces }: Slot): Promise<string> {
  const parts: string[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') parts.push(piece);
    else {
      const chunks: Buffer[] = [];
      for await (const chunk of read(piece.source)) chunks.push(chunk);
      parts.push(Buffer.concat(chunks).toString(piece.as === 'json' ? 'utf8' : 'base64'));
    }
  }
  return parts.join('');
}
