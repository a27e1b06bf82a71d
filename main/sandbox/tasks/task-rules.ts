import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { findingIssue } from '../fhir/finding-issue.ts';
import { issue } from '../fhir/problems.ts';

/** What a query says is weighed when the Task is taken on, and answered by the status rejected. */
const isAboutQuery = ({ path }: Finding): boolean => path.includes('.valueString');

/**
 * Why a new Task is refused (400): every broken rule of its profile, each citing the rule. Other resources pass. A version makes
 * no difference: the rules read the Task's own dialect.
 */
export function checkNewTask(resource: Resource): OperationOutcomeIssue[] {
  if (resource.resourceType !== 'Task') return [];
  const broken = checkTask(resource, '2.1').filter((one) => one.severity === 'error' && !isAboutQuery(one));
  const issues = broken.map(findingIssue);
  if (resource.status !== 'requested') {
    const text = `CONF-059: A new Task starts as requested, not as ${resource.status}.`;
    issues.push(issue(text, { code: 'invariant', expression: ['Task.status'], diagnostics: 'Set it to requested.' }));
  }
  return issues;
}
