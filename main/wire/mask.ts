import type { HeaderList } from '../../shared/domain/exchange.ts';

/** What stands in place of a secret. */
export const masked = '[masked]';

/** Headers whose value is always a secret. */
const secretHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-sandbox-key',
]);
/** Names whose value is a secret in JSON, in forms and in URLs (RFC 6749, RFC 7523, RFC 7009). */
const secretNames =
  'access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|code_verifier';
const inJson = new RegExp(`("(?:${secretNames})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*"`, 'g');
const inPairs = new RegExp(`((?:^|[?&\\s])(?:${secretNames}|code)=)[^&#\\s]*`, 'g');
/** Pieces of those names; a body without any of them needs no closer look. Native search: this runs over every body. */
const hints = ['_token', 'client_', 'assertion', 'password', 'code_verifier'];
/** Shorter values are too likely to be ordinary words. */
const shortest = 6;

/** Takes secrets out of everything an exchange leaves behind, by position and by value, before any of it is stored. */
export interface Mask {
  headers(list: HeaderList): HeaderList;
  url(text: string): string;
  /** A body held whole. Bytes that are not text come back as they were, unless a known value is in them. */
  body(bytes: Buffer, contentType: string): Buffer;
  /** A body in passing: feed each chunk, then end. Only known values can be found this way. */
  passing(): { feed(chunk: Buffer): Buffer; end(): Buffer };
}

/** `secrets` are the values in use for this exchange: tokens, header values, secret paths. */
export function createMask(secrets: readonly string[]): Mask {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= shortest).flatMap(spellings))];
  const longest = Math.max(0, ...forms.map((form) => Buffer.byteLength(form)));
  const byValue = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, masked), text);
  const bytesByValue = (bytes: Buffer) =>
    forms.some((form) => bytes.includes(form)) ? Buffer.from(byValue(bytes.toString('latin1')), 'latin1') : bytes;

  return {
    headers: (list) =>
      list.map(([name, value]) => [name, secretHeaders.has(name.toLowerCase()) ? scheme(value) : byValue(value)]),
    url: (text) => byValue(text.replace(/\/\/[^/@\s]*@/, `//${masked}@`)).replace(inPairs, `$1${masked}`),
    body(bytes, contentType) {
      const textual = /json|x-www-form-urlencoded|text|xml/.test(contentType);
      if (!textual || !hints.some((hint) => bytes.includes(hint))) return bytesByValue(bytes);
      const text = byValue(bytes.toString('utf8')).replace(inJson, `$1${masked}"`);
      return Buffer.from(/form-urlencoded/.test(contentType) ? text.replace(inPairs, `$1${masked}`) : text);
    },
    passing() {
      let held: Buffer = Buffer.alloc(0);
      return {
        feed(chunk) {
          if (forms.length === 0) return chunk;
          const all = bytesByValue(Buffer.concat([held, chunk]));
          const keep = Math.min(all.length, longest - 1); // a secret may be cut in two by the chunks
          held = all.subarray(all.length - keep);
          return all.subarray(0, all.length - keep);
        },
        end: () => held,
      };
    },
  };
}

/** The scheme of a credential is no secret and helps to see what was sent: `Bearer [masked]`. */
const scheme = (value: string) =>
  /^(Bearer|Basic|DPoP|Digest) /i.test(value) ? `${value.split(' ')[0]} ${masked}` : masked;

const spellings = (secret: string) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
