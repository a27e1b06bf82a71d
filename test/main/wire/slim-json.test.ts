import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { extract } from '../../../main/wire/extract.ts';
import { extractFromFile } from '../../../main/wire/extract-from-file.ts';
import { locateJson } from '../../../main/wire/locate-json.ts';
import { slimJson } from '../../../main/wire/slim-json.ts';
import { type Intent, understand, understandFile } from '../../../main/wire/understand.ts';
import { throwAwayFolder } from '../../fakes/ports.ts';
import { submissionOf } from '../receiver/submissions.ts';

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function fileOf(content: string | Buffer): string {
  const file = path.join(throwAwayFolder(), 'body');
  writeFileSync(file, content);
  return file;
}

/** Understood whole and in pieces; what is known is the same. */
function bothWays(content: string | Buffer, intent: Intent = 'submit-attachment') {
  const inHand = understand(Buffer.from(content), intent);
  expect(understandFile(fileOf(content), intent)).toEqual(inHand);
  return inHand;
}

const xml = (text: string) =>
  Buffer.from(`<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><text>${text}</text></ClinicalDocument>`);
const noise = (bytes: number) => Buffer.alloc(bytes).map((_, i) => (i * 7 + (i >> 8)) & 0xff) as Buffer;

describe('a body in pieces is understood as the whole one', () => {
  test.each<[string, Buffer[]]>([
    ['short', [Buffer.from('%PDF-1.4 x')]],
    ['long', [noise(300_000)]],
    ['several, of each remainder', [noise(9_000), noise(9_001), noise(9_002)]],
    ['of letters', [Buffer.alloc(400_000, 'note ')]],
    ['C-CDA', [xml('x'.repeat(20_000))]],
  ])('documents: %s', (_, documents) => {
    const { attachments } = bothWays(JSON.stringify(submissionOf({ documents })));
    expect(attachments.map(({ bytes, sha256 }) => [bytes, sha256])).toEqual(
      documents.map((bytes) => [bytes.length, hash(bytes)]),
    );
  });

  test.each<[string, (text: string) => string]>([
    ['escaped slashes', (text) => text.replaceAll('/', '\\/')],
    ['line breaks', (text) => text.replace(/[A-Za-z0-9+/=]{5000,}/, (data) => data.replace(/.{76}/g, '$&\\r\\n'))],
    ['letters as numbers', (text) => text.replace(/[A-Za-z0-9+/=]{5000,}/, (data) => data.replaceAll('A', '\\u0041'))],
    ['a byte order mark', (text) => `\ufeff${text}`],
    [
      'the URL alphabet',
      (text) => text.replace(/[A-Za-z0-9+/=]{5000,}/, (d) => d.replaceAll('+', '-').replaceAll('/', '_')),
    ],
  ])('spelling: %s', (_, change) => {
    const bytes = noise(700_000);
    const text = change(JSON.stringify(submissionOf({ documents: [bytes] })));
    const { attachments, findings } = bothWays(text);
    expect(attachments[0]).toMatchObject({ bytes: bytes.length, sha256: hash(bytes) });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each<[string, string]>([
    ['a sign that does not belong', `${'A'.repeat(9_000)}!${'A'.repeat(8_999)}`],
    ['one letter too many', 'A'.repeat(9_001)],
    ['padding in the middle', `${'A'.repeat(8_998)}==${'A'.repeat(9_000)}`],
    ['too much padding', `${'A'.repeat(8_997)}===`],
    ['letters beyond ASCII', 'é'.repeat(9_000)],
  ])('wrong base64 is found: %s', (_, data) => {
    const text = JSON.stringify(submissionOf()).replace(/"data":"[^"]*"/, `"data":${JSON.stringify(data)}`);
    for (const { findings } of [
      understand(Buffer.from(text), 'submit-attachment'),
      understandFile(fileOf(text), 'submit-attachment'),
    ])
      expect(findings).toContainEqual(
        expect.objectContaining({
          rule: 'attachment-content',
          severity: 'error',
          path: expect.stringContaining('.data'),
        }),
      );
  });

  test('what a long document holds to run is found, also across pieces', () => {
    for (const before of [10_000, 196_600, 196_605, 262_140]) {
      const { findings } = bothWays(
        JSON.stringify(
          submissionOf({ documents: [xml(`${'x'.repeat(before)}<script>x</script>${'y'.repeat(90_000)}`)] }),
        ),
      );
      expect(findings.map(({ rule }) => rule)).toContain('attachment-active');
    }
  });

  test('resources are hashed without the white space between their parts', () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'document',
      entry: [{ resource: { resourceType: 'Composition', title: 'Summary', text: { div: 'a "b\\ c'.repeat(2_000) } } }],
    };
    const body = submissionOf();
    (body.parameter[7] as { part: { resource?: unknown }[] }).part[2] = { name: 'Content', resource: bundle } as never;
    const compact = bothWays(JSON.stringify(body));
    const spaced = bothWays(JSON.stringify(body, null, 3));
    expect(compact.attachments[0]).toMatchObject({
      title: 'Summary',
      sha256: hash(Buffer.from(JSON.stringify(bundle))),
    });
    expect(spaced.attachments).toEqual(compact.attachments);
    expect(spaced.digest).toBe(compact.digest);
  });

  test.each<[string, string]>([
    ['broken off in a long text', JSON.stringify(submissionOf({ documents: [noise(20_000)] })).slice(0, 15_000)],
    ['no resource', '{"a":1}'],
    ['null', 'null'],
    ['another resource', '{"resourceType":"Patient"}'],
    [
      'a member twice',
      '{"resourceType":"Patient","resourceType":"Parameters","parameter":[],"parameter":[{"name":"Final"}]}',
    ],
    [
      'a __proto__',
      '{"__proto__":{"resourceType":"Patient"},"resourceType":"Parameters","parameter":[{"__proto__":[]}]}',
    ],
  ])('%s', (_, text) => {
    bothWays(text);
  });

  test.each<Intent>(['notification', 'other'])('Bundles and resources sent elsewhere: %s', (intent) => {
    const long = 'é'.repeat(6_000);
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [{ resource: { resourceType: 'Basic', id: 'a', text: long } }],
    };
    bothWays(JSON.stringify(bundle), intent);
    bothWays(
      JSON.stringify({ resourceType: 'Observation', id: 'o', code: { text: 'HbA1c' }, note: [{ text: long }] }),
      intent,
    );
  });
});

