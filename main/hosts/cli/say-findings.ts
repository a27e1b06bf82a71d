import { type Finding, worstFirst } from '../../../shared/domain/finding.ts';
import type { Session } from './command.ts';

/** Findings on stderr, worst first. */
export function sayFindings(session: Session, findings: readonly Finding[]): void {
  for (const { severity, rule, path, message } of worstFirst(findings))
    session.say(`${severity} ${rule} ${path}: ${message}`);
}

/** Whether a rule of error severity is broken. */
export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
