import { describe, expect, test } from 'vitest';
import { createMask } from '../../../main/wire/mask.ts';
import { cut, seeded } from './random-json.ts';

const secret = 'k7Qz/9+canary"x';
const mask = createMask([`Bearer ${secret}`, secret], ['x-tenant-key']);
const text = (bytes: Buffer) => bytes.toString('utf8');

test('headers are masked by name whatever their case; the scheme stays', () => {
  expect(
    createMask([]).headers([
      ['Authorization', 'Bearer abc'],
      ['PROXY-authorization', 'Basic abc'],
      ['Cookie', 'session=1'],
      ['set-cookie', 'session=2; Secure'],
      ['X-API-Key', 'abc'],
      ['Accept', 'application/fhir+json'],
    ]),
  ).toEqual([
    ['Authorization', 'Bearer [masked]'],
    ['PROXY-authorization', 'Basic [masked]'],
    ['Cookie', '[masked]'],
    ['set-cookie', '[masked]'],
    ['X-API-Key', '[masked]'],
    ['Accept', 'application/fhir+json'],
  ]);
});

test('headers whose name says that they carry a secret are masked, those that only sound alike are not', () => {
  const mask = createMask([]);
  const told = ['x-auth-token', 'ApiKey', 'X-Client-Secret', 'x-amz-security-token', 'Ocp-Apim-Subscription-Key'];
  const others = ['authority', 'x-tokenizer', 'idempotency-key', 'www-authenticate', 'x-author', 'secretary'];
  for (const name of told) expect(mask.headers([[name, 'planted']])).toEqual([[name, '[masked]']]);
  for (const name of others) expect(mask.headers([[name, 'planted']])).toEqual([[name, 'planted']]);
});

test('headers the connection calls secret are masked however short their value', () => {
  expect(mask.headers([['X-Tenant-Key', '42']])).toEqual([['X-Tenant-Key', '[masked]']]);
});

test('a known value is masked in any header, and secret parameters in addresses there', () => {
  expect(
    mask.headers([
      ['X-Echo', `you sent ${secret}!`],
      ['Location', 'https://source.example/cb?access_token=abc&x=1'],
    ]),
  ).toEqual([
    ['X-Echo', 'you sent [masked]!'],
    ['Location', 'https://source.example/cb?access_token=[masked]&x=1'],
  ]);
});

describe('URLs', () => {
  test.each([
    ['https://a.example/x?access_token=abc&y=1#z', 'https://a.example/x?access_token=[masked]&y=1#z'],
    ['https://a.example/x?token=abc', 'https://a.example/x?token=[masked]'],
    ['https://user:pass@a.example/x', 'https://[masked]@a.example/x'],
    ['https://a.example/cb?code=abc&state=1', 'https://a.example/cb?code=[masked]&state=1'],
    [`https://a.example/x?key=${encodeURIComponent(secret)}`, 'https://a.example/x?key=[masked]'],
    // The commonest FHIR search parameter is no secret.
    [
      'https://a.example/Observation?patient=1&code=http://loinc.org|4548-4',
      'https://a.example/Observation?patient=1&code=http://loinc.org|4548-4',
    ],
  ])('%s', (url, safe) => {
    expect(mask.url(url)).toBe(safe);
  });
});

describe('bodies', () => {
  test('by position in JSON, escapes and any content type included', () => {
    for (const type of ['application/json', ''])
      expect(
        text(mask.body(Buffer.from('{"access_token": "a\\"b", "expires_in":1,"refresh_token":"c","code":"d"}'), type)),
      ).toBe('{"access_token": "[masked]", "expires_in":1,"refresh_token":"[masked]","code":"d"}');
  });

  test('by position in forms', () => {
    const form = (body: string) => text(mask.body(Buffer.from(body), 'application/x-www-form-urlencoded'));
    expect(form('grant_type=authorization_code&code=abc&client_secret=s&redirect_uri=x')).toBe(
      'grant_type=authorization_code&code=[masked]&client_secret=[masked]&redirect_uri=x',
    );
    expect(form('client_assertion=ey.ey.s&client_assertion_type=jwt')).toBe(
      'client_assertion=[masked]&client_assertion_type=jwt',
    );
    expect(form('patient=1&code=4548-4')).toBe('patient=1&code=4548-4');
  });

  test('by value, spelled plainly, for a URL, or for JSON', () => {
    const body = JSON.stringify({ echo: `got ${secret}`, url: encodeURIComponent(secret), raw: 1 });
    expect(JSON.parse(text(mask.body(Buffer.from(body), 'application/json')))).toEqual({
      echo: 'got [masked]',
      url: '[masked]',
      raw: 1,
    });
  });

  test('by value among bytes that are no text, which stay as they are', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0, 0x80]), Buffer.from(secret), Buffer.from([0xfe, 0])]);
    const safe = mask.body(bytes, 'application/octet-stream');
    expect(
      safe.equals(Buffer.concat([Buffer.from([0xff, 0, 0x80]), Buffer.from('[masked]'), Buffer.from([0xfe, 0])])),
    ).toBe(true);
    expect(createMask([]).body(bytes, 'application/pdf').equals(bytes)).toBe(true);
  });

  test('a secret with letters beyond ASCII is found in either spelling', () => {
    const odd = createMask(['schlüssel-wört']);
    expect(text(odd.body(Buffer.from('a schlüssel-wört b'), 'text/plain'))).toBe('a [masked] b');
    expect(odd.body(Buffer.from('a schlüssel-wört b', 'latin1'), 'text/plain').toString('latin1')).toBe('a [masked] b');
  });

  test('a value that is short is an ordinary word and stays', () => {
    expect(text(createMask(['abc']).body(Buffer.from('{"a":"abc"}'), 'application/json'))).toBe('{"a":"abc"}');
  });
});

