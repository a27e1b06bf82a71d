import { describe, expect, it } from 'vitest';
import { answerTask, freeId, outputType, type TaskChange } from '../../../shared/cdex/answer-task.ts';
import { checkAnswer } from '../../../shared/cdex/check-answer.ts';
import { sayTaskChange } from '../../../shared/cdex/say-task-change.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import { taskStatuses } from '../../../shared/domain/task.ts';
import { attachmentRequest, coded, data, dataRequest } from './samples.ts';

const change = (members: Partial<TaskChange> = {}): TaskChange => ({
  status: 'accepted',
  outputs: [],
  contained: [],
  now: '2026-10-01T12:00:00Z',
  ...members,
});

describe('answering a Task', () => {
  it('changes what was said, and nothing else', () => {
    const task = dataRequest({
      note: [{ text: 'kept' }],
      output: [data('A/1')],
      contained: [{ resourceType: 'Basic', id: 'x' }],
    });
    const copy = structuredClone(task);
    const after = answerTask(
      task,
      change({ businessStatus: 'Begun', outputs: [{ reference: 'A/1' }, { reference: 'B/2' }] }),
    );
    expect(task).toEqual(copy);
    expect(after).toEqual({
      ...task,
      status: 'accepted',
      businessStatus: { text: 'Begun' },
      lastModified: '2026-10-01T12:00:00Z',
      output: [data('A/1'), data('B/2')],
    });
  });

  it.each([
    ['is given', 'failed', 'failed', 'New', { text: 'New' }],
    ['stays while the status stays', 'failed', 'failed', undefined, { text: 'Old' }],
    ['goes with the status', 'on-hold', 'in-progress', undefined, undefined],
    ['is not taken over by a refusal', 'on-hold', 'rejected', undefined, undefined],
  ] as const)('keeps a reason with its status: it %s', (_, before, status, reason, expected) => {
    const task = dataRequest({ status: before, statusReason: { text: 'Old' } });
    expect(answerTask(task, change({ status, reason })).statusReason).toEqual(expected);
  });

  it('types outputs by kind and version', () => {
    expect(outputType(attachmentRequest(), 'Bundle')).toEqual(coded(systems.pas, 'attachments-needed'));
    expect(outputType(dataRequest(), 'QuestionnaireResponse')).toEqual(coded(systems.hrex, 'data-value'));
  });

  it('finds ids that are free', () => {
    expect([freeId(new Set(), 'r'), freeId(new Set(['r', 'r-2']), 'r')]).toEqual(['r', 'r-3']);
  });
});

describe('checking an answer', () => {
  it.each(taskStatuses.filter((status) => status !== 'requested'))(
    'never keeps a refusal back: from requested to %s',
    (status) => {
      const task = dataRequest({ modifierExtension: [{ url: 'urn:unknown' }] });
      const wish = change({ status, reason: 'Because.', outputs: [{ reference: 'A/1' }] });
      const { blocking } = checkAnswer(task, answerTask(task, wish), '2.1', { purposeOfUse: 'required' });
      const acts = ['accepted', 'in-progress', 'completed'].includes(status);
      expect(blocking.map(({ rule }) => rule).toSorted()).toEqual(acts ? ['CONF-018', 'modifier-extension'] : []);
    },
  );

  it('is not kept back by what the sender left wrong inside the Task, only by what we put there', () => {
    const nameless = { resourceType: 'Patient', id: 'patient', identifier: [{ value: 'M-1' }] };
    const task = attachmentRequest({ contained: [nameless] });
    const wish = change({ status: 'completed' });
    expect(checkAnswer(task, answerTask(task, wish), '2.1').blocking).toEqual([]);
    const contained = [{ ...nameless, id: 'another' }];
    const doubled = checkAnswer(task, answerTask(task, { ...wish, contained }), '2.1').blocking;
    expect(doubled.map(({ path }) => path)).toEqual(['Task.contained.ofType(Patient)']);
  });

  it('warns of outputs on a refusal', () => {
    const task = dataRequest({ output: [data('A/1')] });
    const { findings, blocking } = checkAnswer(
      task,
      answerTask(task, change({ status: 'failed', reason: 'No.' })),
      '2.1',
    );
    expect(blocking).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ path: 'Task.output', severity: 'warning' }));
  });
});

describe('saying what somebody else changed', () => {
  const before = { status: 'requested', outputs: [] };
  it.each([
    [{ ...before, status: 'accepted' }, ['its status went from requested to accepted']],
    [{ ...before, businessStatus: 'Begun' }, ['its progress went from nothing to “Begun”']],
    [{ ...before, statusReason: 'No.' }, ['its reason is now “No.”']],
    [{ ...before, outputs: [{ reference: 'A/1' }] }, ['it has 1 output in place of 0']],
    [before, ['something else in it changed']],
  ])('%j', (after, said) => {
    expect(sayTaskChange(before, after)).toEqual(said);
  });
});
