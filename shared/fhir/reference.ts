import { dig, isObject, textOf } from './json.ts';

/**
 * How a reference is given: `contained` (#id), `relative` (to the base), `absolute` (a URL of the base's own origin), `foreign` (a URL of
 * another origin, which never gets our credentials), `urn`, `logical` (an identifier only), `missing` (nothing usable).
 */
export type ReferenceKind = 'contained' | 'relative' | 'absolute' | 'foreign' | 'urn' | 'logical' | 'missing';

/** A reference taken apart. */
export interface ParsedReference {
  kind: ReferenceKind;
  /** As written; '' for a logical or missing one. */
  reference: string;
  /** Resource type and ids, where the reference ends in Type/id or Type/id/_history/version. */
  type?: string;
  id?: string;
  versionId?: string;
  /** True for an absolute URL that lies under the base itself, not only on its origin. */
  underBase?: boolean;
}

const tail = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?$/;

/** A base URL's text with exactly one slash at its end. */
export const withSlash = (baseUrl: string): string => `${baseUrl.replace(/\/+$/, '')}/`;

/** Whether two URLs have one origin (scheme, host and port); false when either is no URL. */
export const sameOrigin = (one: string, other: string): boolean =>
  URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;

/** Whether a URL lies under a base URL, segment by segment. */
export const isUnderBase = (url: string, baseUrl: string): boolean =>
  sameOrigin(url, baseUrl) && `${new URL(url).pathname}/`.startsWith(new URL(withSlash(baseUrl)).pathname);

function kindOf(reference: string, baseUrl: string | undefined): ReferenceKind {
  if (reference.startsWith('#')) return reference.length > 1 ? 'contained' : 'missing';
  if (/^urn:/i.test(reference)) return 'urn';
  // `//host/x` and `data:` would leave the base's origin without looking like a URL with a scheme we fetch.
  if (reference.startsWith('//')) return 'foreign';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(reference)) return 'relative';
  return baseUrl !== undefined && sameOrigin(reference, baseUrl) ? 'absolute' : 'foreign';
}

/**
 * A Reference, or the text of one, taken apart. Without a base every URL counts as foreign: an unknown origin gets no credentials.
 * Source: FHIR R4 references.
 */
export function parseReference(value: unknown, baseUrl?: string): ParsedReference {
  const reference = textOf(value) ?? textOf(dig(value, 'reference'));
  if (reference === undefined) {
    const logical = isObject(value) && textOf(dig(value, 'identifier', 'value')) !== undefined;
    return { kind: logical ? 'logical' : 'missing', reference: '' };
  }
  const kind = kindOf(reference, baseUrl);
  const [, type, id, versionId] = kind === 'contained' || kind === 'urn' ? [] : (tail.exec(reference) ?? []);
  const underBase = kind === 'absolute' && baseUrl !== undefined && isUnderBase(reference, baseUrl);
  return {
    kind,
    reference,
    ...(type && { type }),
    ...(id && { id }),
    ...(versionId && { versionId }),
    ...(kind === 'absolute' && { underBase }),
  };
}

/**
 * The URLs a reference may be fetched from, in the order to try; empty for what is not fetched (contained, urn, logical) and for what has
 * no http(s) URL. One that begins with a slash is tried under the base first, then at the root of the base's origin, because the guide's own
 * example writes a path under the base that way.
 */
export function resolveReference(value: unknown, baseUrl: string): string[] {
  const { kind, reference } = parseReference(value, baseUrl);
  if (kind === 'contained' || kind === 'urn' || kind === 'logical' || kind === 'missing') return [];
  const base = withSlash(baseUrl);
  const candidates = reference.startsWith('//')
    ? [[reference, base]]
    : reference.startsWith('/')
      ? [
          [reference.slice(1), base],
          [reference, base],
        ]
      : [[reference, base]];
  const urls = candidates.flatMap(([path = '', from = '']) => (URL.canParse(path, from) ? [new URL(path, from)] : []));
  const web = urls.filter((url) => url.protocol === 'http:' || url.protocol === 'https:');
  return [...new Set(web.map((url) => url.href))];
}
