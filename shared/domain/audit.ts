/** What the audit trail tells of. */
export const auditActions = ['exchange', 'credential', 'configuration', 'export', 'start'] as const;
/** One of them. */
export type AuditAction = (typeof auditActions)[number];

/** Who did it: the operating system's user, by which host and process. */
export interface AuditActor {
  user: string;
  host: 'electron' | 'loopback' | 'cli';
  process: number;
}

/** One line of the trail (CONF-016; HRex sec-19). Each line carries the hash of the one before it. */
export interface AuditEntry {
  /** Grows by one, without gaps. */
  seq: number;
  /** ISO instant. */
  at: string;
  action: AuditAction;
  actor: AuditActor;
  /** The partner, where one took part. */
  peer?: string;
  /** What was asked or done: method and URL, secrets masked, or a few words. Left out of a redacted export. */
  request?: string;
  /** HTTP status and outcome, or `done`, `refused` and why. */
  outcome: string;
  exchangeId?: string;
  /** Salted SHA-256 of `request`: lets a redacted export be verified. */
  requestDigest: string;
  /** The salt; left out of a redacted export. */
  salt?: string;
  /** Hash of the entry before; 64 zeros for the first. */
  previous: string;
  /** SHA-256 over everything above but request and salt. */
  hash: string;
}

/** An entry as it is exported: what was requested may name patients, and the rest is enough to verify the trail. */
export type ExportedEntry = Omit<AuditEntry, 'request' | 'salt'> & Partial<Pick<AuditEntry, 'request' | 'salt'>>;
