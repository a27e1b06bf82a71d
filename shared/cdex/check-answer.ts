import type { CdexVersion } from '../domain/connection.ts';
import { type Finding, worstFirst } from '../domain/finding.ts';
import { type JsonObject, listOf, textOf } from '../fhir/json.ts';
import { isRefusal, reopens } from './answer-task.ts';
import type { Agreed } from './check-agreed.ts';
import { checkTask } from './check-task.ts';
import { information, warning } from './findings.ts';
import { isFigureStep } from './status-figure.ts';

/** What the rules say about an answer, worst first, and which of it keeps it from being sent. */
export interface CheckedAnswer {
  findings: Finding[];
  blocking: Finding[];
}

function checkStep(before: string, after: string): Finding[] {
  if (reopens(before, after))
    return [
      information(
        'CONF-060',
        'Task.status',
        `This reopens a Task that had ended ${before}.`,
        'Nothing to do: a source may.',
      ),
    ];
  if (isFigureStep(before, after)) return [];
  return [
    warning(
      'CONF-060',
      'Task.status',
      `The guide’s figure has no step from ${before || 'no status'} to ${after}.`,
      'Go on if it is meant: a source may take other steps.',
    ),
  ];
}

function checkFailed(task: JsonObject): Finding[] {
  if (!isRefusal(textOf(task.status) ?? '') || listOf(task.output).length === 0) return [];
  const message = `A Task that is ${String(task.status)} has outputs; the guide’s ones have none.`;
  return [warning('CONF-059', 'Task.output', message, 'Complete it instead if the data are what was asked for.')];
}

/** What of a Task its answerer writes; all else is its sender's. */
const ours = ['Task.status', 'Task.statusReason', 'Task.businessStatus', 'Task.output', 'Task.contained'];
const isOurs = (path: string) =>
  ours.some((name) => path === name || ['.', '['].some((mark) => path.startsWith(name + mark)));

/** What an answerer must not pass over: he would act on a Task he cannot understand, or one the agreement does not cover. */
const mustRefuse = ['modifier-extension', 'CONF-018'];
const actsOn = ['accepted', 'in-progress', 'completed'];

/**
 * Checks a Task after our answer, as the Data Source. Errors in what we write block it (tdr-2, tdr-3, seven statuses). What its sender
 * broke is told and blocks nothing, but for a modifier extension nobody knows (CONF-096, CONF-097) and a missing purpose of use that was
 * agreed (CONF-018): those keep it from being acted on, never from being refused.
 */
export function checkAnswer(
  before: JsonObject,
  after: JsonObject,
  version: CdexVersion,
  agreed?: Pick<Agreed, 'purposeOfUse'>,
): CheckedAnswer {
  const status = textOf(after.status) ?? '';
  const findings = worstFirst([
    ...checkTask(after, version, agreed && { ...agreed, signatures: 'not-required' }),
    ...checkStep(textOf(before.status) ?? '', status),
    ...checkFailed(after),
  ]);
  const inside = (list: readonly Finding[]) => list.filter(({ path }) => path.startsWith('Task.contained'));
  // What was wrong inside the Task before we touched it is its sender's.
  const known = new Set(
    inside(checkTask(before, version)).map(({ rule, path, message }) => `${rule} ${path} ${message}`),
  );
  const isNew = ({ rule, path, message }: Finding) => !known.has(`${rule} ${path} ${message}`);
  const blocks = (finding: Finding) =>
    finding.severity === 'error' &&
    (mustRefuse.includes(finding.rule) ? actsOn.includes(status) : isOurs(finding.path) && isNew(finding));
  return { findings, blocking: findings.filter(blocks) };
}
