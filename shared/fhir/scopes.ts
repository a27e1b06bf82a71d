/** A scope that speaks of resources (SMART App Launch 2.2, scopes and launch context). */
export interface ResourceScope {
  kind: 'resource';
  text: string;
  context: 'patient' | 'user' | 'system';
  /** A resource type, or `*`. */
  type: string;
  /** Some of c, r, u, d, s. */
  rights: string;
  /** `name=value` pairs that narrow it, sorted. */
  parameters: string[];
  version: 1 | 2;
}

/** Any other scope: launch context, identity, refresh, or one this reading does not know. `problem` where it looks like a slip. */
export interface OtherScope {
  kind: 'launch' | 'identity' | 'refresh' | 'other';
  text: string;
  problem?: string;
}

/** A scope, read. */
export type Scope = ResourceScope | OtherScope;

/** `c`, `r`, `u`, `d`, `s`: create, read, update, delete, search; in this order. */
const inOrder = /^c?r?u?d?s?$/;
const ofVersion1: Record<string, string> = { read: 'rs', write: 'cud', '*': 'cruds' };
const resourceScope = /^(patient|user|system)\/(\*|[A-Za-z]+)\.([^?]*)(?:\?(.*))?$/;

/** Reads one scope: version 2, version 1 (`.read` as rs, `.write` as cud, `.*` as cruds), or one without resources. */
export function readScope(text: string): Scope {
  const match = resourceScope.exec(text);
  if (!match) return otherScope(text);
  const [, context = '', type = '', letters = '', query = ''] = match;
  const version1 = Object.hasOwn(ofVersion1, letters) ? ofVersion1[letters] : undefined;
  if (version1 === undefined && (letters === '' || !inOrder.test(letters)))
    return { kind: 'other', text, problem: slipOf(letters) };
  return {
    kind: 'resource',
    text,
    context: context as ResourceScope['context'],
    type,
    rights: version1 ?? letters,
    parameters: query ? query.split('&').sort() : [],
    version: version1 === undefined ? 2 : 1,
  };
}

function slipOf(letters: string): string {
  const sorted = [...'cruds'].filter((letter) => letters.includes(letter)).join('');
  const onlyRights = letters !== '' && [...letters].every((letter) => 'cruds'.includes(letter));
  return onlyRights ? `The letters must stand in the order ${sorted}.` : 'After the dot stand letters of cruds.';
}

function otherScope(text: string): OtherScope {
  if (text === 'launch' || text.startsWith('launch/')) return { kind: 'launch', text };
  if (text === 'openid' || text === 'fhirUser' || text === 'profile') return { kind: 'identity', text };
  if (text === 'offline_access' || text === 'online_access') return { kind: 'refresh', text };
  return /^(patient|user|system)\//.test(text)
    ? { kind: 'other', text, problem: 'It is no SMART scope: write system/Type.rs.' }
    : { kind: 'other', text };
}

/** Scopes of a list as it travels: words between spaces, each once (RFC 6749, section 3.3). */
export const splitScopes = (text: string): string[] => [...new Set(text.split(/\s+/).filter(Boolean))];

/** What was asked against what was granted. */
export interface ScopeComparison {
  asked: string[];
  granted: string[];
  /** Asked, and not granted or not in full. */
  missing: string[];
  /** Granted beyond what was asked. */
  unasked: string[];
}

/**
 * Compares by meaning: `system/*.rs` covers `system/Patient.r`, several grants together may cover one wish, version 1 and 2 compare. An
 * answer without scopes grants what was asked (RFC 6749, section 5.1).
 */
export function compareScopes(asked: string, granted: string | undefined): ScopeComparison {
  const wishes = splitScopes(asked);
  const grants = granted === undefined ? wishes : splitScopes(granted);
  return {
    asked: wishes,
    granted: grants,
    missing: beyond(wishes, grants),
    unasked: beyond(grants, wishes),
  };
}

/** Those of `scopes` that `others` together do not cover. */
function beyond(scopes: string[], others: string[]): string[] {
  const read = others.map(readScope);
  return scopes.filter((scope) => !isCovered(readScope(scope), read));
}

function isCovered(scope: Scope, by: Scope[]): boolean {
  if (scope.kind !== 'resource') return by.some(({ text }) => text === scope.text);
  const rights = by.flatMap((other) => (other.kind === 'resource' && reaches(other, scope) ? [...other.rights] : []));
  return [...scope.rights].every((right) => rights.includes(right));
}

/** Whether a scope speaks of everything another one speaks of: the same context, the type or all, no narrower parameters. */
const reaches = (wide: ResourceScope, narrow: ResourceScope): boolean =>
  wide.context === narrow.context &&
  (wide.type === '*' || wide.type === narrow.type) &&
  wide.parameters.every((parameter) => narrow.parameters.includes(parameter));
