import { identifierSystem, identifierValue } from './identifier.ts';

/** What stands in place of a value: `id-1`, `date-2`. */
export type PseudonymKind = 'id' | 'name' | 'date' | 'text' | 'url' | 'host';

/** Values with what stands in their place. */
export type Pseudonyms = readonly (readonly [value: string, pseudonym: string])[];

/** Takes what names people out of records and resources: the same value always gives way to the same pseudonym, so that what belongs together still shows. */
export interface Redactor {
  /** A value as such. */
  replace(text: string, kind: PseudonymKind): string;
  /** `system|value`: the system stays, it names no person. */
  identifier(text: string): string;
  /** `Type/id`, `#id`, or a URL. */
  reference(text: string): string;
  /** Host, ids in the path and values of parameters give way; loopback addresses and ordinary words stay. */
  url(text: string): string;
  /** A text of a FHIR resource, by the name of its member and of the member it stands in. */
  member(text: string, name: string, inside: string): string;
  /** Words of ours in which values may stand that were replaced elsewhere. */
  sentence(text: string): string;
  /** What was replaced so far, in the order it came. */
  known(): Pseudonyms;
}

/** Values told apart; what comes beyond is only said to be left out, so that a hostile body costs neither memory nor time. */
const mostKnown = 2_000;
/** Texts longer than this are nothing to correlate. */
const longest = 1_000;
const leftOut = '[left out]';

/** Members whose texts are words of a specification, not of a person. */
const vocabulary = new Set(
  'resourceType system code status intent priority mode use contentType language version versionId linkId type severity profile questionnaire lastUpdated timestamp authoredOn expression location valueCode valueCanonical instantiatesCanonical'.split(
    ' ',
  ),
);
/** What a word of a vocabulary looks like; anything else in such a member is somebody's own. */
const isWord = /^[A-Za-z0-9$][\w.:/|^$#+-]{0,199}$/;
/** A number of a line, or a small count: nothing names a person by it. */
const isSmall = /^\d{1,2}$/;
const isDate = /^\d{4}(-\d\d(-\d\d(T\S*)?)?)?$/;
const isReference = /^(#|[A-Z][A-Za-z]+\/)[\w.|-]+(\/_history\/[\w.-]+)?$/;
const isParameterName = (name: string, inside: string) =>
  name === 'name' && (inside === 'parameter' || inside === 'part');
const names = new Set(['family', 'given', 'prefix', 'suffix', 'display']);
const ids = new Set(['value', 'id', 'valueId']);
/** A step of a path after which an id stands, which may be a word: Patient, DocumentReference. */
const isTypeName = /^[A-Z][a-z][A-Za-z]*$/;
const loopback = /^(127\.|localhost$|\[::1\]$)/;

/** A redactor that knows `known` already. Pseudonyms are counted in the order values come; none can be led back to its value. */
export function createRedactor(known: Pseudonyms = []): Redactor {
  const pseudonyms = new Map<string, string>(known);
  const counts = new Map<string, number>();
  for (const [, pseudonym] of known) {
    const [, kind = '', number = '0'] = /^(\w+)-(\d+)$/.exec(pseudonym) ?? [];
    counts.set(kind, Math.max(counts.get(kind) ?? 0, Number(number)));
  }

  function replace(text: string, kind: PseudonymKind): string {
    if (text === '' || isSmall.test(text)) return text;
    const before = pseudonyms.get(text);
    if (before) return before;
    if (text.length > longest || pseudonyms.size >= mostKnown) return leftOut;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    pseudonyms.set(text, `${kind}-${number}`);
    return `${kind}-${number}`;
  }

  function identifier(text: string): string {
    const system = identifierSystem(text);
    const value = replace(identifierValue(text), 'id');
    return system === undefined ? value : `${system}|${value}`;
  }

  function reference(text: string): string {
    if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return url(text);
    const [, type = '', id = '', version = ''] = /^(#|[A-Z][A-Za-z]+\/)([^/]+)(\/.*)?$/.exec(text) ?? [];
    return id === '' ? replace(text, 'text') : `${type}${replace(id, 'id')}${version}`;
  }

  function url(text: string): string {
    const [, origin, path = '', query] = /^([a-z]+:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(text) ?? [];
    if (origin === undefined && !text.startsWith('/')) return replace(text, 'url');
    const host = origin?.replace(/^[a-z]+:\/\//i, '') ?? '';
    const shown = loopback.test(host) || origin === undefined ? (origin ?? '') : `https://${replace(host, 'host')}`;
    const steps = path.split('/').map((step, index, all) => {
      const isId = isTypeName.test(all[index - 1] ?? '') && /^[^$_]/.test(step);
      return !isId && /^[A-Za-z$._-]*[0-9]?$/.test(step) ? step : replace(step, 'id');
    });
    const pairs = query?.split('&').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return value.length > 0 ? `${name}=${replace(value.join('='), 'text')}` : replace(pair, 'text');
    });
    return `${shown}${steps.join('/')}${pairs ? `?${pairs.join('&')}` : ''}`;
  }

  function member(text: string, name: string, inside: string): string {
    if (name === 'url' && (inside === 'extension' || inside === 'modifierExtension')) return text;
    if ((vocabulary.has(name) || isParameterName(name, inside)) && isWord.test(text)) return text;
    if (name === 'reference' || (name === 'fullUrl' && !text.startsWith('urn:'))) return reference(text);
    if (isDate.test(text)) return replace(text, 'date');
    if (names.has(name)) return replace(text, 'name');
    if (ids.has(name)) return replace(text, 'id');
    if (isReference.test(text)) return reference(text);
    return replace(text, /^(https?|urn):/.test(text) ? 'url' : 'text');
  }

  function sentence(text: string): string {
    if (pseudonyms.size >= mostKnown) return leftOut; // some of its values may not be known
    const values = [...pseudonyms.keys()].filter((value) => text.includes(value));
    return values.length === 0 ? text : text.replace(signOf(values), (found) => pseudonyms.get(found) ?? leftOut);
  }

  return { replace, identifier, reference, url, member, sentence, known: () => [...pseudonyms] };
}

/** Finds any of these values where it stands by itself, the longest first. */
function signOf(values: readonly string[]): RegExp {
  const any = values
    .toSorted((a, b) => b.length - a.length)
    .map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'gu');
}
