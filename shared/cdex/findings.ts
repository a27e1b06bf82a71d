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
