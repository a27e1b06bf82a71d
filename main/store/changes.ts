import type { Change, RecordKind } from '../../shared/domain/change.ts';
import type { Database } from './sqlite.ts';
import { storageFailure } from './storage-failure.ts';

/** Hears changes in the order of the journal. `resync` says that some were no longer there to be read. */
export interface ChangeListener {
  /** The kinds of record it cares for; all of them when left out. A record nobody cares for is not read. */
  kinds?: readonly RecordKind[];
  change(change: Change): void;
  resync(seq: number): void;
}

/** The journal, read forward by anybody who holds a number. */
export interface ChangeFeed {
  /** The newest number. */
  last(): number;
  /** Hears every change after now, of this process and of others, until the returned function is called. */
  listen(listener: ChangeListener): () => void;
  /** Says that this process has just written. */
  wake(): void;
  close(): void;
}

/** How often the file is asked whether another process wrote, in milliseconds. */
const otherProcessMs = 200;
const batch = 500;
/** Changes that follow each other within this many milliseconds are read and told together. */
const gatherMs = 8;
/** Lines kept; a reader further behind must read the records again. */
const kept = 100_000;

/** `readRecord` gives the record as lists show it, or undefined when it is gone by now. */
export function createChangeFeed(
  database: Database,
  readRecord: (kind: RecordKind, id: string) => unknown,
): ChangeFeed {
  const listeners = new Set<ChangeListener>();
  let seen = 0;
  let scheduled = false;
  let timer: NodeJS.Timeout | undefined;
  let dataVersion = 0;

  const last = () => Number(database.get('SELECT coalesce(max(seq), 0) AS seq FROM changes')?.seq ?? 0);
  const readVersion = () => Number(database.get('PRAGMA data_version')?.data_version ?? 0);

  trim();

  /** Only what is far behind goes, and only when there is much of it: opening a folder to read it writes nothing. */
  function trim(): void {
    const oldest = Number(database.get('SELECT coalesce(min(seq), 0) AS seq FROM changes')?.seq ?? 0);
    const newest = last();
    if (newest - oldest < 2 * kept) return;
    try {
      database.run('DELETE FROM changes WHERE seq <= ?', newest - kept);
    } catch (error) {
      if (!storageFailure(error)) throw error; // a locked or full folder can still be read; the next opening trims
    }
  }

  function pump(): void {
    scheduled = false;
    if (listeners.size === 0) return;
    const oldest = Number(database.get('SELECT coalesce(min(seq), 0) AS seq FROM changes')?.seq ?? 0);
    if (oldest > seen + 1) {
      seen = last();
      tell((listener) => listener.resync(seen));
      return;
    }
    const rows = database.all('SELECT seq, kind, id, op FROM changes WHERE seq > ? ORDER BY seq LIMIT ?', seen, batch);
    // Only the newest line of a record matters: its reader shows the record as it is now.
    const newest = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row.seq]));
    for (const row of rows.filter(({ seq, kind, id }) => newest.get(`${kind} ${id}`) === seq)) {
      const kind = row.kind as RecordKind;
      const concerned = [...listeners].filter(({ kinds }) => !kinds || kinds.includes(kind));
      if (concerned.length === 0) continue;
      const change = toChange(Number(row.seq), kind, String(row.id));
      tell((listener) => listener.change(change), concerned);
    }
    seen = Number(rows.at(-1)?.seq ?? seen);
    if (rows.length === batch) schedule();
  }

  /** A listener that fails is reported and keeps neither the others nor the journal from going on. */
  function tell(say: (listener: ChangeListener) => void, whom: Iterable<ChangeListener> = listeners): void {
    for (const listener of whom)
      try {
        say(listener);
      } catch (error) {
        process.emitWarning(error as Error);
      }
  }

  function toChange(seq: number, kind: RecordKind, id: string): Change {
    const record = readRecord(kind, id);
    return (record ? { seq, kind, id, op: 'put', record } : { seq, kind, id, op: 'delete' }) as Change;
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => guarded(pump), gatherMs).unref();
  }

  /** A journal that cannot be read now is read at the next turn; no failing disk ends the process from here. */
  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      dataVersion = -1;
      process.emitWarning(error as Error);
    }
  }

  function watchOthers(): void {
    const now = readVersion();
    if (now !== dataVersion) schedule();
    dataVersion = now;
  }

  return {
    last,
    listen(listener) {
      if (listeners.size === 0) {
        seen = last();
        dataVersion = readVersion();
        timer = setInterval(() => guarded(watchOthers), otherProcessMs);
        timer.unref();
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    wake() {
      if (listeners.size > 0) schedule();
    },
    close() {
      listeners.clear();
      clearInterval(timer);
    },
  };
}
