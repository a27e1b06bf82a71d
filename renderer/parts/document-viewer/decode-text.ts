const declared = (bytes: Uint8Array): string | undefined => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(head)?.[1];
};

function tryDecode(bytes: Uint8Array, encoding: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes as text: by their mark or XML declaration, else as UTF-8, else as Windows-1252, in which nothing is impossible. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } {
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
  const asked = marked ?? declared(bytes)?.toLowerCase();
  for (const encoding of asked ? [asked, 'utf-8'] : ['utf-8']) {
    // A cut at the end of what is shown may split a letter; that is no reason to doubt the encoding.
    for (const cut of [0, 1, 2, 3]) {
      const text = tryDecode(bytes.subarray(0, bytes.length - cut), encoding, true);
      if (text !== undefined) return { text, encoding: encoding.toUpperCase() };
    }
  }
  return { text: tryDecode(bytes, 'windows-1252', false) ?? '', encoding: 'Windows-1252, by guess' };
}