test('a long text where a name belongs is shown by its beginning', () => {
  const text = JSON.stringify(submissionOf({ trackingId: 'T'.repeat(50_000) }));
  const { trackingId, findings } = understandFile(fileOf(text), 'submit-attachment');
  expect(trackingId).toBe(`https://source.example/tracking|${'T'.repeat(60)}…`);
  expect(findings).toEqual([]);
});

test('the same with other white space and in another order of members is the same; another document is not', () => {
  const body = submissionOf();
  const digest = (value: unknown, space?: number) =>
    understand(Buffer.from(JSON.stringify(value, null, space)), 'submit-attachment').digest;
  expect(digest(body, 2)).toBe(digest(body));
  expect(digest({ parameter: [...body.parameter].reverse(), resourceType: 'Parameters' })).toBe(digest(body));
  for (const other of [
    submissionOf({ trackingId: 'track-2' }),
    submissionOf({ documents: [Buffer.from('%PDF-1.4 another')] }),
    submissionOf({ final: false }),
  ])
    expect(digest(other)).not.toBe(digest(body));
  expect(digest(submissionOf({ final: true }))).toBe(digest(body));
});

describe('a body of very many small values', () => {
  const many = (count: number) => {
    const { parameter } = submissionOf();
    const one = JSON.stringify({ name: 'MemberId', valueIdentifier: { value: 'M' } });
    return `{"resourceType":"Parameters","parameter":[${[...parameter.map((each) => JSON.stringify(each)), ...Array<string>(count).fill(one)].join(',')}]}`;
  };

  test('is read as far as it is worth, and refused for the rest', () => {
    const { kind, findings } = understandFile(fileOf(many(1_000_000)), 'submit-attachment');
    expect(kind).toBe('submission');
    const [cut] = findings.filter(({ rule }) => rule === 'parameters-many');
    expect(cut).toMatchObject({ severity: 'error', message: expect.stringContaining('1000008 parameters') });
  });

  test('inside a resource hides nothing that is said beside it', () => {
    const entry = Array.from({ length: 60_000 }, (_, id) => ({
      resource: { resourceType: 'Observation', id: `o${id}` },
    }));
    const body = submissionOf({ documents: [noise(9_000), noise(9_001)], final: false });
    const [{ part }] = [body.parameter[7] as { part: { resource?: unknown }[] }];
    const bundle = { entry, type: 'document', resourceType: 'Bundle' };
    part[2] = { name: 'Content', resource: bundle } as never;
    const found = understandFile(fileOf(JSON.stringify(body)), 'submit-attachment');
    expect(found).toMatchObject({ final: false, trackingId: 'https://source.example/tracking|track-1' });
    expect(found.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found.attachments).toMatchObject([
      { resourceType: 'Bundle', sha256: hash(Buffer.from(JSON.stringify(bundle))) },
      { bytes: 9_001, sha256: hash(noise(9_001)) },
    ]);
  });

  test('at the top is counted as it is', () => {
    const text = `{"resourceType":"Bundle","type":"collection","entry":[${Array<string>(500_000).fill('{"fullUrl":"urn:x"}').join(',')}]}`;
    expect(understandFile(fileOf(text), 'other').title).toBe('Bundle, collection, 500000 entries');
    expect(slimJson(fileOf(text)).isCut).toBe(true);
  });
});

