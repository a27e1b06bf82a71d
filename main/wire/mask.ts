import { isUtf8 } from 'node:buffer';
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
  'x-switchboard-subscription',
  'x-switchboard-key',
]);
/** Headers nobody standardized whose name says that they carry one: x-auth-token, apikey, x-client-secret. */
const secretWord =
  /(?:^|[-_])(?:auth|token|secret|password|passwd|api-?key|access-?key|private-?key|subscription-?key|sessionid|session)(?:$|[-_])/;
/** Names whose value is a secret in JSON, in forms and in URLs (RFC 6749, RFC 7523, RFC 7009). */
const secretNames =
  'access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|code_verifier';
const inJson = new RegExp(`("(?:${secretNames})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*"`, 'g');
/** The same, where the text may break off inside the value. */
const cutOff = new RegExp(`("(?:${secretNames})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*(?:"|$)`, 'g');
const inPairs = new RegExp(`((?:^|[?#&\\s])(?:${secretNames}|token)=)[^&#\\s]*`, 'g');
/** `code` is a secret beside these names (RFC 6749); everywhere else in FHIR it is the commonest search parameter. */
const besideCode = /(?:^|[?#&\s])(?:state|grant_type)=/;
const codePair = /((?:^|[?#&\s])code=)[^&#\s]*/g;
/** Secrets that only their name gives away come in token answers and registrations, which are small; larger bodies are searched for values. */
const namedBytes = 32_768;
/** The private members of a JWK (RFC 7518, section 6), where keys are published that should have been public. */
const privateMember = /("(?:d|p|q|dp|dq|qi|k)"\s*:\s*")[\w-]{16,}"/g;
/** The headers a Subscription asks for, "Name: value" each (FHIR R4, Subscription.channel.header); what is secret in them is the value. */
const channelHeaders = /("header"\s*:\s*\[)(\s*"(?:[^"\\]|\\.)*"(?:\s*,\s*"(?:[^"\\]|\\.)*")*)/g;
const channelHeader = /("(?:[^"\\:]|\\.)*:)(?:[^"\\]|\\.)*"/g;
/** Pieces of those names; a body without any of them needs no closer look. One pattern: this runs over every body. */
const hint = /_token|client_|assertion|password|code_verifier|"kty"|"Subscription"/;
const hasHint = (bytes: Buffer) => hint.test(bytes.toString('latin1'));
/** Headers that hold addresses, in which a name and password may stand. */
const addressHeaders = new Set(['location', 'content-location', 'link', 'referer', 'refresh']);
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
  /** Whether a known value is in these bytes. */
  finds(bytes: Buffer): boolean;
  /** JSON without the known values: what a partner echoes must not travel up in a reply or a message. */
  json<T>(value: T): T;
}

/**
 * `secrets` are the values in use for this exchange: tokens, header values, secret paths. `names` are further headers whose value is a
 * secret, lower case. `everywhere`: a body is an authorization server's, so secret names count in it whatever its size and form.
 */
export function createMask(secrets: readonly string[], names: readonly string[] = [], everywhere = false): Mask {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= shortest).flatMap(spellings))];
  forms.sort((a, b) => b.length - a.length); // a secret may begin like another one
  const needles = [...new Set(forms.flatMap((form) => [Buffer.from(form), Buffer.from(form, 'latin1')]).map(toLatin1))];
  const longest = Math.max(0, ...needles.map((needle) => needle.length));
  const byValue = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, masked), text);
  const finds = (bytes: Buffer) => needles.some((needle) => bytes.includes(needle, 0, 'latin1'));
  const bytesByValue = (bytes: Buffer) =>
    finds(bytes)
      ? Buffer.from(
          needles.reduce((rest, needle) => rest.replaceAll(needle, masked), toLatin1(bytes)),
          'latin1',
        )
      : bytes;
  const isSecret = (given: string) => {
    const name = given.toLowerCase();
    return secretHeaders.has(name) || secretWord.test(name) || names.includes(name);
  };

  function json(value: unknown): unknown {
    if (typeof value === 'string') return byValue(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [byValue(name), json(one)]));
  }

  const url = (text: string) => pairs(byValue(text.replaceAll(/\/\/[^/@\s]*@/g, `//${masked}@`)));
  const visible = (name: string, value: string) =>
    addressHeaders.has(name.toLowerCase()) ? url(value) : pairs(byValue(value));

  return {
    headers: (list) => list.map(([name, value]) => [name, isSecret(name) ? scheme(value) : visible(name, value)]),
    url,
    body(bytes, contentType) {
      const known = bytesByValue(bytes);
      const isForm = /form-urlencoded/.test(contentType);
      if (!everywhere && !isForm && known.length <= namedBytes && !hasHint(known)) return known;
      const safe = known.includes('"Subscription"') ? asText(known, channels) : known;
      if (everywhere) return asText(safe, grants);
      if (isForm) return asText(safe, pairs);
      if (safe.length > namedBytes || !hasHint(safe) || !isUtf8(safe)) return safe;
      // A form stays one under another name.
      if (/^[\w.-]+=/.test(safe.toString('latin1', 0, 100))) return Buffer.from(pairs(safe.toString('utf8')));
      return Buffer.from(keyless(safe.toString('utf8').replace(inJson, `$1${masked}"`)));
    },
    passing() {
      let held: Buffer = Buffer.alloc(0);
      return {
        feed(chunk) {
          if (needles.length === 0) return chunk;
          const all = bytesByValue(Buffer.concat([held, chunk]));
          const keep = Math.min(all.length, longest - 1); // a secret may be cut in two by the chunks
          held = all.subarray(all.length - keep);
          return all.subarray(0, all.length - keep);
        },
        end: () => held,
      };
    },
    finds,
    json: <T>(value: T) => (forms.length === 0 ? value : (json(value) as T)),
  };
}

