import { describe, expect, it } from 'vitest';
import { checkNewTask } from '../../../shared/cdex/check-new-task.ts';
import { copyTask } from '../../../shared/cdex/copy-task.ts';
import { requirementSentence } from '../../../shared/cdex/requirements.ts';
import { dataRequest } from './samples.ts';

const found = (members: object) =>
  checkNewTask({ ...dataRequest(), ...members }).map(({ severity, rule, path }) => `${severity} ${rule} ${path}`);

describe('a Task that is about to be created', () => {
  it('is requested, and says nothing of an answer', () => {
    expect(found({})).toEqual([]);
    expect(requirementSentence('new-task')).toContain('created as requested');
  });

  it.each(['accepted', 'rejected', 'in-progress', 'on-hold', 'completed', 'failed'])('is not %s', (status) => {
    expect(found({ status })).toEqual(['error new-task Task.status']);
  });

  it('has no answer yet, which is warned of', () => {
    const answered = { statusReason: { text: 'x' }, businessStatus: { text: 'x' }, output: [{}] };
    expect(found(answered)).toEqual(
      ['statusReason', 'businessStatus', 'output'].map((one) => `warning new-task Task.${one}`),
    );
    expect(checkNewTask(copyTask({ ...dataRequest(), ...answered, status: 'failed' }, '2024-05-01'))).toEqual([]);
  });

  it('may be anything else: other rules look at that', () => {
    for (const one of [undefined, null, [], 'Task', { status: 7 }, { status: 'draft' }, {}])
      expect(checkNewTask(one)).toEqual([]);
  });
});
