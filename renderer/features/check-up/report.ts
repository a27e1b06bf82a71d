import { type CheckUp, type CheckUpStep, checkUpTitles } from '../../../shared/domain/check-up.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import { formatDuration } from '../../ui/format.ts';

const marks: Record<CheckUpStep['status'], string> = {
  ok: 'ok',
  warn: 'WARN',
  fail: 'FAIL',
  'not-checked': 'not checked',
};
const noteMarks = { ...marks, unchecked: 'not checked' };

const lines = (...parts: (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined && part !== '').join('\n');

function diagnosisLines({ message, where, why, next, requirement, compare }: Diagnosis): string {
  return lines(
    `    What:  ${message}`,
    where && `    Where: ${where}`,
    compare && `           sent ${compare.sent}\n           want ${compare.wanted} (${compare.from})`,
    why && `    Why:   ${why}${requirement ? ` (${requirement})` : ''}`,
    `    Next:  ${next}`,
  );
}

function stepLines(step: CheckUpStep): string {
  const time = step.durationMs === undefined ? '' : `, ${formatDuration(step.durationMs)}`;
  return lines(
    `${checkUpTitles[step.name]}: ${marks[step.status]}${time}`,
    `    ${step.detail}`,
    ...step.notes.map(
      ({ result, text, value, requirement }) =>
        `    - ${noteMarks[result]}: ${text}${value ? ` [${value}]` : ''}${requirement ? ` (${requirement})` : ''}`,
    ),
    step.diagnosis && diagnosisLines(step.diagnosis),
  );
}

/** The whole check-up as text, for a ticket or a mail. It holds no secret: the record has none. */
export function reportOf(checkUp: CheckUp, connection: Connection): string {
  return [
    `Check-up of ${connection.name}, ${connection.baseUrl}`,
    `We are ${connection.role}, CDex ${connection.cdexVersion}. Ran ${checkUp.at}, took ${formatDuration(checkUp.durationMs)}.`,
    ...checkUp.steps.map(stepLines),
  ].join('\n\n');
}

/** What the partner needs to find the same thing in their log: when, what, where, and no more of us than they know. */
export function letterOf(step: CheckUpStep, diagnosis: Diagnosis, checkUp: CheckUp, connection: Connection): string {
  const clientId = 'clientId' in connection.auth ? connection.auth.clientId : undefined;
  return lines(
    `Base URL: ${connection.baseUrl}`,
    clientId && `Client id: ${clientId}`,
    `Step: ${checkUpTitles[step.name]}, ${checkUp.at}`,
    `What: ${diagnosis.message}`,
    diagnosis.where && `Where: ${diagnosis.where}`,
    diagnosis.compare && `Sent: ${diagnosis.compare.sent}`,
    diagnosis.compare && `Expected: ${diagnosis.compare.wanted} (${diagnosis.compare.from})`,
    diagnosis.why && `Why: ${diagnosis.why}${diagnosis.requirement ? ` (${diagnosis.requirement})` : ''}`,
  );
}