test('a body in passing loses every known value, wherever the pieces are cut', () => {
  const random = seeded(7);
  const body = Buffer.from(`${secret}middle ${secret}${secret} ä ${secret.slice(0, 6)} end ${secret}`);
  const clean = `[masked]middle [masked][masked] ä ${secret.slice(0, 6)} end [masked]`;
  for (let round = 0; round < 200; round += 1) {
    const passing = mask.passing();
    const out = cut(body, random, 1 + (round % 20)).map((chunk) => passing.feed(chunk));
    expect(Buffer.concat([...out, passing.end()]).toString('utf8')).toBe(clean);
  }
});

test('JSON that travels up loses known values in names and values, and nothing else', () => {
  expect(mask.json({ [secret]: [secret, 7, null, { a: `x${secret}` }], kept: true })).toEqual({
    '[masked]': ['[masked]', 7, null, { a: 'x[masked]' }],
    kept: true,
  });
});

describe('an authorization server’s body', () => {
  const everywhere = createMask([], [], true);
  const told = (body: string, type = 'application/json') => everywhere.body(Buffer.from(body), type).toString('utf8');

  test('loses secrets by name whatever its size, and where it breaks off', () => {
    const long = 'x'.repeat(40_000);
    expect(told(`{"a":"${long}","access_token":"first-token"}`)).toBe(`{"a":"${long}","access_token":"[masked]"}`);
    expect(told('{"refresh_token": "cut-off-in-the-mid')).toBe('{"refresh_token": "[masked]"');
    expect(told('access_token=plain-form&token_type=bearer', 'text/plain')).toBe(
      'access_token=[masked]&token_type=bearer',
    );
  });

  test('loses them in another encoding than UTF-8 too, and keeps every other byte', () => {
    const body = Buffer.from('{"access_token":"first-token","scope":"caf\xe9"}', 'latin1');
    const masked = Buffer.from('{"access_token":"[masked]","scope":"caf\xe9"}', 'latin1');
    expect(everywhere.body(body, 'application/json')).toEqual(masked);
    const form = Buffer.from('client_secret=plain-form&a=caf\xe9', 'latin1');
    expect(createMask([]).body(form, 'application/x-www-form-urlencoded').toString('latin1')).toBe(
      'client_secret=[masked]&a=caf\xe9',
    );
  });

  test('loses what it repeats of them', () => {
    expect(told('{"access_token":"first-token","scope":"a first-token b"}')).toBe(
      '{"access_token":"[masked]","scope":"a [masked] b"}',
    );
  });
});

describe('a secret is found however it is written', () => {
  const odd = 'k7Qz/9+c&<n>\'"é';
  const all = createMask([odd]);
  const forms: [library: string, form: string][] = [
    ['a URL', encodeURIComponent(odd)],
    ['the query of a URL', new URL(`https://a.example/?${encodeURIComponent(odd)}`).search.slice(1)],
    ['a strict URL', encodeURIComponent(odd).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)],
    ['a form', new URLSearchParams({ v: odd }).toString().slice(2)],
    ['JSON', JSON.stringify(odd)],
    ['PHP', '"k7Qz\\/9+c&<n>\'\\"\\u00e9"'],
    ['Python', '"k7Qz/9+c&<n>\'\\"\\u00e9"'],
    ['Go', '"k7Qz/9+c\\u0026\\u003cn\\u003e\'\\"é"'],
    ['.NET', '"k7Qz/9\\u002Bc\\u0026\\u003Cn\\u003E\\u0027\\u0022\\u00E9"'],
    ['a page', 'k7Qz/9+c&amp;&lt;n&gt;&#39;&quot;é'],
    ['another page', 'k7Qz/9+c&amp;&lt;n&gt;&#x27;&quot;é'],
  ];
  test.each(forms)('%s', (_, form) => {
    const safe = text(all.body(Buffer.from(`before ${form} after`), 'text/plain'));
    expect(safe.replaceAll('"', '')).toBe('before [masked] after');
  });
});

test('what a redirect carries in its fragment or as a name is masked', () => {
  const location = (address: string) => createMask([]).headers([['Location', address]])[0]?.[1];
  expect(location('https://portal.example/in#access_token=abc&x=1')).toBe(
    'https://portal.example/in#access_token=[masked]&x=1',
  );
  expect(location('https://portal.example/in#state=1&code=abc')).toBe(
    'https://portal.example/in#state=1&code=[masked]',
  );
  expect(location('https://me:abc@portal.example/in')).toBe('https://[masked]@portal.example/in');
});

test('keys that are published with their private halves are kept without them', () => {
  const jwk = { kty: 'EC', crv: 'P-256', kid: 'ours', x: 'x'.repeat(43), y: 'y'.repeat(43), d: 'd'.repeat(43) };
  for (const everywhere of [false, true]) {
    const kept = createMask([], [], everywhere).body(Buffer.from(JSON.stringify({ keys: [jwk] })), 'application/json');
    expect(JSON.parse(text(kept))).toEqual({ keys: [{ ...jwk, d: '[masked]' }] });
  }
  const other = Buffer.from(JSON.stringify({ d: 'd'.repeat(43), client_id: 'x' }));
  expect(createMask([]).body(other, 'application/json')).toEqual(other);
});

test('a form is one whatever it is called', () => {
  const kept = createMask([]).body(Buffer.from('client_secret=abc&x=1'), 'application/fhir+json');
  expect(text(kept)).toBe('client_secret=[masked]&x=1');
});
