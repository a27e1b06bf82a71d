import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ExchangeSide } from '../../shared/domain/exchange.ts';
import { createBundleScanner } from '../wire/bundle-scanner.ts';
import { heldBytes } from '../wire/body-sink.ts';
import type { Kit } from './kit.ts';

/** A recorded body that can be read in parts, wherever it is kept. */
export interface BodyReader {
  size: number;
  /** The whole of it, when it is at most 1 MiB. */
  whole?: Buffer;
  /** The file it is in, when it is larger. */
  file?: string;
  read(offset: number, length: number): Promise<Buffer>;
}

/** Opens one body of an exchange. */
export async function openBody(
  { store }: Pick<Kit, 'store'>,
  exchangeId: string,
  side: ExchangeSide,
): Promise<Reply<BodyReader>> {
  const body = store.exchanges.body(exchangeId, side);
  if (!body)
    return fail(
      'not-found',
      `There is no exchange ${exchangeId}.`,
      'Look in the list of exchanges; it may have been deleted.',
    );
  if (!body.file) {
    const whole = Buffer.from(body.bytes ?? []);
    return ok({ size: whole.length, whole, read: async (offset, length) => whole.subarray(offset, offset + length) });
  }
  const file = body.file;
  const size = await store.bodies.size(file);
  if (size === undefined)
    return fail(
      'not-found',
      `The body of exchange ${exchangeId} is no longer in the data folder.`,
      'Send the request again to get it anew.',
    );
  const read = async (offset: number, length: number) =>
    (await store.bodies.read(file, offset, Math.max(0, Math.min(length, size - offset)))) ?? Buffer.alloc(0);
  return ok({
    size,
    file: store.bodies.path(file),
    read,
    ...(size <= heldBytes ? { whole: await read(0, size) } : {}),
  });
}

/** SHA-256 of a body, lower-case hex; a large one is read in pieces. */
export async function hashOf({ whole, file }: Pick<BodyReader, 'whole' | 'file'>): Promise<string> {
  const hash = createHash('sha256');
  if (whole) return hash.update(whole).digest('hex');
  for await (const piece of createReadStream(file as string)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Where the entries of a recorded Bundle lie, as pairs of offset and length. */
export function entryRanges(body: BodyReader, known: Float64Array | undefined): Float64Array {
  if (known) return known;
  if (!body.whole) return new Float64Array();
  const scanner = createBundleScanner();
  scanner.feed(body.whole);
  return scanner.end().ranges;
}
