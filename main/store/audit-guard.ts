import type { AuditTable } from './audit.ts';
import type { Database } from './sqlite.ts';
import { storageFailure } from './storage-failure.ts';

/** What makes the trail append-only, as the migrations made it. REPLACE deletes without asking the second one; hence the third. */
const guards: Record<string, string> = {
  audit_keeps: 'BEFORE UPDATE ON audit',
  audit_stays: 'BEFORE DELETE ON audit',
  audit_follows: 'BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)',
};
const refusal = "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END";

/** Puts back what somebody took away from the trail's protection, and tells the trail. A folder that cannot be written stays readable. */
export function guardAudit(database: Database, audit: AuditTable, write: (work: () => void) => void): void {
  const present = database.all("SELECT name FROM sqlite_master WHERE type = 'trigger'").map(({ name }) => name);
  const missing = Object.entries(guards).filter(([name]) => !present.includes(name));
  if (missing.length === 0) return;
  try {
    write(() => {
      for (const [name, when] of missing) database.exec(`CREATE TRIGGER IF NOT EXISTS ${name} ${when} ${refusal}`);
      audit.add({ action: 'configuration', request: 'protect the audit trail again', outcome: 'it was unprotected' });
    });
  } catch (error) {
    if (!storageFailure(error)) throw error;
  }
}
