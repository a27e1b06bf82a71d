import { hash } from 'node:crypto';
import { type AuditEntry, auditActions } from '../../shared/domain/audit.ts';

/** The hash before the first entry. */
export const firstHash = '0'.repeat(64);

/** In one call: a hash object for each entry costs more than hashing it. */
const sha256 = (text: string) => hash('sha256', text);

/** The digest of what was requested. */
export const requestDigest = (salt: string, request: string): string => sha256(`${salt}\n${request}`);

/** The hash of an entry: over everything but request and salt, in this order. */
export const entryHash = (entry: Omit<AuditEntry, 'hash' | 'request' | 'salt'>): string =>
  sha256(
    JSON.stringify([
      entry.seq,
      entry.at,
      entry.action,
      [entry.actor.user, entry.actor.host, entry.actor.process],
      entry.peer ?? null,
      entry.outcome,
      entry.exchangeId ?? null,
      entry.requestDigest,
      entry.previous,
    ]),
  );

/** Every field an entry may have. Another one would be something nobody vouches for. */
const fields = new Set([
  ...['seq', 'at', 'action', 'actor', 'peer', 'request', 'outcome', 'exchangeId'],
  ...['requestDigest', 'salt', 'previous', 'hash'],
]);
const actorFields = new Set(['user', 'host', 'process']);
const isText = (value: unknown) => typeof value === 'string';
const isTextOrAbsent = (value: unknown) => value === undefined || isText(value);

function isEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  const actor = one.actor as Record<string, unknown> | null | undefined;
  if (typeof actor !== 'object' || actor === null) return false;
  return (
    Object.keys(one).every((name) => fields.has(name)) &&
    Object.keys(actor).every((name) => actorFields.has(name)) &&
    Number.isSafeInteger(one.seq) &&
    Number.isSafeInteger(actor.process) &&
    (auditActions as readonly unknown[]).includes(one.action) &&
    [one.at, one.outcome, one.requestDigest, one.previous, one.hash, actor.user, actor.host].every(isText) &&
    [one.peer, one.request, one.exchangeId, one.salt].every(isTextOrAbsent)
  );
}

/** Where a trail is read: the number and the hash that the next entry must name. */
export interface ChainPlace {
  seq: number;
  previous: string;
}

/** Where every trail begins. */
export const chainStart: ChainPlace = { seq: 1, previous: firstHash };

/**
 * Looks whether an entry is the next one of a trail and untouched: the place after it, or why not, as a sentence. `whole` demands request
 * and salt; otherwise both may be left out together, as a redacted export does.
 */
export function nextPlace(place: ChainPlace, value: unknown, whole: boolean): ChainPlace | string {
  if (!isEntry(value)) return `Entry ${place.seq} is no entry of an audit trail.`;
  if (value.seq !== place.seq)
    return value.seq > place.seq
      ? `Entry ${place.seq} is missing; ${value.seq} follows.`
      : `Entry ${value.seq} stands where ${place.seq} belongs.`;
  if (value.previous !== place.previous) return `Entry ${value.seq} does not follow the one before it.`;
  const { request, salt } = value;
  if ((request === undefined) !== (salt === undefined) || (whole && request === undefined))
    return `What was requested is missing in entry ${value.seq}.`;
  if (request !== undefined && requestDigest(salt as string, request) !== value.requestDigest)
    return `What was requested was changed in entry ${value.seq}.`;
  if (entryHash(value) !== value.hash) return `Entry ${value.seq} was changed.`;
  return { seq: value.seq + 1, previous: value.hash };
}
