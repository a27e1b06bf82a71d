import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Below this many bytes packing gains nothing. */
const worthPacking = 16_384;
/** How a Zstandard frame begins (RFC 8878). No UTF-8 text begins so: 0xb5 cannot follow '('. */
const mark = [0x28, 0xb5, 0x2f, 0xfd];
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Text as the database keeps it: FHIR JSON shrinks about tenfold, and shrinking it costs less than writing it would. */
export const packText = (text: Uint8Array): Uint8Array =>
  text.length < worthPacking ? text : zstdCompressSync(text, fast);

/** The text again, whether it was packed or not. */
export const unpackText = (kept: Uint8Array): Uint8Array =>
  mark.every((byte, index) => kept[index] === byte) ? zstdDecompressSync(kept) : kept;
