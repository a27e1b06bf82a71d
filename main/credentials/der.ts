import type forge from 'node-forge';

/** A node of an ASN.1 structure, as node-forge reads it (DER, and the BER of older exporters). */
export type Asn1 = forge.asn1.Asn1;

/** The library, loaded when first needed: most processes never read an encrypted key. */
export const loadForge = async (): Promise<typeof forge> => (await import('node-forge')).default;

/** The structure of some bytes; undefined when they are none. */
export async function readAsn1(bytes: Buffer): Promise<Asn1 | undefined> {
  const { asn1 } = await loadForge();
  try {
    return asn1.fromDer(bytes.toString('latin1'));
  } catch {
    return undefined;
  }
}

/** The nodes in a node; none in a primitive one. */
export const parts = (node: Asn1 | undefined): Asn1[] => (Array.isArray(node?.value) ? node.value : []);

/** The bytes of a string, which BER may have cut in pieces. */
export function octets(node: Asn1 | undefined): Buffer {
  if (typeof node?.value === 'string') return Buffer.from(node.value, 'latin1');
  return Buffer.concat(parts(node).map(octets));
}

/** An object identifier with dots; '' for anything else. */
export function objectId(node: Asn1 | undefined): string {
  const bytes = node?.type === 6 ? octets(node) : Buffer.alloc(0);
  const numbers: number[] = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return numbers.length === 0 ? '' : [root, first - 40 * root, ...rest].join('.');
}

/** A whole number of at most six bytes; undefined for anything else. */
export function wholeNumber(node: Asn1 | undefined): number | undefined {
  const bytes = node?.type === 2 ? octets(node) : Buffer.alloc(0);
  return bytes.length > 0 && bytes.length <= 6 ? bytes.readUIntBE(0, bytes.length) : undefined;
}