/** Subscriptions without the values of the headers they ask for; whoever reads one back gets them. */
const channels = (text: string) =>
  text.replace(
    channelHeaders,
    (_, before: string, list: string) => `${before}${list.replace(channelHeader, `$1 ${masked}"`)}`,
  );

/** JWKs without their private halves. */
const keyless = (text: string) => (text.includes('"kty"') ? text.replace(privateMember, `$1${masked}"`) : text);

/** One stray byte of another encoding must not hide the names, which are ASCII in each; Latin-1 gives every byte back. */
function asText(bytes: Buffer, change: (text: string) => string): Buffer {
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return Buffer.from(change(bytes.toString(encoding)), encoding);
}

const toLatin1 = (bytes: Buffer) => bytes.toString('latin1');

/** Secrets in `name=value` pairs of a URL or a form. */
function pairs(text: string): string {
  const safe = text.replace(inPairs, `$1${masked}`);
  return besideCode.test(text) ? safe.replace(codePair, `$1${masked}`) : safe;
}

/** Secrets an authorization server hands out: by their names, and wherever else in the same text it repeats them. */
function grants(text: string): string {
  const given = [...text.matchAll(cutOff)].map(([whole, name = '']) => whole.slice(name.length).replace(/"$/, ''));
  const named = keyless(pairs(text.replace(cutOff, `$1${masked}"`)));
  return given
    .filter((secret) => secret.length >= shortest)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, masked), named);
}

/** The scheme of a credential is no secret and helps to see what was sent: `Bearer [masked]`. */
const scheme = (value: string) =>
  /^(Bearer|Basic|DPoP|Digest) /i.test(value) ? `${value.split(' ')[0]} ${masked}` : masked;

const asUnicode = (text: string, signs: RegExp) =>
  text.replace(signs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** How the usual libraries write a text as JSON; they differ in the signs they escape, and in how. */
function jsonForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const ascii = asUnicode(json, /[\u007f-\uffff]/g);
  const cautious = asUnicode(text, /[<>&'"+`\u007f-\uffff]/g);
  const slashed = [json, ascii].map((form) => form.replaceAll('/', '\\/'));
  return [json, ascii, ...slashed, asUnicode(json, /[<>&]/g), cautious].flatMap((form) => [
    form,
    form.replaceAll(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`),
  ]);
}

/** How error pages write it. */
function htmlForms(text: string): string[] {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    safe,
    safe.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    safe.replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
    safe.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
  ];
}

/** All spellings; a secret of letters and digits has but one. */
function spellings(secret: string): string[] {
  const inUrl = encodeURIComponent(secret);
  // Forms escape more signs than URLs need (the URL standard's application/x-www-form-urlencoded).
  const inForm = new URLSearchParams({ v: secret }).toString().slice(2);
  // What makes a URL of it escapes apostrophes too (the URL standard's query percent-encode set), and strict ones (RFC 3986) all that forms do.
  const inQuery = inUrl.replaceAll("'", '%27');
  const strictly = inForm.replaceAll('+', '%20').replaceAll('%7E', '~');
  const inUrls = [inUrl, inQuery, strictly].flatMap((one) => [one, one.replaceAll('%20', '+')]);
  return [secret, ...inUrls, inForm, ...jsonForms(secret), ...htmlForms(secret)];
}
