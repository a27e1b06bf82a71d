/** Numbers that look random and are the same in every run (a 32-bit xorshift). */
export function seeded(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const pieces = [
  'a',
  'entry',
  '"',
  '\\',
  '\\\\"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  ' ',
  '\n',
  'ä',
  '漢',
  '😀',
  '\u2028',
  '"entry":[{',
];

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const upTo = (random: Random, most: number) => Math.floor(random() * (most + 1));

/** A string of the characters that confuse readers of JSON. */
export const trickyText = (random: Random): string =>
  Array.from({ length: upTo(random, 8) }, () => pick(random, pieces)).join('');

function anyValue(random: Random, depth: number): unknown {
  const kind = upTo(random, depth > 3 ? 3 : 5);
  if (kind === 0) return trickyText(random);
  if (kind === 1) return Math.round(random() * 1e6) / 100;
  if (kind === 2) return random() < 0.5;
  if (kind === 3) return null;
  if (kind === 4) return Array.from({ length: upTo(random, 3) }, () => anyValue(random, depth + 1));
  return anyObject(random, depth + 1);
}

const names = [
  'entry',
  'link',
  'total',
  'type',
  'resourceType',
  'resource',
  'id',
  'text',
  'a"b',
  'back\\slash',
  'ключ',
];

export function anyObject(random: Random, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: upTo(random, 4) }, () => [pick(random, names), anyValue(random, depth)]),
  );
}

/** A searchset whose members stand in any order. */
export function anyBundle(random: Random): Record<string, unknown> {
  const members: [string, unknown][] = [
    ['resourceType', 'Bundle'],
    ['type', pick(random, ['searchset', 'collection', 'history'])],
    ['entry', Array.from({ length: upTo(random, 6) }, () => anyObject(random))],
  ];
  if (random() < 0.7) members.push(['total', upTo(random, 5_000)]);
  if (random() < 0.7)
    members.push([
      'link',
      ['self', 'next', 'prev'].map((relation) => ({
        relation,
        url: `https://source.example/fhir?${trickyText(random)}`,
      })),
    ]);
  if (random() < 0.5) members.push(['meta', anyObject(random)]);
  if (random() < 0.3) members.push([trickyText(random) || 'x', { entry: [{}, {}] }]);
  members.sort(() => random() - 0.5);
  return Object.fromEntries(members);
}

/** JSON with white space and escapes where they are allowed but need not be. */
export function writeLoosely(value: unknown, random: Random): string {
  const gap = () => (random() < 0.3 ? pick(random, [' ', '\n', '\t', '\r\n  ']) : '');
  const text = (plain: string) =>
    JSON.stringify(plain).replace(/[a-z/]/g, (letter, at: number, whole: string) =>
      random() < 0.05 && whole[at - 1] !== '\\' && !/\\u[0-9a-f]{0,3}$/.test(whole.slice(0, at))
        ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
        : letter,
    );
  const write = (one: unknown): string => {
    if (typeof one === 'string') return text(one);
    if (Array.isArray(one)) return `[${gap()}${one.map(write).join(`${gap()},${gap()}`)}${gap()}]`;
    if (typeof one !== 'object' || one === null) return JSON.stringify(one);
    const members = Object.entries(one).map(([name, member]) => `${text(name)}${gap()}:${gap()}${write(member)}`);
    return `{${gap()}${members.join(`${gap()},${gap()}`)}${gap()}}`;
  };
  return `${gap()}${write(value)}${gap()}`;
}

/** Cuts bytes into pieces of random length, a cut in the middle of a character included. */
export function cut(bytes: Buffer, random: Random, longest: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + upTo(random, longest - 1);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
