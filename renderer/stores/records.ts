import { create } from 'zustand';
import type { Failure } from '../../shared/contract/errors.ts';
import type { Snapshot } from '../../shared/contract/host.ts';
import type { Change, RecordKind, RecordKinds } from '../../shared/domain/change.ts';
import { orders } from './orders.ts';
import { applySteps, emptyTable, type Step, type Table, tableOf } from './table.ts';

export type Tables = { [K in RecordKind]: Table<RecordKinds[K]> };

/** The picture of the records: everything lists show, true at journal number `seq`. */
export interface RecordsState extends Tables {
  /** `loading` until the first snapshot is in; `failed` when it could not be had. */
  status: 'loading' | 'ready' | 'failed';
  failure?: Failure;
  seq: number;
}

const empty: Tables = {
  connection: emptyTable(),
  exchange: emptyTable(),
  task: emptyTable(),
  push: emptyTable(),
  role: emptyTable(),
  key: emptyTable(),
  access: emptyTable(),
  discovery: emptyTable(),
  checkup: emptyTable(),
  draft: emptyTable(),
  subscription: emptyTable(),
  queue: emptyTable(),
  rule: emptyTable(),
  form: emptyTable(),
  receiver: emptyTable(),
  answer: emptyTable(),
  submission: emptyTable(),
};

export const useRecords = create<RecordsState>()(() => ({ ...empty, status: 'loading', seq: 0 }));

/** The tables of a snapshot. */
export function tablesOf(snapshot: Snapshot): Tables {
  return {
    connection: tableOf(snapshot.connection, orders.connection),
    exchange: tableOf(snapshot.exchange, orders.exchange),
    task: tableOf(snapshot.task, orders.task),
    push: tableOf(snapshot.push, orders.push),
    role: tableOf(snapshot.role, orders.role),
    key: tableOf(snapshot.key, orders.key),
    access: tableOf(snapshot.access, orders.access),
    discovery: tableOf(snapshot.discovery, orders.discovery),
    checkup: tableOf(snapshot.checkup, orders.checkup),
    draft: tableOf(snapshot.draft, orders.draft),
    subscription: tableOf(snapshot.subscription, orders.subscription),
    queue: tableOf(snapshot.queue, orders.queue),
    rule: tableOf(snapshot.rule, orders.rule),
    form: tableOf(snapshot.form, orders.form),
    receiver: tableOf(snapshot.receiver, orders.receiver),
    answer: tableOf(snapshot.answer, orders.answer),
    submission: tableOf(snapshot.submission, orders.submission),
  };
}

const stepsFor = <K extends RecordKind>(kind: K, changes: readonly Change[]) =>
  changes.filter((change) => change.kind === kind) as unknown as Step<RecordKinds[K]>[];

/** The tables after these changes, in order; what is not newer than `seq` is already in them and is left out. */
export function applyChanges(before: Tables & { seq: number }, changes: readonly Change[]): Tables & { seq: number } {
  const newer = changes.filter(({ seq }) => seq > before.seq);
  const table = <K extends RecordKind>(kind: K, current: Table<RecordKinds[K]>) =>
    applySteps(current, stepsFor(kind, newer), orders[kind]);
  return {
    connection: table('connection', before.connection),
    exchange: table('exchange', before.exchange),
    task: table('task', before.task),
    push: table('push', before.push),
    role: table('role', before.role),
    key: table('key', before.key),
    access: table('access', before.access),
    discovery: table('discovery', before.discovery),
    checkup: table('checkup', before.checkup),
    draft: table('draft', before.draft),
    subscription: table('subscription', before.subscription),
    queue: table('queue', before.queue),
    rule: table('rule', before.rule),
    form: table('form', before.form),
    receiver: table('receiver', before.receiver),
    answer: table('answer', before.answer),
    submission: table('submission', before.submission),
    seq: newer.reduce((seq, change) => Math.max(seq, change.seq), before.seq),
  };
}

/** All records of a kind, in list order. */
export const recordsOf = <K extends RecordKind>(state: Tables, kind: K): RecordKinds[K][] => {
  const table: Table<RecordKinds[K]> = state[kind];
  return table.ids.map((id) => table.byId.get(id)).filter((record) => record !== undefined);
};

/** One record; redraws only when that record changes. */
export const useRecord = <K extends RecordKind>(kind: K, id: string | undefined): RecordKinds[K] | undefined =>
  useRecords((state) => (id === undefined ? undefined : (state[kind] as Table<RecordKinds[K]>).byId.get(id)));

/** The table of a kind: `ids` in list order and `byId`. */
export const useTable = <K extends RecordKind>(kind: K): Table<RecordKinds[K]> =>
  useRecords((state) => state[kind] as Table<RecordKinds[K]>);
