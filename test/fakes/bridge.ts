import type { Bridge } from '../../shared/contract/bridge.ts';
import type { CommandName } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ConsoleEvent } from '../../shared/contract/events.ts';
import type { Change } from '../../shared/domain/change.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { VaultStatus } from '../../shared/domain/vault.ts';
import { accessAnswers } from './access/answers.ts';
import { withoutSecrets } from './access/without-secrets.ts';
import { answers } from './answers.ts';
import { boardAnswers } from './board/answers.ts';
import { composerAnswers } from './composer-answers.ts';
import { inboxAnswers } from './inbox/answers.ts';
import { inboxPushes, manyPush } from './inbox/pushes.ts';
import { type ConnectionFields, kept } from './access/kept.ts';
import { manyTasks } from './many-tasks.ts';
import { receiverAnswers } from './receiver.ts';
import { snapshotOf, taskDetails } from './records.ts';
import { submissionAnswers } from './submission-answers.ts';
import { workAnswers } from './work/answers.ts';

/** A bridge with a console behind it that exists only in this object. */
export interface FakeBridge extends Bridge {
  /** Sends an event to everyone who listens. */
  tell(event: ConsoleEvent): void;
  /** Journals a change under the next number. */
  change(change: ChangeWithoutSeq): void;
  /** Every call so far, oldest first. */
  readonly calls: { name: string; input: unknown }[];
  /** Tokens, sign-ins, discoveries and check-ups do not end while this is true; they can only be stopped. */
  held: boolean;
}

type WithoutSeq<T> = T extends { seq: number } ? Omit<T, 'seq'> : never;
export type ChangeWithoutSeq = WithoutSeq<Change>;

/** Answers given by name; they come before the canned ones. */
export type Overrides = Partial<Record<CommandName, (input: never) => Reply<unknown> | Promise<Reply<unknown>>>>;

/** A console in use, or one just installed. */
export function fakeBridge({
  fresh = false,
  overrides = {} as Overrides,
  vault = 'open' as VaultStatus['state'],
  tasks = 0,
  /** Pushes of every kind and state beside the usual few, and so many more. */
  inbox = false,
  pushes = 0,
} = {}): FakeBridge {
  const snapshot = snapshotOf(fresh);
  snapshot.task = [...snapshot.task, ...manyTasks(tasks)];
  snapshot.push = [
    ...(inbox ? inboxPushes() : []),
    ...snapshot.push,
    ...Array.from({ length: pushes }, (_, n) => manyPush(n)),
  ].toSorted((a, b) => b.at.localeCompare(a.at));
  const hearers = new Set<(event: ConsoleEvent) => void>();
  const calls: FakeBridge['calls'] = [];
  let seq = snapshot.seq;
  const tell = (event: ConsoleEvent) => {
    for (const hear of hearers) hear(event);
  };
  const change = (given: ChangeWithoutSeq) => {
    seq += 1;
    if (given.kind === 'push') {
      const others = snapshot.push.filter(({ id }) => id !== given.id);
      const all = given.op === 'put' ? [given.record, ...others] : others;
      snapshot.push = all.toSorted((a, b) => b.at.localeCompare(a.at));
    }
    tell({ type: 'change', change: { ...given, seq } as Change });
  };

  const access = accessAnswers({
    snapshot,
    change,
    vault,
    progress: (progress) => tell({ type: 'progress', progress }),
    isHeld: () => fake.held,
  });

  const board: Overrides = {
    ...answers,
    ...access.answers,
    ...composerAnswers({ snapshot, change, progress: (progress) => tell({ type: 'progress', progress }) }),
    ...submissionAnswers({ snapshot, change, progress: (progress) => tell({ type: 'progress', progress }) }),
    ...(fresh ? {} : boardAnswers({ snapshot, change, details: taskDetails })),
  };
  const stateful: Overrides = {
    ...board,
    ...workAnswers({ snapshot, change, others: board }),
    ...receiverAnswers({ snapshot, change }),
    ...inboxAnswers({ snapshot, change, others: board }),
    // Of pushes the newest alone, as the product sends them.
    'host.snapshot': () => ok({ ...snapshot, push: snapshot.push.slice(0, 500), seq }),
    'settings.set': (patch: object) => ok(Object.assign(snapshot.settings, patch)),
    'connections.add': ({ secrets, files, line, auth, ...fields }: ConnectionFields) => {
      const refusal = secrets ? access.locked() : undefined;
      if (refusal) return refusal;
      const record = {
        id: crypto.randomUUID(),
        name: '',
        baseUrl: '',
        role: 'payer',
        cdexVersion: '2.1',
        timeoutMs: 30_000,
        origin: 'user',
        auth: { method: 'none' },
        line: {},
        policy: { signatures: 'not-required', purposeOfUse: 'optional', polling: 'cdex', quirks: [] },
        secrets: [],
        createdAt: new Date().toISOString(),
        ...fields,
        ...kept({ secrets, files, line, auth }),
      } as Connection;
      if (!URL.canParse(record.baseUrl)) {
        return fail(
          'invalid-input',
          'The base URL is not an address.',
          'Write it like https://fhir.partner.example/r4.',
        );
      }
      snapshot.connection = [...snapshot.connection, record];
      change({ kind: 'connection', id: record.id, op: 'put', record });
      return ok(record);
    },
    'connections.update': ({ connection, patch }: { connection: string; patch: ConnectionFields }) => {
      const { secrets, files, line, auth, ...fields } = patch;
      const refusal = secrets ? access.locked() : undefined;
      if (refusal) return refusal;
      const before = snapshot.connection.find(({ id }) => id === connection);
      if (!before) return fail('not-found', 'There is no such connection.', 'Choose one from the list.');
      const record = { ...before, ...fields, ...kept({ secrets, files, line, auth }, before) };
      snapshot.connection = snapshot.connection.map((one) => (one.id === connection ? record : one));
      change({ kind: 'connection', id: connection, op: 'put', record });
      return ok(record);
    },
    'connections.remove': ({ connection }: { connection: string }) => {
      snapshot.connection = snapshot.connection.filter(({ id }) => id !== connection);
      change({ kind: 'connection', id: connection, op: 'delete' });
      return ok({ removed: connection });
    },
    'exchanges.delete': ({ id }: { id: string }) => {
      change({ kind: 'exchange', id, op: 'delete' });
      return ok({ deleted: id });
    },
  };

  const fake: FakeBridge = {
    calls,
    held: false,
    tell,
    change,
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    async call(name, input) {
      calls.push({ name, input: withoutSecrets(input) });
      const answer = { ...answers, ...stateful, ...overrides }[name as CommandName];
      if (!answer)
        return fail(
          'unknown-command',
          `The fake console does not answer "${name}".`,
          'Give it an answer in test/fakes.',
        );
      return answer(input as never);
    },
  };
  return fake;
}
