/** Bytes as lower-case hex, with `between` between them. */
export const hexOf = (bytes: Uint8Array, between = ''): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);
