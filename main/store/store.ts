import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { Change, RecordKind, RecordKinds } from '../../shared/domain/change.ts';
import type { AuditActor } from '../../shared/domain/audit.ts';
import { type AuditTable, createAuditTable } from './audit.ts';
import { guardAudit } from './audit-guard.ts';
import { createBodies, type Bodies } from './bodies.ts';
import { type ChangeFeed, createChangeFeed } from './changes.ts';
import { type ConnectionTable, createConnectionTable } from './connections.ts';
import { openDatabase } from './database.ts';
import { type Database, rollBack } from './sqlite.ts';
import { createExchangeTable, type ExchangeTable } from './exchanges.ts';
import { createKeyTable } from './keys.ts';
import type { Journal } from './journal.ts';
import { createPushTable, type PushTable } from './pushes.ts';
import { createLogMover, type MoveLog } from './log-mover.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import { createRoleTable, type RoleTable } from './roles.ts';
import { createSubscriptionEvents, type SubscriptionEventTable } from './subscription-events.ts';
import { createTaskTable, type TaskTable } from './tasks.ts';
import { createWalFlush } from './wal-flush.ts';

/** Everything the console keeps. All writes go through `write`, which journals and announces them. */
export interface Store {
  connections: ConnectionTable;
  exchanges: ExchangeTable;
  tasks: TaskTable;
  pushes: PushTable;
  roles: RoleTable;
  keys: RecordTable<'key'>;
  accesses: RecordTable<'access'>;
  discoveries: RecordTable<'discovery'>;
  checkups: RecordTable<'checkup'>;
  drafts: RecordTable<'draft'>;
  subscriptions: RecordTable<'subscription'>;
  subscriptionEvents: SubscriptionEventTable;
  queues: RecordTable<'queue'>;
  rules: RecordTable<'rule'>;
  forms: RecordTable<'form'>;
  receivers: RecordTable<'receiver'>;
  answers: RecordTable<'answer'>;
  submissions: RecordTable<'submission'>;
  /** Appends only. Exchanges, connections, keys and roles tell it themselves, in the transaction that writes them. */
  audit: AuditTable;
  bodies: Bodies;
  changes: ChangeFeed;
  /** One transaction; all of it or nothing. Survives the death of the process. */
  write<T>(work: () => T): T;
  /** Brings what was written so far to the disk: from then on it survives the death of the machine. */
  flush(): Promise<void>;
  /** Has the log moved into the database by this from time to time, rather than in the middle of a transaction. */
  moveLogBy(move: MoveLog): void;
  close(): void;
}

/** Who writes, and the time it is there. */
export interface Writer {
  actor: AuditActor;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A writer nobody named: this process, by the system's clock. */
const anybody: Writer = { actor: { user: 'unknown', host: 'cli', process: process.pid }, now: () => Date.now() };

/** Opens the store of a data folder; fails as openDatabase does. */
export function openStore(folder: string, writer?: Writer): Reply<Store> {
  const opened = openDatabase(folder);
  return opened.ok ? ok(assembleStore(opened.value, folder, writer)) : opened;
}

/** The store on an open, migrated database; `folder` holds the bodies. */
export function assembleStore(database: Database, folder: string, writer: Writer = anybody): Store {
  let depth = 0;
  let transactions = 0;
  const inTransaction = (what: string): number => {
    if (depth === 0) throw new Error(`${what} was written outside a transaction`);
    return transactions;
  };
  const journal: Journal = (kind, id, op) => {
    inTransaction(`${kind} ${id}`);
    database.run('INSERT INTO changes(kind, id, op) VALUES(?, ?, ?)', kind, id, op);
  };
  const audit = createAuditTable(database, writer.actor, writer.now, () => inTransaction('the audit trail'));
  const connections = createConnectionTable(database, journal, audit.add);
  const exchanges = createExchangeTable(database, journal, audit.add);
  const tasks = createTaskTable(database, journal);
  const pushes = createPushTable(database, journal);
  const roles = createRoleTable(database, journal, audit.add);
  const keys = createKeyTable(database, journal, audit.add);
  const accesses = createRecordTable(database, journal, 'access');
  const discoveries = createRecordTable(database, journal, 'discovery');
  const checkups = createRecordTable(database, journal, 'checkup');
  const drafts = createRecordTable(database, journal, 'draft');
  const subscriptions = createRecordTable(database, journal, 'subscription');
  const queues = createRecordTable(database, journal, 'queue');
  const rules = createRecordTable(database, journal, 'rule');
  const forms = createRecordTable(database, journal, 'form');
  const receivers = createRecordTable(database, journal, 'receiver');
  const answers = createRecordTable(database, journal, 'answer');
  const submissions = createRecordTable(database, journal, 'submission');
  const readers: { [K in RecordKind]: (id: string) => RecordKinds[K] | undefined } = {
    connection: connections.get,
    exchange: exchanges.get,
    task: tasks.get,
    push: pushes.get,
    role: roles.get,
    key: keys.get,
    access: accesses.get,
    discovery: discoveries.get,
    checkup: checkups.get,
    draft: drafts.get,
    subscription: subscriptions.get,
    queue: queues.get,
    rule: rules.get,
    form: forms.get,
    receiver: receivers.get,
    answer: answers.get,
    submission: submissions.get,
  };
  const changes = createChangeFeed(
    database,
    (kind, id) => readers[kind](id) as Change extends { record: infer R } ? R : never,
  );

  const mover = createLogMover(database.file);

  function write<T>(work: () => T): T {
    if (depth > 0) return work(); // a service that calls another joins its transaction
    database.exec('BEGIN IMMEDIATE');
    depth = 1;
    transactions += 1;
    let value: T;
    try {
      value = work();
      database.exec('COMMIT');
    } catch (error) {
      rollBack(database);
      throw error;
    } finally {
      depth = 0;
    }
    changes.wake();
    mover.written();
    return value;
  }
  guardAudit(database, audit, write);
  const log = createWalFlush(database.file);

  return {
    connections,
    exchanges,
    tasks,
    pushes,
    roles,
    keys,
    accesses,
    discoveries,
    checkups,
    drafts,
    subscriptions,
    subscriptionEvents: createSubscriptionEvents(database),
    queues,
    rules,
    forms,
    receivers,
    answers,
    submissions,
    audit,
    bodies: createBodies(folder),
    changes,
    write,
    flush: log.flush,
    moveLogBy: mover.by,
    close() {
      changes.close();
      log.close();
      database.close();
    },
  };
}
