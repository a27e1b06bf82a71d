import type { Bundle, Patient, Task } from '@medplum/fhirtypes';
import type { SandboxAnswering } from '../../../shared/domain/sandbox-answering.ts';
import { located } from '../fhir/located.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { checkMemberQuery } from './member-query.ts';
import { requestsOf } from './read-task.ts';
import { dataOutput, inputText, NO_RESULTS, type TaskAnswer } from './task-answer.ts';

/** The query text of a Task; empty where there is none. */
export function queryOf(task: Task): string {
  const [input] = requestsOf(task, 'data-request-query');
  return input ? inputText(input) : '';
}

/**
 * Runs the query and puts the matches into a searchset Bundle, contained or of its own. No hits make a completed Task with an empty
 * Bundle (HRex Task Data Request), or a failed one (the guide's example 9).
 */
export function answerQuery(
  repository: SandboxRepository,
  task: Task,
  member: Patient & { id: string },
  { noHits, outputs }: Pick<SandboxAnswering, 'noHits' | 'outputs'>,
): TaskAnswer {
  const checked = checkMemberQuery(repository, member, queryOf(task));
  if ('refusal' in checked) return { status: 'failed', reason: checked.refusal };
  const { entry, total } = repository.find(checked.query);
  const results: Bundle & { id: string } = {
    resourceType: 'Bundle',
    id: outputs === 'external' ? `results-${task.id}` : 'results',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link: [{ relation: 'self', url: checked.self }],
    ...(entry.length ? { entry: located(repository.base, entry) } : {}),
  };
  const matches = entry.filter(({ search }) => search?.mode === 'match').length;
  if (!matches && noHits === 'failed') return { status: 'failed', reason: NO_RESULTS };
  const note = matches === 1 ? '1 resource found' : `${matches || 'No'} resources found`;
  return outputs === 'external'
    ? { status: 'completed', note, output: [dataOutput(`Bundle/${results.id}`)], beside: [results] }
    : { status: 'completed', note, output: [dataOutput('#results')], contained: [results] };
}
