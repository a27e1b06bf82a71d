import { isObject, type JsonObject } from '../../../shared/fhir/json.ts';
import { isLoopback } from '../../../shared/domain/loopback.ts';

/** Reads members of a published document with tolerance; everything odd is kept as a sentence. */
export interface Members {
  problems: string[];
  /** Notes a sentence. */
  odd(sentence: string): void;
  text(name: string): string | undefined;
  /** Words of a list; a single text is split at spaces. */
  list(name: string): string[];
  /** An absolute http(s) address; a relative one is read against the address of the document. */
  address(name: string): string | undefined;
  /** The same three, with a sentence where there is nothing. */
  need: Pick<Members, 'text' | 'list' | 'address'>;
}

/** `at` is the address the document was read from, `rule` what it is published by ("SMART 2.2"). */
export function membersOf(document: JsonObject, at: string, rule: string): Members {
  const problems: string[] = [];
  const odd = (sentence: string) => {
    problems.push(sentence);
  };
  const given = (name: string): unknown => (Object.hasOwn(document, name) ? (document[name] ?? undefined) : undefined);

  function text(name: string): string | undefined {
    const value = given(name);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (value !== undefined) odd(`${name} is ${kindOf(value)} where ${rule} wants text.`);
    return undefined;
  }

  function list(name: string): string[] {
    const value = given(name);
    if (typeof value === 'string') {
      odd(`${name} is one text where ${rule} wants a list.`);
      return value.split(/\s+/).filter((word) => word !== '');
    }
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      odd(`${name} is ${kindOf(value)} where ${rule} wants a list.`);
      return [];
    }
    const words = value.filter((one): one is string => typeof one === 'string' && one.trim() !== '');
    if (words.length < value.length) odd(`${name} lists something that is no text; it is left out.`);
    return words.map((word) => word.trim());
  }

  function address(name: string): string | undefined {
    const written = text(name);
    if (written === undefined) return undefined;
    const read = readAddress(written, at);
    if (read.odd) odd(`${name} ${read.odd}`);
    return read.url;
  }

  const orMissing =
    <T extends string | string[]>(read: (name: string) => T | undefined) =>
    (name: string): T => {
      const before = problems.length;
      const found = read(name);
      if ((found === undefined || found.length === 0) && problems.length === before)
        odd(`${name} is ${Array.isArray(given(name)) ? 'empty' : 'missing'}; ${rule} requires it.`);
      return found as T;
    };

  return {
    problems,
    odd,
    text,
    list,
    address,
    need: { text: orMissing(text), list: orMissing(list), address: orMissing(address) },
  };
}

/** A published address as it can be used, and what is odd about it, as the rest of a sentence. */
export function readAddress(written: string, at: string): { url?: string; odd?: string } {
  if (!URL.canParse(written, at)) return { odd: `is no address: ${JSON.stringify(written.slice(0, 200))}.` };
  const url = new URL(written, at);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { odd: `leads to ${url.protocol} and is left out; only https can be used.` };
  if (url.username || url.password) return { odd: 'carries a name or password and is left out.' };
  if (!URL.canParse(written))
    return {
      url: url.href,
      odd: `is a relative address where an absolute one is required; it is read as ${url.href}.`,
    };
  if (url.protocol === 'http:' && !(isLoopback(url.hostname) && at.startsWith('http:')))
    return { url: written, odd: `is not https: ${written} (CONF-014 requires TLS).` };
  return { url: written };
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : value === '' ? 'empty' : `a ${typeof value}`;
