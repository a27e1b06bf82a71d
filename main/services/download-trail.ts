import type { CommandOutput, CommandParsed } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { AuditEntry, ExportedEntry } from '../../shared/domain/audit.ts';
import type { Store } from '../store/store.ts';

/** An entry as it leaves the folder; what was requested only where it is asked for. */
export function exportedEntry(entry: AuditEntry, raw: boolean): ExportedEntry {
  if (raw) return entry;
  const { request: _request, salt: _salt, ...rest } = entry;
  return rest;
}

/** The trail cannot be handed on whole. */
export const unreadableEntry = () =>
  fail(
    'audit-broken',
    'An entry of the audit trail cannot be read, so the trail was not exported.',
    'Verify the trail to see where it is broken.',
  );

/** A piece of the trail for a page that saves it. Without `until` it is the first one: it fixes the end, then tells of the export. */
export function downloadTrail(
  store: Store,
  { from, until, limit, raw }: CommandParsed<'audit.download'>,
): Reply<CommandOutput<'audit.download'>> {
  const end = until ?? store.audit.last();
  try {
    const entries = store.audit
      .from(from, limit)
      .filter(({ seq }) => seq <= end)
      .map((entry) => exportedEntry(entry, raw));
    if (until === undefined) tellDownload(store, raw, end);
    return ok({ entries, until: end });
  } catch (error) {
    if (error instanceof SyntaxError) return unreadableEntry();
    throw error;
  }
}

/** Told before anything is handed over, as for a file. */
function tellDownload(store: Store, raw: boolean, entries: number): void {
  const request = `export the audit trail${raw ? ' with what was requested' : ''} to a file saved by the page`;
  store.write(() => store.audit.add({ action: 'export', request, outcome: `${entries} entries` }));
}
