import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { statusOfAction, type WorkRule } from '../../../shared/domain/work.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Wish } from './answer-task.ts';
import type { Collect } from './collect.ts';
import type { CurrentTask } from './received-tasks.ts';

const forPerson = (message: string) => fail('capability-missing', message, 'Answer it yourself.');

/** What a Task is failed with where nothing of what it asks for is there (HRex Task Data Request). */
const nothingFound = 'No matching results';

/**
 * How a rule changes a Task; undefined where it leaves it. `complete` collects what is asked for: a query is answered with its Bundle, an
 * empty one too; a code with the documents, and failed where there are none (HRex). Fails where a person has to do it.
 */
export async function wishOfRule(
  rule: WorkRule,
  {
    partner,
    current,
    collect,
    signal,
  }: { partner: Partner; current: CurrentTask; collect: Collect; signal: AbortSignal },
): Promise<Reply<Wish | undefined>> {
  const status = statusOfAction[rule.action];
  if (!status) return ok(undefined);
  const told = `By the rule “${rule.name}”`;
  const common = { sendAnyway: false, ifVersion: current.reading.versionId };
  if (rule.action === 'reject' || rule.action === 'fail')
    return ok({ ...common, status, reason: rule.text ?? told, businessStatus: told });
  const businessStatus = rule.text || told;
  if (rule.action !== 'complete') return ok({ ...common, status, businessStatus });
  const { code } = current.reading;
  if (code !== 'data-request-query' && code !== 'data-request-code')
    return forPerson(
      code.startsWith('attachment-request')
        ? 'Attachments are submitted to the payer, which no rule does.'
        : 'No rule can fill in what this Task asks for.',
    );
  const collection = await collect(partner, current, undefined, { signal });
  if (!collection.ok) return collection;
  const { collected, references } = collection.value;
  const broken = collected.findings.find(({ severity }) => severity === 'error');
  if (broken)
    return fail('rules-failed', broken.message, broken.next ?? 'Look at it yourself.', { requirement: broken.rule });
  if (collected.findings.some(({ rule: name }) => name === 'data-code'))
    return forPerson('The Task asks in words, which no rule can compare.');
  if (code === 'data-request-code' && references.length === 0)
    return ok({ ...common, status: 'failed', reason: nothingFound, businessStatus: told });
  const asReferences = code === 'data-request-code' && !rule.contained;
  const outputs = asReferences ? references.map((reference) => ({ reference })) : [{ collection: collection.value }];
  return ok({ ...common, status, businessStatus, outputs, contained: rule.contained });
}
