import { randomUUID } from 'node:crypto';
import type { SentAttachment, SubmissionRecord, SubmissionRequest } from '../../../shared/domain/submission.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Kit } from '../kit.ts';

/** A submission in one line, for lists; `sent` tells what went where the request does not hold it. */
export function titleOf(
  { attachTo, attachments, memberId }: SubmissionRequest,
  sent: readonly SentAttachment[] = [],
): string {
  const named = attachments.length > 0 ? attachments : sent;
  const count = named.length;
  const [first] = named;
  const what = count === 1 ? (first?.title ?? first?.code ?? '1 attachment') : `${count} attachments`;
  const whom = memberId ? ` for ${identifierValue(memberId)}` : '';
  return `${what} to a ${attachTo === 'claim' ? 'claim' : 'prior authorization'}${whom}`;
}

/** What may be said of a record when it is kept; undefined takes a member away. */
export type RecordChange = {
  [K in keyof Omit<SubmissionRecord, 'id' | 'createdAt' | 'updatedAt'>]?: SubmissionRecord[K] | undefined;
};

/** Keeps a submission, under its id or as a new one; what is not said stays, and members that are undefined go. */
export function keepRecord({ store, ports }: Kit, id: string | undefined, change: RecordChange): SubmissionRecord {
  const now = new Date(ports.clock.now()).toISOString();
  return store.write(() => {
    const known = id === undefined ? undefined : store.submissions.get(id);
    const record = {
      partner: '',
      title: '',
      request: { attachTo: 'claim', attachments: [], final: true },
      state: 'draft',
      attempts: [],
      findings: [],
      ...known,
      ...change,
      id: known?.id ?? id ?? randomUUID(),
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
    } as SubmissionRecord;
    const stated = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
    store.submissions.put(stated as unknown as SubmissionRecord);
    return stated as unknown as SubmissionRecord;
  });
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * A submission that is being sent by a process that is no more: nobody knows whether it arrived. `underWay` are those this process sends,
 * since an id of a process is used again.
 */
export function mendInterrupted(kit: Pick<Kit, 'store' | 'ports'>, underWay: ReadonlySet<string> = new Set()): void {
  const { store, ports } = kit;
  const isDead = ({ id, state, sentBy }: SubmissionRecord) => {
    if (state !== 'sending' || underWay.has(id)) return false;
    return sentBy === undefined || sentBy === process.pid || !isAlive(sentBy);
  };
  if (!store.submissions.list().some(isDead)) return;
  const at = new Date(ports.clock.now()).toISOString();
  const says = 'The console ended while this was being sent: it is unknown whether it arrived. It may be sent again.';
  store.write(() => {
    // Looked at again: another process may have mended it, and sent it, by now.
    for (const { sentBy: _gone, ...record } of store.submissions.list().filter(isDead))
      store.submissions.put({
        ...record,
        state: 'failed',
        updatedAt: at,
        attempts: [...record.attempts, { at, httpStatus: null, result: 'may-retry', says }],
      });
  });
}
