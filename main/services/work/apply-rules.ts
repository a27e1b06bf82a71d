import { type Failure, failureClass, fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { AppliedRule, TaskRecord } from '../../../shared/domain/task.ts';
import { meetsCondition, rulesOf, type WorkRule } from '../../../shared/domain/work.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Kit } from '../kit.ts';
import type { AnswerTask } from './answer-task.ts';
import type { Collect } from './collect.ts';
import type { ReceivedTasks } from './received-tasks.ts';
import { wishOfRule } from './wish-of-rule.ts';

/** What came of applying the rules of a queue. */
export interface RulesApplied {
  /** Tasks a rule was applied to, well or not. */
  ruled: number;
  problems: string[];
}

/** Applies the rules of a queue to its newly requested Tasks. */
export type ApplyRules = (connectionId: string, partner: Partner, signal: AbortSignal) => Promise<RulesApplied>;

/** A process that died while it applied a rule is waited for so long (ms); If-Match keeps the second try from doing it twice. */
const patienceMs = 600_000;
const mostRecords = 50_000;

/** The applying of one console. */
export function createApplyRules(
  kit: Kit,
  { received, collect, answer }: { received: ReceivedTasks; collect: Collect; answer: AnswerTask },
): ApplyRules {
  const { store, ports } = kit;

  /** Whether rules have nothing more to do with this version: one was applied, or somebody is at it. Reopened ones are left to people. */
  const isSettled = ({ lastVersion, ruled }: TaskRecord): boolean =>
    !lastVersion ||
    lastVersion.reopened === true ||
    (ruled?.versionId === lastVersion.versionId &&
      (ruled.done === true || ports.clock.now() - Date.parse(ruled.at) < patienceMs));

  /** Takes a Task for a rule, if no other process did: the record says so before anything is sent. */
  const claim = (id: string, { name }: WorkRule): TaskRecord | undefined =>
    store.write(() => {
      const record = store.tasks.get(id);
      if (!record?.lastVersion || record.status !== 'requested' || isSettled(record)) return undefined;
      const { versionId } = record.lastVersion;
      const ruled: AppliedRule = { versionId, rule: name, at: new Date(ports.clock.now()).toISOString() };
      store.tasks.put({ ...record, ruled });
      return { ...record, ruled };
    });

  /** Notes how it ended. What could not be reached is let go of, so that the next read tries again. */
  const settle = (id: string, problem: Failure | undefined) =>
    store.write(() => {
      const record = store.tasks.get(id);
      if (!record?.ruled) return;
      const { ruled, ...rest } = record;
      const again = problem && (failureClass(problem.code) === 'transport' || problem.code === 'cancelled');
      const done: AppliedRule = { ...ruled, done: true, ...(problem ? { problem: problem.message } : {}) };
      store.tasks.put(again ? rest : { ...rest, ruled: done });
    });

  async function apply(
    record: TaskRecord,
    rule: WorkRule,
    partner: Partner,
    signal: AbortSignal,
  ): Promise<Reply<null>> {
    if (rule.action === 'leave') {
      tell(record, rule, 'left as it is');
      return ok(null);
    }
    const named = { taskId: record.taskId, partner, record };
    const read = await received.read(named, 'read for a rule', signal);
    if (!read.ok) return read;
    const current = read.value;
    const version = record.ruled?.versionId;
    if (current.record.lastVersion?.versionId !== version)
      return fail('cancelled', 'It changed meanwhile.', 'It is looked at again at the next read.');
    const wish = await wishOfRule(rule, { partner, current, collect, signal });
    if (!wish.ok || !wish.value) return wish.ok ? ok(null) : wish;
    const answered = await answer(named, wish.value, signal, rule.name);
    return answered.ok ? ok(null) : answered;
  }

  const tell = ({ taskId, partner }: TaskRecord, { name, action }: WorkRule, outcome: string) =>
    store.write(() =>
      store.audit.add({
        action: 'exchange',
        peer: partner,
        request: `apply the rule ${name} (${action}) to Task ${taskId}`,
        outcome,
      }),
    );

  return async (connectionId, partner, signal) => {
    const rules = rulesOf(store.rules.list(), connectionId);
    const result: RulesApplied = { ruled: 0, problems: [] };
    if (rules.length === 0) return result;
    const asked = store.tasks
      .list({ side: 'received', status: 'requested', baseUrl: partner.baseUrl, limit: mostRecords })
      .filter((one) => !one.goneAt && !isSettled(one))
      .reverse(); // the oldest first
    for (const { id, ...task } of asked) {
      if (signal.aborted) break;
      const rule = rules.find(({ when }) => meetsCondition(when, { id, ...task }, ports.clock.now()));
      const claimed = rule && claim(id, rule);
      if (!claimed) continue;
      const done = await apply(claimed, rule, partner, signal);
      settle(id, done.ok ? undefined : done.error);
      result.ruled += 1;
      if (done.ok) continue;
      tell(claimed, rule, `not applied: ${done.error.code}`);
      result.problems.push(
        `The rule “${rule.name}” could not be applied to Task ${claimed.taskId}: ${done.error.message}`,
      );
    }
    return result;
  };
}
