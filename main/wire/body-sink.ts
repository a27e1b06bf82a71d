import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import type { Bodies } from '../store/bodies.ts';
import type { KeptBody } from '../store/exchanges.ts';
import { inlineText } from '../store/exchanges.ts';
import { type BundleScanner, createBundleScanner, type Scan } from './bundle-scanner.ts';
import { letGo } from './let-go.ts';
import type { Mask } from './mask.ts';

/** Bodies up to this many decoded bytes are held and parsed; larger ones go to disk as they pass. */
export const heldBytes = 1_048_576;

/** Takes one decoded body, keeps it masked, and says what it was. */
export interface BodySink {
  /** Resolves when there is room for more. */
  write(chunk: Buffer): Promise<void> | undefined;
  /** Decoded bytes so far. */
  readonly bytes: number;
  finish(): Promise<SunkBody>;
  /** Lets go of what was begun, without keeping it. */
  discard(): Promise<void>;
}

/** A body as kept, and as it was: `held` unmasked and whole when small, else the scan made in passing. */
export interface SunkBody {
  kept: KeptBody;
  held?: Buffer;
  scan?: Scan;
}

/**
 * A sink for one body. `contentType` decides where its secrets may stand. `received`: of a body somebody sent us, what becomes a file is on
 * the disk when it is finished, so that whoever is told that it was stored can rely on it; and the memory of each chunk is given back once
 * it is written, so nobody else may keep one.
 */
export function createBodySink(bodies: Bodies, mask: Mask, contentType: string, received = false): BodySink {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let spill: ReturnType<Bodies['create']> | undefined;
  let failed: Error | undefined;
  let scanner: BundleScanner | undefined;
  const passing = mask.passing();

  function startSpilling(): void {
    spill = bodies.create(received);
    spill.stream.on('error', (error) => {
      failed = error;
    });
    scanner = createBundleScanner();
    for (const chunk of chunks) pass(chunk);
    chunks = [];
  }

  function pass(chunk: Buffer): boolean {
    const safe = passing.feed(chunk);
    scanner?.feed(safe);
    if (!spill) return true;
    return received ? spill.stream.write(safe, () => letGo(safe)) : spill.stream.write(safe);
  }

  return {
    get bytes() {
      return bytes;
    },
    write(chunk) {
      bytes += chunk.length;
      if (!spill) {
        chunks.push(chunk);
        if (bytes <= heldBytes) return undefined;
        startSpilling();
        return undefined;
      }
      if (failed) throw failed;
      if (pass(chunk)) return undefined;
      return once(spill.stream, 'drain').then(() => undefined);
    },
    async finish() {
      if (spill) {
        const { name, stream } = spill;
        const rest = passing.end();
        scanner?.feed(rest);
        stream.end(rest);
        if (failed) throw failed;
        if (!stream.closed) await once(stream, 'close');
        if (failed) throw failed;
        if (received) await bodies.settle();
        return { kept: { size: bytes, file: name }, ...(scanner ? { scan: scanner.end() } : {}) };
      }
      const held = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      return { kept: await keep(bodies, mask.body(held, contentType), bytes, received), held };
    },
    async discard() {
      chunks = [];
      if (!spill) return;
      spill.stream.destroy();
      await bodies.remove(spill.name);
    },
  };
}

/** Small text stays in the row; the rest becomes a file. `size` is the body's true size, before masking. */
export async function keep(bodies: Bodies, bytes: Buffer, size: number, durable = false): Promise<KeptBody> {
  if (bytes.length === 0) return { size };
  if (bytes.length <= inlineText && isUtf8(bytes) && !bytes.includes(0)) return { size, bytes };
  return { size, file: await bodies.save(bytes, durable) };
}
