/** Letters from which a string that looks like base64 is shown as a chip. */
const shortest = 160;

const looksBase64 = (text: string) =>
  text.length >= shortest && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

/** Decoded size of a base64 string in bytes. */
const decodedSize = (text: string) => (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);

/** A copy of a JSON value with long base64 strings replaced by `{"$base64": {bytes, pointer}}`, as main does for resources. */
export function elideBase64(value: unknown, pointer = ''): unknown {
  if (typeof value === 'string') {
    return looksBase64(value) ? { $base64: { bytes: decodedSize(value), pointer } } : value;
  }
  if (Array.isArray(value)) return value.map((part, index) => elideBase64(part, `${pointer}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      elideBase64(part, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ]),
  );
}
