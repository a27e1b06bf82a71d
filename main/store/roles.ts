import { type ProcessRole, processRoles, type Role } from '../../shared/domain/role.ts';
import type { Tell } from './audit.ts';
import { roleTold } from './audit-words.ts';
import type { Database } from './sqlite.ts';
import type { Journal } from './journal.ts';

/** Who plays which role, as last written by the process that plays it. The lock files decide; this is what they show. */
export interface RoleTable {
  list(): Role[];
  get(id: string): Role | undefined;
  put(role: Role): void;
}

/** The roles of a database; writes are named in the journal, and told to the audit trail. */
export function createRoleTable(database: Database, journal: Journal, tell: Tell): RoleTable {
  const get = (id: string): Role | undefined => {
    const row = database.get('SELECT record FROM roles WHERE id = ?', id);
    if (row) return JSON.parse(String(row.record)) as Role;
    return (processRoles as readonly string[]).includes(id) ? { id: id as ProcessRole, running: false } : undefined;
  };
  return {
    get,
    list: () => processRoles.map((id) => get(id) as Role),
    put(role) {
      const told = roleTold(get(role.id), role);
      database.run(
        'INSERT INTO roles(id, record) VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET record = excluded.record',
        role.id,
        JSON.stringify(role),
      );
      journal('role', role.id, 'put');
      if (told) tell(told);
    },
  };
}
