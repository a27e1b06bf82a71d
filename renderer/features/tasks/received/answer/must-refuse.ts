import { answerTask } from '../../../../../shared/cdex/answer-task.ts';
import { checkAnswer } from '../../../../../shared/cdex/check-answer.ts';
import type { Connection } from '../../../../../shared/domain/connection.ts';
import type { Finding } from '../../../../../shared/domain/finding.ts';
import type { JsonObject } from '../../../../../shared/fhir/json.ts';

/** How a server is to be answered: the version it speaks, and what was agreed. */
export type Manner = Pick<Connection, 'cdexVersion'> & { policy: Pick<Connection['policy'], 'purposeOfUse'> };

/** What keeps a Task, as received, from being acted on: an unknown modifier extension, an agreed purpose that is not stated. */
export function mustRefuse(task: JsonObject, { cdexVersion, policy }: Manner): Finding[] {
  const accepted = answerTask(task, { status: 'accepted', outputs: [], contained: [], now: new Date(0).toISOString() });
  return checkAnswer(task, accepted, cdexVersion, { purposeOfUse: policy.purposeOfUse }).blocking;
}

/** The same as a reason the partner reads. */
export const refusalReason = (findings: readonly Finding[]): string =>
  findings.map(({ message, path }) => (path ? `${message} (${path})` : message)).join(' ');
