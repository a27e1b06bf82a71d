import { keyRemovalTold, keyTold } from './audit-words.ts';
import type { Tell } from './audit.ts';
import type { Journal } from './journal.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import type { Database } from './sqlite.ts';

/** The records of our keys; every change of them is told to the audit trail. */
export function createKeyTable(database: Database, journal: Journal, tell: Tell): RecordTable<'key'> {
  const table = createRecordTable(database, journal, 'key');
  return {
    ...table,
    put(record) {
      const before = table.get(record.id);
      table.put(record);
      tell(keyTold(before, record));
    },
    remove(id) {
      const before = table.get(id);
      table.remove(id);
      if (before) tell(keyRemovalTold(before));
    },
  };
}
