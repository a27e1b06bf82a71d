import { type CheckUp, type CheckUpStep, checkUpTitles } from '../../../shared/domain/check-up.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';

/** What the partner needs to find the same thing in their log: when, what, where, and no more of us than they know. */
export function letterOf(step: CheckUpStep, diagnosis: Diagnosis, checkUp: CheckUp, connection: Connection): string {
  const { auth, baseUrl } = connection;
  const { message, where, why, requirement, compare } = diagnosis;
  const lines = [
    `Base URL: ${baseUrl}`,
    'clientId' in auth && auth.clientId && `Client id: ${auth.clientId}`,
    `Step: ${checkUpTitles[step.name]}, ${checkUp.at}`,
    `What: ${message}`,
    where && `Where: ${where}`,
    compare && `Sent: ${compare.sent}`,
    compare && `Expected: ${compare.wanted} (${compare.from})`,
    why && `Why: ${why}${requirement ? ` (${requirement})` : ''}`,
  ];
  return lines.filter(Boolean).join('\n');
}
