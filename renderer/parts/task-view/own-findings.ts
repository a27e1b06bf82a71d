import type { Finding } from '../../../shared/domain/finding.ts';
import { isFinal, type TaskDetail, type TaskVersion } from '../../../shared/domain/task.ts';
import { roadOf } from './state-road.ts';

/** Whether the source told the id of the version before again; the first one may be our count, of an answer that told none. */
function repeatsId({ versionId }: TaskVersion, index: number, all: readonly TaskVersion[]): boolean {
  const before = all[index - 1];
  return versionId.includes('~') && before !== undefined && (!before.counted || before.versionId.includes('~'));
}

/** What the road and the polls of a Task show that its resource does not say: strange steps, skipped versions, a pace no guide allows. */
export function ownFindings(task: TaskDetail): Finding[] {
  const road = roadOf(task.versions);
  const found: Finding[] = [];
  for (const { from, to } of road.steps.filter(({ kind }) => kind === 'off')) {
    found.push({
      rule: 'CONF-060',
      severity: 'information',
      path: 'Task.status',
      message: isFinal(from)
        ? `The source reopened the Task: it went from ${from} back to ${to}. A source may do so; it is watched again.`
        : `The Task went from ${from} to ${to}, a step the figure of states does not have. A source may do so.`,
    });
  }
  if (road.missed.length > 0) {
    found.push({
      rule: 'CONF-062',
      severity: 'information',
      path: 'Task.meta.versionId',
      message: `Version ${road.missed.join(', ')} passed between two polls and was never read.`,
      next: 'Read the Task’s history at the source, if it keeps one.',
    });
  }
  const repeated = task.versions.find(repeatsId);
  if (repeated) {
    found.push({
      rule: 'version-id',
      severity: 'warning',
      path: 'Task.meta.versionId',
      message: `The source changed the Task and left its version id: ${repeated.versionId} is ours, told apart by what it says.`,
      next: 'Tell the source: every change needs a version id of its own, and polls by ETag may miss what has none.',
    });
  }
  if (task.goneAt !== undefined) {
    found.push({
      rule: 'gone',
      severity: isFinal(task.status) ? 'information' : 'warning',
      path: '',
      message: 'The partner says this Task is gone. How long it keeps one is its own choice.',
      next: isFinal(task.status)
        ? 'Fetch the outputs while they are there.'
        : 'Ask the partner, and send the request again.',
    });
  }
  const last = task.polls.at(-1);
  if (last?.result === 'failed' && task.goneAt === undefined) {
    found.push({
      rule: 'poll',
      severity: 'warning',
      path: '',
      message: `The last poll failed: ${last.problem ?? 'no answer'}`,
      next: 'Poll now, or look at the connection.',
    });
  }
  if (task.everyMs !== undefined || task.profile === 'debug') {
    found.push({
      rule: 'CONF-062',
      severity: 'information',
      path: '',
      message: 'This Task is polled at a debugging pace. The guide asks for a minute, then five, then an hour.',
      next: 'Choose CDex as its pace for a real partner.',
    });
  }
  return found;
}
