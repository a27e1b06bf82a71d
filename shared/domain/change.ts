import type { Access } from './access.ts';
import type { CheckUp } from './check-up.ts';
import type { AnswerRule } from './answer-rule.ts';
import type { Connection } from './connection.ts';
import type { Discovery } from './discovery.ts';
import type { Exchange } from './exchange.ts';
import type { FormDraft } from './form.ts';
import type { KeyRecord } from './key.ts';
import type { Push } from './push.ts';
import type { ReceiverSetup } from './receiver.ts';
import type { Role as RoleState } from './role.ts';
import type { SubmissionRecord } from './submission.ts';
import type { SubscriptionRecord } from './subscription.ts';
import type { TaskRecord } from './task.ts';
import type { TaskDraftRecord } from './task-request.ts';
import type { WorkQueue, WorkRule } from './work.ts';

/** Every kind of record, with the shape lists show. The journal names records by kind and id. */
export interface RecordKinds {
  connection: Connection;
  exchange: Exchange;
  task: TaskRecord;
  push: Push;
  role: RoleState;
  key: KeyRecord;
  access: Access;
  discovery: Discovery;
  checkup: CheckUp;
  draft: TaskDraftRecord;
  subscription: SubscriptionRecord;
  queue: WorkQueue;
  rule: WorkRule;
  form: FormDraft;
  receiver: ReceiverSetup;
  answer: AnswerRule;
  submission: SubmissionRecord;
}

/** The name of a kind. */
export type RecordKind = keyof RecordKinds;
/** All of them. */
export const recordKinds: readonly RecordKind[] = [
  'connection',
  'exchange',
  'task',
  'push',
  'role',
  'key',
  'access',
  'discovery',
  'checkup',
  'draft',
  'subscription',
  'queue',
  'rule',
  'form',
  'receiver',
  'answer',
  'submission',
];

/** One line of the change journal, written in the transaction of the write it tells of. */
export type Change = {
  [K in RecordKind]: { seq: number; kind: K; id: string } & ({ op: 'put'; record: RecordKinds[K] } | { op: 'delete' });
}[RecordKind];
