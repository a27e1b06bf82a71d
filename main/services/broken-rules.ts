import { fail, type Reply } from '../../shared/contract/errors.ts';
import type { Finding } from '../../shared/domain/finding.ts';

/** Why what breaks rules is not sent; undefined when it breaks none of error severity. `what` is named in the failure (rules-failed). */
export function brokenRules(
  what: 'Task' | 'answer' | 'submission',
  findings: readonly Finding[],
): Reply<never> | undefined {
  const broken = findings.filter(({ severity }) => severity === 'error');
  const [first] = broken;
  if (!first) return undefined;
  return fail(
    'rules-failed',
    `The ${what} breaks ${first.rule}: ${first.message}`,
    first.next ?? 'Correct it, or send it anyway.',
    { requirement: first.rule, details: broken.map(({ path, message }) => `${path}: ${message}`) },
  );
}
