/** Bytes as people and partners read them. */
function megabytes(bytes: number): string {
  if (bytes >= 1_000_000) return `${Number((bytes / 1_000_000).toFixed(1))} MB (${bytes} bytes)`;
  return bytes >= 1_000 ? `${Number((bytes / 1_000).toFixed(1))} kB (${bytes} bytes)` : `${bytes} bytes`;
}

/** What to do with content over the limit; said in /metadata and again in the 413 (CONF-022, CONF-024). */
export const whenTooLarge = (maxBytes: number): string =>
  `A submission may be at most ${megabytes(maxBytes)} after content decoding. For more: split it into several submissions with the same TrackingId, ` +
  'Final=false on all but the last; or put the content where the payer can read it, at the source or in external storage, send its URL in ' +
  'DocumentReference.content.attachment.url, and agree with the payer on the authorization to read it.';
