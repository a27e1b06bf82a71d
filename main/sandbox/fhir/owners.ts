import type { Database } from './database.ts';
import type { Grant } from './rights.ts';

interface Keyed {
  resourceType: string;
  id?: string | undefined;
}

const keyOf = ({ resourceType, id }: Keyed): string => `${resourceType}/${id}`;

/** Writes down whose a resource is that does not say so itself: a member's, and with which scope it was written. */
export function keepOwner(database: Database, resource: Keyed, { memberId, scope }: Partial<Grant>): void {
  const text =
    'INSERT INTO owner VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET member = excluded.member, scope = excluded.scope';
  database.run(text, [keyOf(resource), memberId ?? null, scope ?? null]);
}

/** A resource is nobody's any more but by what it says itself. */
export function forgetOwner(database: Database, resource: Keyed): void {
  database.run('DELETE FROM owner WHERE key = ?', [keyOf(resource)]);
}

/** The rights a resource was written with; undefined where nothing limited them. */
export function grantOf(database: Database, resource: Keyed): Grant | undefined {
  const text = 'SELECT member, scope FROM owner WHERE key = ?';
  const kept = database.get<{ member: string | null; scope: string | null }>(text, [keyOf(resource)]);
  if (kept?.scope == null) return undefined;
  return { scope: kept.scope, ...(kept.member === null ? {} : { memberId: kept.member }) };
}
