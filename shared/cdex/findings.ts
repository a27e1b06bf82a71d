import type { Finding } from '../domain/finding.ts';

/** A rule that is broken. `next` says in one sentence what to do. */
export const error = (rule: string, path: string, message: string, next: string): Finding => ({
  rule,
  severity: 'error',
  path,
  message,
  next,
});

/** Something to look at; nothing is broken for certain. */
export const warning = (rule: string, path: string, message: string, next: string): Finding => ({
  ...error(rule, path, message, next),
  severity: 'warning',
});

/** Something worth knowing. */
export const information = (rule: string, path: string, message: string, next: string): Finding => ({
  ...error(rule, path, message, next),
  severity: 'information',
});

/** Findings of one severity that are worth telling about one message. */
const most = 200;

/**
 * The findings of all things in a list; of each severity no more than are worth telling. It stops once that many errors are found: a
 * hostile message breaks one rule a hundred thousand times, and the verdict stands after the first.
 */
export function findingsOf<T>(list: readonly T[], check: (one: T) => Finding[]): Finding[] {
  const counts = { error: 0, warning: 0, information: 0 };
  const found: Finding[] = [];
  for (const one of list) {
    if (counts.error >= most) break;
    for (const finding of check(one)) {
      counts[finding.severity] += 1;
      if (counts[finding.severity] <= most) found.push(finding);
    }
  }
  return found;
}
