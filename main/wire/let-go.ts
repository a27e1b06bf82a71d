/** Smaller ones cost more to let go than to keep. */
const worthIt = 16_384;

/**
 * Gives the memory of bytes back now that nobody reads them any more. They lie outside of the heap, where the collector counts them late: a
 * body that only passes through would leave as much behind as it is long. Bytes that are a part of something else stay.
 */
export function letGo(bytes: Buffer): void {
  const { buffer } = bytes;
  if (bytes.length < worthIt || bytes.length !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return;
  buffer.transfer(0);
}
