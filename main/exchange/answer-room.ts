import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { type Failure, fail } from '../../shared/contract/errors.ts';
import { heldBytes } from '../wire/body-sink.ts';
import { BodyFault } from './streamed-body.ts';

/** How much room there is for one answer: nobody's disk is a partner's to fill, by mistake or by a few bytes that unpack without end. */
export interface Room {
  /** The most of an answer that is taken in, in decoded bytes. */
  maxBytes: number;
  /** So much of the disk stays free, in bytes. */
  spareBytes: number;
  /** Free bytes of the disk a folder lies on; undefined where nobody can say. */
  freeBytes(folder: string): Promise<number | undefined>;
}

const mebibyte = 1_048_576;

/** Large enough for any answer that is one, and for whatever else the computer has to write. */
export const usualRoom: Room = {
  maxBytes: 2_048 * mebibyte,
  spareBytes: 256 * mebibyte,
  async freeBytes(folder) {
    // The folder of bodies is made with the first of them.
    const found = await statfs(folder).catch(() => statfs(path.dirname(folder)).catch(() => undefined));
    return found && found.bavail * found.bsize;
  },
};

/** The disk is asked again after so many more bytes. */
const askAgainBytes = 32 * mebibyte;

/** An answer there is no room for. What came of it until then is kept. */
export class NoRoom extends BodyFault {}

const sizeWords = (bytes: number): string => {
  const [unit, size] = bytes >= 1_024 * mebibyte ? (['GiB', 1_024 * mebibyte] as const) : (['MiB', mebibyte] as const);
  return `${Math.round((10 * bytes) / size) / 10} ${unit}`;
};

const tooLarge = (host: string, maxBytes: number, what: string): Failure =>
  fail(
    'answer-too-large',
    `The answer of ${host} is larger than ${sizeWords(maxBytes)}, the most that is taken in of one answer; ${what}.`,
    'Ask for less at once (a member, a date, _count), or ask the partner why the answer is so large.',
    { details: [`limit: ${maxBytes} bytes, decoded`] },
  ).error;

const diskShort = (folder: string, free: number, spare: number, what: string): Failure =>
  fail(
    'folder-unusable',
    `The disk that holds ${folder} has ${sizeWords(free)} left, and ${sizeWords(spare)} of it are not filled with answers; ${what}.`,
    'Free some space and try again, or ask for less at once.',
  ).error;

/** Watches over one answer. Both refuse by a NoRoom. */
export interface RoomWatch {
  /** The partner said how many bytes will come. */
  announced(bytes: number): Promise<void>;
  /** So many decoded bytes there are with the piece that is to be taken in next; resolves, where it does, once the disk was asked. */
  take(bytes: number): Promise<void> | undefined;
}

/** The watch over an answer of `host`, kept in `folder`. */
export function watchRoom({ maxBytes, spareBytes, freeBytes }: Room, folder: string, host: string): RoomWatch {
  let askAt = heldBytes;

  async function ask(coming: number, what: string): Promise<void> {
    const free = await freeBytes(folder);
    if (free !== undefined && free < spareBytes + coming) throw new NoRoom(diskShort(folder, free, spareBytes, what));
  }

  return {
    async announced(bytes) {
      const what = `${sizeWords(bytes)} were announced, and nothing of them was taken in`;
      if (bytes > maxBytes) throw new NoRoom(tooLarge(host, maxBytes, what));
      if (bytes > heldBytes) await ask(bytes, what);
    },
    take(bytes) {
      const what = 'it was broken off, and what came until then is kept with its record';
      if (bytes > maxBytes) throw new NoRoom(tooLarge(host, maxBytes, what));
      if (bytes < askAt) return undefined;
      askAt = bytes + askAgainBytes;
      return ask(0, what);
    },
  };
}
