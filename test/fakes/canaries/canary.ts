import { type KeyObject, randomBytes } from 'node:crypto';

/** A secret made for a test: obviously fake, unlike any other, and found again in whatever spelling it is written. */
export interface Canary {
  /** Where it was planted. */
  name: string;
  text: string;
  /** Pieces by which it is recognised. */
  needles: readonly string[];
}

/** The secrets of one test run. */
export interface Canaries {
  all: readonly Canary[];
  /**
   * Makes a secret that is planted at `name`. `shape` places the recognisable part, `#`, in a text whose other signs are changed when it is
   * written as JSON, HTML or a URL; by default such signs follow it.
   */
  plant(name: string, shape?: string): string;
  /** Takes a secret others made: a code, an assertion. `core` is the piece to recognise it by, where not all of it is secret. */
  take(name: string, text: string, core?: string): void;
  /** Takes a private key, however it will be written: PEM, DER, JWK. */
  takeKey(name: string, key: KeyObject): void;
  /** The names of those that are in a text or in bytes. */
  foundIn(where: string | Buffer): string[];
}

/** How base64 writes some bytes wherever they begin, without the ends that depend on their neighbours, and without its two odd signs. */
function base64Pieces(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const inner = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    // PEM breaks its lines: two pieces from different places are not both broken.
    const plain = inner.split(/[+/=]/).flatMap((run) => run.match(/.{11,16}/g) ?? []);
    return plain.length > 2 ? [plain[0] ?? '', plain.at(-1) ?? ''] : plain;
  });
}

/** All spellings of some bytes. */
function spellings(bytes: Buffer): string[] {
  const hex = bytes.toString('hex').slice(0, 32);
  return [...base64Pieces(bytes), hex, hex.toUpperCase()];
}

/** One pass over the bytes for all needles: a heap has a hundred megabytes. */
function search(bytes: Buffer, canaries: readonly Canary[]): string[] {
  const byStart = new Map<number, [name: string, needle: Buffer][]>();
  const starts = new Uint8Array(65_536);
  for (const { name, needles } of canaries) {
    for (const needle of needles.map((text) => Buffer.from(text))) {
      const start = needle.readUInt32LE(0);
      starts[start & 0xffff] = 1;
      byStart.set(start, [...(byStart.get(start) ?? []), [name, needle]]);
    }
  }
  const found = new Set<string>();
  for (let at = 0; at + 4 <= bytes.length; at += 1) {
    if (starts[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] !== 1) continue;
    for (const [name, needle] of byStart.get(bytes.readUInt32LE(at)) ?? [])
      if (bytes.subarray(at, at + needle.length).equals(needle)) found.add(name);
  }
  return canaries.flatMap(({ name }) => (found.has(name) ? [name] : []));
}

const core = () => `Cn${randomBytes(6).toString('base64url').replaceAll(/[-_]/g, 'x')}`;

/** Starts with none. */
export function createCanaries(): Canaries {
  const all: Canary[] = [];
  return {
    all,
    plant(name, shape = '#/+&="\'é<') {
      const secret = core();
      const text = shape.replace('#', secret);
      all.push({ name, text, needles: [secret, ...spellings(Buffer.from(secret))] });
      return text;
    },
    take(name, text, piece = text) {
      all.push({ name, text, needles: [piece, ...spellings(Buffer.from(piece))] });
    },
    takeKey(name, key) {
      const { d = '' } = key.export({ format: 'jwk' });
      all.push({ name, text: d, needles: [d, ...spellings(Buffer.from(d, 'base64url'))] });
    },
    foundIn: (where) => search(typeof where === 'string' ? Buffer.from(where) : where, all),
  };
}
