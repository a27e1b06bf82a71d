import { randomUUID } from 'node:crypto';
import type { AuditAction, AuditActor, AuditEntry } from '../../shared/domain/audit.ts';
import { type ChainPlace, entryHash, firstHash, nextPlace, requestDigest } from './audit-chain.ts';
import type { Database, Row } from './sqlite.ts';

/** What is told of one event; the table adds number, actor and hashes. */
export interface NewAuditEntry {
  action: AuditAction;
  /** ISO instant; now when absent. */
  at?: string;
  peer?: string;
  /** What was asked or done, secrets masked. */
  request?: string;
  outcome: string;
  exchangeId?: string;
}

/** Tells the trail of something, inside the transaction that does it. */
export type Tell = (entry: NewAuditEntry) => void;

/** The audit trail: append-only (the database refuses anything else), each entry chained to the one before it. */
export interface AuditTable {
  /** Inside a transaction, as every write; throws outside of one. */
  add: Tell;
  /** Newest first; `before` is a number of the trail. Entries that cannot be read are left out: `check` finds them. */
  list(limit: number, filter?: { before?: number; action?: AuditAction }): AuditEntry[];
  /** Oldest first, from a number of the trail on. Throws for an entry that cannot be read. */
  from(seq: number, limit: number): AuditEntry[];
  /** The hash of an entry, as it stands; undefined when there is none. */
  hashOf(seq: number): string | undefined;
  /** The number of the last entry ever written, whether or not it is still there. */
  last(): number;
  /** Goes on along the chain by at most `limit` entries: the place it came to, or the number it is broken at and why. */
  check(place: ChainPlace, limit: number): { place: ChainPlace } | { brokenAt: number; reason: string };
}

const parse = (row: Row) => JSON.parse(String(row.record)) as AuditEntry;

function parseOrNothing(row: Row): AuditEntry[] {
  try {
    return [parse(row)];
  } catch {
    return [];
  }
}

/** The trail of a database. `now` in milliseconds since the epoch; `transaction` numbers the one under way, and throws where there is none. */
export function createAuditTable(
  database: Database,
  actor: AuditActor,
  now: () => number,
  transaction: () => number,
): AuditTable {
  const last = () => Number(database.get("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")?.seq ?? 0);
  /** The last entry as this transaction found or wrote it: until it ends, nobody else writes. */
  let end = { transaction: -1, seq: 0, hash: firstHash };

  function findEnd(current: number): void {
    const newest = database.get('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
    // The counter survives entries that somebody cut off at the end: the gap stays to be seen.
    const seq = Math.max(last(), Number(newest?.seq ?? 0));
    end = { transaction: current, seq, hash: String(newest?.hash ?? firstHash) };
  }

  return {
    last,
    add({ request = '', at, ...said }) {
      const current = transaction(); // two processes that read the last entry at the same time would both follow it
      if (end.transaction !== current) findEnd(current);
      const salt = randomUUID(); // enough that a redacted request cannot be guessed, and the cheapest there is
      const entry = {
        ...said,
        seq: end.seq + 1,
        at: at ?? new Date(now()).toISOString(),
        actor,
        requestDigest: requestDigest(salt, request),
        previous: end.hash,
      };
      const record: AuditEntry = { ...entry, request, salt, hash: entryHash(entry) };
      database.run(
        'INSERT INTO audit(seq, at, action, hash, record) VALUES(?, ?, ?, ?, ?)',
        record.seq,
        Date.parse(record.at),
        record.action,
        record.hash,
        JSON.stringify(record),
      );
      end = { transaction: current, seq: record.seq, hash: record.hash };
    },
    hashOf(seq) {
      const row = database.get('SELECT hash FROM audit WHERE seq = ?', seq);
      return row ? String(row.hash) : undefined;
    },
    list: (limit, { before = Number.MAX_SAFE_INTEGER, action } = {}) =>
      (action === undefined
        ? database.all('SELECT record FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?', before, limit)
        : database.all(
            'SELECT record FROM audit WHERE action = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
            action,
            before,
            limit,
          )
      ).flatMap(parseOrNothing),
    from: (seq, limit) =>
      database.all('SELECT record FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?', seq, limit).map(parse),
    check(start, limit) {
      let place = start;
      const written = last(); // before the rows: whatever was written by now must be among them
      const rows = database.all('SELECT * FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?', start.seq, limit);
      for (const row of rows) {
        const next = checkRow(place, row);
        if (typeof next === 'string') return { brokenAt: place.seq, reason: next };
        place = next;
      }
      if (rows.length < limit && place.seq <= written)
        return { brokenAt: place.seq, reason: `The last entries are missing: ${written} were written.` };
      if (place.seq > last() + 1) return { brokenAt: last() + 1, reason: 'The counter of the trail was set back.' };
      return { place };
    },
  };
}

/** The columns beside the record are what lists search; they must say the same. */
function checkRow(place: ChainPlace, row: Row): ChainPlace | string {
  const [entry] = parseOrNothing(row);
  const next = nextPlace(place, entry, true);
  if (typeof next === 'string' || !entry) return next;
  const same =
    row.seq === entry.seq && row.at === Date.parse(entry.at) && row.action === entry.action && row.hash === entry.hash;
  return same ? next : `What entry ${entry.seq} is found by was changed.`;
}