test('what stands in place of a long text cannot be written by a sender', () => {
  const file = fileOf(JSON.stringify({ a: 'x'.repeat(5_000) }));
  const [first] = slimJson(file).texts.keys();
  const [second] = slimJson(file).texts.keys();
  expect(first).not.toBe(second);
});

describe('a document taken out of a file', () => {
  const bytes = noise(600_001);
  const body = submissionOf({ documents: [bytes, Buffer.from('short')] });
  const pointers = [
    '/parameter/7/part/2/resource/content/0/attachment/data',
    '/parameter/8/part/2/resource/content/0/attachment/data',
    '/parameter/7/part/2/resource',
    '/parameter/0',
    '/parameter/1/valueCode',
    '',
  ];
  test.each(pointers)('is the one taken out of the whole body: %j', (pointer) => {
    const text = JSON.stringify(body);
    const [one, other] = [throwAwayFolder(), throwAwayFolder()];
    const expected = extract(Buffer.from(text), pointer, one);
    const found = extractFromFile(fileOf(text), pointer, other);
    expect(found).toEqual(expected);
    const read = (folder: string) => readFileSync(path.join(folder, found?.documentId ?? ''));
    expect(read(other).equals(read(one))).toBe(true);
    expect(extractFromFile(fileOf(text), pointer, other)).toEqual(expected);
  });

  test.each(['/parameter/99', '/parameter/x', '/resourceType/a', '/parameter/0/name/0', 'nonsense'])(
    'is not there at %s',
    (pointer) => {
      expect(extractFromFile(fileOf(JSON.stringify(body)), pointer, throwAwayFolder())).toBeUndefined();
    },
  );

  test('is the last of two members of one name', () => {
    const file = fileOf('{"a":{"b":"first"},"c":1,"a":{"x":{"b":0},"b":[1,{"d":2}]}}');
    const at = (pointer: string) => {
      const found = locateJson(file, pointer);
      return found && readFileSync(file).subarray(found.range.from, found.range.to).toString();
    };
    expect(at('/a/b')).toBe('[1,{"d":2}]');
    expect(at('/a/b/1/d')).toBe('2');
    expect(at('/a/x')).toBe('{"b":0}');
    expect(locateJson(fileOf('{"a":{"b":1},"a":{}}'), '/a/b')).toBeUndefined();
  });

  test('throws where the body is no JSON', () => {
    expect(() => extractFromFile(fileOf('{"a":"x"'), '/a', throwAwayFolder())).toThrow(SyntaxError);
  });
});
