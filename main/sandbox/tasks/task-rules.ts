import type { OperationOutcomeIssue, Resource, Task } from '@medplum/fhirtypes';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { SandboxAnswering } from '../../../shared/domain/sandbox-answering.ts';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import { isFinal, taskStatuses } from '../../../shared/domain/task.ts';
import { findingIssue } from '../fhir/finding-issue.ts';
import { issue, problem, problemOf } from '../fhir/problems.ts';
import { kindOf } from './read-task.ts';
import { spoilNewTask } from './spoil-create.ts';

/** What decides how Tasks are taken in. */
export interface TaskTaking {
  settings(): Pick<SandboxAnswering, 'reopen'>;
  faults(): readonly FaultName[];
}

/** The rules whose breach leaves nothing to work on: what must be there, and the invariants between elements. */
const decisive = /^(CONF-088|CONF-089|cdex-\d+|tdr-\d)$/;

/** Whether a finding keeps a Task out. Codes nobody knows are no reason: such a Task is taken in, and rejected with the reason. */
function isDecisive({ severity, rule, path }: Finding, isKnown: boolean): boolean {
  if (severity !== 'error' || !decisive.test(rule)) return false;
  // What a query says is weighed when the Task is taken on, and answered by the status rejected.
  if (path.includes('.valueString')) return false;
  return isKnown || rule !== 'cdex-9';
}

/** Why a new Task is refused (400), each issue citing its rule; empty where it is not. The rules read the Task's own dialect. */
function objectionsTo(task: Task): OperationOutcomeIssue[] {
  const isKnown = kindOf(task) !== undefined;
  const issues = checkTask(task, '2.1')
    .filter((one) => isDecisive(one, isKnown))
    .map(findingIssue);
  if (task.status !== 'requested') {
    const text = `CONF-059: A new Task starts as requested, not as ${task.status}.`;
    issues.push(issue(text, { code: 'invariant', expression: ['Task.status'], diagnostics: 'Set it to requested.' }));
  }
  return issues;
}

const refuse = (rule: string, element: string, text: string, diagnostics: string): Error =>
  problem(422, `${rule}: ${text}`, { code: 'business-rule', expression: [`Task.${element}`], diagnostics });

/** Holds a change of a Task against its statuses: all seven can be set by hand (CONF-059), ends are left only where that is allowed. */
function checkChange(task: Task, old: Task, { reopen }: Pick<SandboxAnswering, 'reopen'>): void {
  const status = task.status ?? '';
  if (!(taskStatuses as readonly string[]).includes(status))
    throw refuse(
      'CONF-059',
      'status',
      `${status} is none of the seven statuses.`,
      `They are ${taskStatuses.join(', ')}.`,
    );
  const before = old.status ?? '';
  if (isFinal(before) && status !== before && !reopen)
    throw refuse(
      'CONF-060',
      'status',
      `The Task is ${before}, and this server does not reopen Tasks.`,
      'Let the sandbox reopen Tasks (sandbox.answering), or send a new Task.',
    );
  if ((status === 'rejected' || status === 'failed') && !task.statusReason?.text)
    throw refuse('tdr-2', 'statusReason', `A Task that is ${status} says why.`, 'Say it in Task.statusReason.text.');
  const isDataRequest = kindOf(task)?.startsWith('data-request') ?? false;
  if (status === 'completed' && isDataRequest && !task.output?.length)
    throw refuse('tdr-3', 'output', 'A completed data request has an output.', 'Name the data in Task.output.');
}

/** A Task as it is taken in from a client: refused (400 new, 422 changed), or spoilt by a fault. Other resources pass. */
export function takeTask(resource: Resource, old: Resource | undefined, { settings, faults }: TaskTaking): Resource {
  if (resource.resourceType !== 'Task') return resource;
  if (old?.resourceType === 'Task') {
    checkChange(resource, old, settings());
    return resource;
  }
  const issues = objectionsTo(resource);
  if (issues.length) throw problemOf(400, issues);
  return spoilNewTask(faults(), resource);
}
