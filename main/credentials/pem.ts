/** One block of a PEM text (RFC 7468, and the older form with headers of RFC 1421). */
export interface PemBlock {
  /** What stands after BEGIN: `PRIVATE KEY`, `CERTIFICATE`. */
  label: string;
  /** Whether headers say that the body is encrypted (`Proc-Type: 4,ENCRYPTED`). */
  encrypted: boolean;
  /** The block as it stands, from BEGIN to END. */
  text: string;
}

/** Bytes of a file as text: UTF-8 or, as some editors on Windows write it, UTF-16; without byte order mark. */
export function textOf(bytes: Buffer): string {
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8');
  return text.replace(/^\uFEFF/, '').trim();
}

/** The blocks of a PEM text in order; whatever stands between them, or is never ended, is left out. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  const begin = /-----BEGIN ([A-Z0-9 ]{1,64})-----/g;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    const label = match[1] as string;
    const end = `-----END ${label}-----`;
    const at = text.indexOf(end, begin.lastIndex);
    if (at < 0) break; // looking for the end of every later block would take the square of the text's length
    const encrypted = /^\s*Proc-Type:\s*4,\s*ENCRYPTED/.test(text.slice(begin.lastIndex, begin.lastIndex + 200));
    blocks.push({ label, encrypted, text: text.slice(match.index, at + end.length) });
    begin.lastIndex = at + end.length;
  }
  return blocks;
}

/** The bytes a block without headers holds. */
export function derOf({ text }: PemBlock): Buffer {
  return Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64');
}
