import { seeded } from '../wire/random-json.ts';
import { submissionOf } from './submissions.ts';

type Random = () => number;

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const upTo = (random: Random, most: number) => Math.floor(random() * (most + 1));

const names = [
  'TrackingId',
  'AttachTo',
  'PayerId',
  'MemberId',
  'ServiceDate',
  'Final',
  'Attachment',
  'Content',
  'Code',
];
const words = ['', ' ', 'x', 'claim', '2026-09-14', '9999-99-99', '|', 'a|b|c', '\ud834', '\0', '漢'.repeat(30), '-'];
const misfits = [null, true, 0, -1, 1e308, 2 ** 64, '', 'x', [], {}, [null], [[]], [{}], { value: [] }];
const data = [
  '',
  '====',
  'A',
  'AA',
  '!',
  'SGVsbG8=',
  'SGVsbG8',
  'SGVs bG8=',
  '<x/>',
  'JVBERi0xLjQ=',
  '\ud800',
  'PCFET0NUWVBFIGE+',
];
const wrong = [
  'tracking',
  'trackingid',
  'TRACKINGID',
  'Tracking Id',
  '',
  '__proto__',
  'constructor',
  'toString',
  'ServiceDat',
];

interface Place {
  holder: Record<string, unknown> | unknown[];
  key: string | number;
  value: unknown;
}

/** Every place in a JSON value where something stands. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const one = holder[key as string];
    return [{ holder, key, value: one }, ...placesIn(one)];
  });
}

const put = ({ holder, key }: Place, value: unknown) => {
  (holder as Record<string, unknown>)[key as string] = value;
};

/** Ways a submission goes wrong, as JSON. Each changes the value it is given. */
const changes: ((body: Record<string, unknown>, random: Random) => void)[] = [
  (body, random) => {
    const list = body.parameter as unknown[];
    list.splice(upTo(random, list.length - 1), 1);
  },
  (body, random) => {
    const list = body.parameter as unknown[];
    list.splice(upTo(random, list.length), 0, structuredClone(pick(random, list)));
  },
  (body, random) => (body.parameter as unknown[]).push({ name: pick(random, names), valueString: pick(random, words) }),
  (body, random) => (body.parameter as unknown[]).sort(() => random() - 0.5),
  (body, random) => put(pick(random, placesIn(body)), pick(random, misfits)),
  (body, random) => put(pick(random, placesIn(body)), pick(random, words)),
  (body, random) =>
    put(
      pick(
        random,
        placesIn(body).filter(({ key }) => key === 'name'),
      ),
      pick(random, wrong),
    ),
  (body, random) => {
    const named = placesIn(body).filter(({ key, value }) => key === 'name' && typeof value === 'string');
    const place = pick(random, named);
    put(place, random() < 0.5 ? String(place.value).toLowerCase() : String(place.value).toUpperCase());
  },
  (body, random) => {
    const held = placesIn(body).filter(({ key }) => key === 'data');
    if (held.length > 0) put(pick(random, held), pick(random, data));
  },
  (body, random) => {
    const lists = placesIn(body).filter(({ value }) => Array.isArray(value));
    const place = pick(random, lists);
    put(place, random() < 0.5 ? (place.value as unknown[])[0] : [place.value]);
  },
  (body, random) => {
    const { holder, key } = pick(random, placesIn(body));
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  (body, random) => {
    let deep: unknown = pick(random, words);
    for (let level = upTo(random, 900); level > 0; level -= 1) deep = random() < 0.5 ? [deep] : { part: deep };
    put(pick(random, placesIn(body)), deep);
  },
  (body, random) => {
    const from = pick(random, placesIn(body));
    put(pick(random, placesIn(body)), structuredClone(from.value)); // something, where something else belongs
  },
];

/** Ways its text goes wrong. */
const spoilings: ((text: string, random: Random) => string)[] = [
  (text) => text,
  (text, random) => text.slice(0, upTo(random, text.length)),
  (text, random) => {
    const at = upTo(random, text.length);
    return `${text.slice(0, at)}${pick(random, ['"', '{', ']', ',', '\\', '\u0000', '\u2028', '1e999', '/*'])}${text.slice(at)}`;
  },
  (text) => text.replace('"parameter"', '"parameter":[{"__proto__":{"name":"Final"}}],"parameter"'),
  (text) => text.replaceAll('"name"', '"__proto__":{"polluted":true},"name"'),
  (text) => `\ufeff${text}`,
  (text) => text.replace('"resourceType":"Parameters"', '"resourceType":"Parameters","resourceType":"Bundle"'),
  (text) => `[${text}]`,
  (text) => text.replaceAll(',', ' ,\n\t'),
  (text, random) => text.replace(/"M-77"/, `${'9'.repeat(upTo(random, 400) + 1)}`),
];

/** Bodies of submissions gone wrong in one to four ways, the same for one seed. */
export function* fuzzedBodies(seed: number, count: number): Generator<Buffer> {
  const random = seeded(seed);
  for (let n = 0; n < count; n += 1) {
    const documents = Array.from({ length: 1 + upTo(random, 2) }, () => Buffer.alloc(upTo(random, 60), '%PDF-1.4 '));
    const body: Record<string, unknown> = submissionOf({ trackingId: `track-${n}`, documents, final: random() < 0.5 });
    for (let left = 1 + upTo(random, 2); left > 0; left -= 1)
      try {
        pick(random, changes)(body, random);
      } catch {
        // what it changes is not there any more
      }
    const text = pick(random, spoilings)(JSON.stringify(body), random);
    // Now and then a byte that belongs to no sign.
    const bytes = Buffer.from(text);
    if (random() < 0.05 && bytes.length > 0) bytes[upTo(random, bytes.length - 1)] = 0xff;
    yield bytes;
  }
}
