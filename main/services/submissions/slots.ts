import { createHash, randomBytes } from 'node:crypto';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import { type DataLook, type LookAtData, lookAtData } from '../../../shared/fhir/look-at-data.ts';
import { bodyOf, type Piece, type Source } from './pieces.ts';

/** A place in a resource where bytes will stand once it is sent: the JSON text that marks it, and what stands there instead. */
export interface Slot {
  text: string;
  pieces: Piece[];
  /** Of data: what rules see of it. */
  look?: DataLook;
}

/** The type of bytes that say nothing. */
export const unknownType = 'application/octet-stream';

/** A mark nobody else writes, of letters base64 has too, so that rules about data hold for it. */
const mark = (): string => `Slot${randomBytes(20).toString('hex')}`;

/** A place for bytes as base64; `value` stands where the text will. */
export function dataSlot(source: Source, look: DataLook): { value: string; slot: Slot } {
  const value = mark();
  return { value, slot: { text: JSON.stringify(value), pieces: ['"', { source, as: 'base64' }, '"'], look } };
}

/** How rules look at Parameters in which slots stand: at what the slots hold. */
export function lookThrough(slots: readonly Slot[]): LookAtData {
  const looks = new Map(slots.map(({ text, look }) => [text, look]));
  return (data) => looks.get(JSON.stringify(data.slice(0, 100))) ?? (data === unseen ? seen : lookAtData(data));
}

/** Stands in a resource that is not in hand for data that are in it; rules find nothing wrong with it. */
export const unseen = 'Unseen==';
const seen: DataLook = { isBase64: true, bytes: 1, form: 'unknown', contentType: unknownType, active: [] };

/** A place for a whole resource that is JSON already; `resource` stands where it will, with what rules should find in it (`shown`). */
export function resourceSlot(
  resourceType: string,
  pieces: Piece[],
  shown: JsonObject = {},
): { resource: JsonObject; slot: Slot } {
  const resource = { resourceType, id: mark(), ...shown };
  return { resource, slot: { text: JSON.stringify(resource), pieces } };
}

/** JSON in which slots stand, as the pieces that are sent. */
export function piecesOf(json: string, slots: readonly Slot[]): Piece[] {
  const placed = slots
    .map((slot) => ({ slot, at: json.indexOf(slot.text) }))
    .filter(({ at }) => at >= 0)
    .sort((one, next) => one.at - next.at);
  const pieces: Piece[] = [];
  let done = 0;
  for (const { slot, at } of placed) {
    pieces.push(json.slice(done, at), ...slot.pieces);
    done = at + slot.text.length;
  }
  pieces.push(json.slice(done));
  return pieces;
}

/** Size and hash of pieces as they are sent. Rejects as reading them does. */
export async function measure(pieces: readonly Piece[]): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const body = bodyOf(pieces);
  for await (const chunk of body.open()) hash.update(chunk);
  return { bytes: body.bytes, sha256: hash.digest('hex') };
}
