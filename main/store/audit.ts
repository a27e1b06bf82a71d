import { createHash, randomBytes } from 'node:crypto';
import type { AuditAction, AuditActor, AuditEntry } from '../../shared/domain/audit.ts';
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

/** The audit trail: append-only (the database refuses anything else), each entry chained to the one before it. */
export interface AuditTable {
  /** Inside a transaction, as every write. */
  add(entry: NewAuditEntry): void;
  /** Newest first; `before` is a number of the trail. */
  list(limit: number, filter?: { before?: number; action?: AuditAction }): AuditEntry[];
  /** Oldest first, from a number of the trail on. */
  from(seq: number, limit: number): AuditEntry[];
  /** The number of the last entry ever written, whether or not it is still there. */
  last(): number;
}

/** The hash before the first entry. */
export const firstHash = '0'.repeat(64);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The digest of what was requested. */
export const requestDigest = (salt: string, request: string) => sha256(`${salt}\n${request}`);

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

const parse = (row: Row) => JSON.parse(String(row.record)) as AuditEntry;

/** The trail of a database. `now` in milliseconds since the epoch. */
export function createAuditTable(database: Database, actor: AuditActor, now: () => number): AuditTable {
  const last = () => Number(database.get("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")?.seq ?? 0);
  return {
    last,
    add({ request = '', at, ...said }) {
      const before = database.get('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1');
      const salt = randomBytes(12).toString('base64url');
      const entry = {
        ...said,
        seq: last() + 1,
        at: at ?? new Date(now()).toISOString(),
        actor,
        requestDigest: requestDigest(salt, request),
        previous: String(before?.hash ?? firstHash),
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
    },
    list: (limit, { before = Number.MAX_SAFE_INTEGER, action } = {}) =>
      database
        .all(
          'SELECT record FROM audit WHERE seq < ? AND (? IS NULL OR action = ?) ORDER BY seq DESC LIMIT ?',
          before,
          action ?? null,
          action ?? null,
          limit,
        )
        .map(parse),
    from: (seq, limit) =>
      database.all('SELECT record FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?', seq, limit).map(parse),
  };
}
