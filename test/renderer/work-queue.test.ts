import { describe, expect, test } from 'vitest';
import {
  type AnswerDraft,
  chosenOf,
  emptyAnswer,
  lacksReason,
  narrowedQuery,
  nextStep,
  outputsOf,
  previewOf,
  wishOf,
} from '../../renderer/features/tasks/received/answer/answer-draft.ts';
import { mustRefuse, refusalReason } from '../../renderer/features/tasks/received/answer/must-refuse.ts';
import { needsAnswer, receivedPlan, receivedPlanOf } from '../../renderer/features/tasks/received/received-plans.ts';
import {
  draftOfRule,
  emptyRule,
  ruleInput,
  ruleProblems,
} from '../../renderer/features/tasks/received/rules/rule-draft.ts';
import { doesWords, whenWords } from '../../renderer/features/tasks/received/rules/rule-words.ts';
import { movedRules } from '../../renderer/parts/ordered-rules/moved-rules.ts';
import { createBoard } from '../../renderer/parts/task-board/board.ts';
import { orders } from '../../renderer/stores/orders.ts';
import { tableOf } from '../../renderer/stores/table.ts';
import type { Collected } from '../../shared/contract/work.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import type { WorkRule } from '../../shared/domain/work.ts';
import { error } from '../../shared/cdex/findings.ts';
import { dig } from '../../shared/fhir/json.ts';
import { recordOnly } from '../fakes/task-record.ts';
import { receivedTasks } from '../fakes/work/received.ts';

const [asked] = receivedTasks();
if (!asked) throw new Error('There is a first.');
const named = (id: string, more: Partial<TaskRecord>): TaskRecord => ({ ...recordOnly(asked.detail), id, ...more });

const collected = (more: Partial<Collected> = {}): Collected => ({
  query: 'Condition?patient=Patient/06e1f0a2&_id=a,b,c',
  entries: 3,
  items: ['a', 'b', 'c'].map((id) => ({ reference: `Condition/${id}`, title: id })),
  bytes: 900,
  exchangeIds: ['1'],
  findings: [],
  ...more,
});
const draft = (more: Partial<AnswerDraft> = {}): AnswerDraft => ({ ...emptyAnswer('data-request-query'), ...more });
const at = '2026-11-22T10:00:00Z';

describe('who must act on a received Task', () => {
  const version = { versionId: '2', status: 'accepted', at, seenAt: at, exchangeId: '1' };
  const ruled = { versionId: '2', rule: 'All', at, done: true, problem: 'No data.' };
  const tasks = [
    named('new', {}),
    named('held', { status: 'on-hold' }),
    named('odd', { status: 'received' }),
    named('taken', { status: 'accepted' }),
    named('stuck', { status: 'accepted', lastVersion: version, ruled }),
    named('past', { status: 'accepted', lastVersion: { ...version, versionId: '3' }, ruled }),
    named('done', { status: 'completed' }),
    named('lost', { goneAt: at }),
  ];

  test('is a person here where it is new, on hold, odd, or a rule could not go on', () => {
    expect(tasks.filter(needsAnswer).map(({ id }) => id)).toEqual(['new', 'held', 'odd', 'stuck']);
    const wish = { side: 'received' as const, scope: 'all' as const, fits: () => true, plan: receivedPlan };
    const { groups } = createBoard(wish)(tableOf(tasks, orders.task));
    expect(groups.map(({ title, ids }) => `${title}: ${[...ids].sort().join(' ')}`)).toEqual([
      'Needs you: held new odd stuck',
      'At work here: past taken',
      'Gone from the server: lost',
      'Ended: done',
    ]);
  });

  test('is grouped by tag and purpose, what has none apart', () => {
    const some = [named('a', { workQueues: ['x|claims'] }), named('b', { workQueues: undefined, purposes: undefined })];
    const titles = (grouping: 'queue' | 'purpose') => {
      const plan = receivedPlanOf(grouping, 0);
      const wish = { side: 'received' as const, scope: 'all' as const, fits: () => true, plan };
      return createBoard(wish)(tableOf(some, orders.task)).groups.map(({ title }) => title);
    };
    expect(titles('queue')).toEqual(['claims', 'without a work queue']);
    expect(titles('purpose')).toEqual(['COC', 'without a purpose']);
  });
});

describe('an answer', () => {
  test('goes on along the figure, and into work from everywhere else', () => {
    expect(['requested', 'accepted', 'in-progress', 'on-hold', 'completed', 'odd'].map(nextStep)).toEqual([
      'accepted',
      'in-progress',
      'completed',
      'in-progress',
      'in-progress',
      'in-progress',
    ]);
  });

  test('carries outputs only where it completes, and what was collected only where nothing speaks against it', () => {
    const extras = [{ key: '1', title: 'b', reference: 'Binary/1' }];
    const full = draft({ collected: collected(), extras });
    expect(outputsOf(full, 'failed')).toEqual([]);
    expect(wishOf(full, 'completed')).toEqual({
      status: 'completed',
      outputs: [{ query: 'Condition?patient=Patient/06e1f0a2&_id=a,b,c' }, { reference: 'Binary/1' }],
      contained: true,
    });
    expect(outputsOf(draft({ ...full, give: 'references', left: ['Condition/b'], extras: [] }), 'completed')).toEqual([
      { reference: 'Condition/a' },
      { reference: 'Condition/c' },
    ]);
    const unsafe = collected({ findings: [error('query-safety', '', 'No.', 'Narrow it.')] });
    expect(outputsOf(draft({ collected: unsafe, extras }), 'completed')).toEqual([{ reference: 'Binary/1' }]);
    expect(outputsOf(draft({ collected: collected(), give: 'nothing' }), 'completed')).toEqual([]);
  });

  test('lacks a reason only where it refuses', () => {
    expect(lacksReason(draft({ reason: '  ' }), 'rejected')).toBe(true);
    expect(lacksReason(draft({ reason: 'No data' }), 'failed')).toBe(false);
    expect(lacksReason(draft(), 'on-hold')).toBe(false);
    expect(wishOf(draft({ reason: ' No data ', businessStatus: ' ' }), 'failed')).toEqual({
      status: 'failed',
      reason: 'No data',
    });
  });

  test('is shown as the Task it makes: inside it, or with stand-ins for what the server will store', () => {
    const extras = [{ key: '1', title: 'o', resource: { resourceType: 'Observation', id: 'x' } }];
    const inside = previewOf(asked.resource, draft({ collected: collected(), extras }), 'completed', at);
    expect(dig(inside, 'contained')).toMatchObject([
      { resourceType: 'Bundle', id: 'results', total: 3 },
      { resourceType: 'Observation', id: 'observation' },
    ]);
    expect(dig(inside, 'output')).toMatchObject([
      { valueReference: { reference: '#results' } },
      { valueReference: { reference: '#observation' } },
    ]);
    const beside = previewOf(asked.resource, draft({ place: 'stored', extras }), 'completed', at);
    expect(beside.contained).toBeUndefined();
    expect(dig(beside, 'output', 0, 'valueReference', 'reference')).toBe('Observation/to-be-stored-0');
  });

  test('narrows its query to the chosen, in place of an earlier choice, where they can be asked for', () => {
    const chosen = draft({ collected: collected(), left: ['Condition/b'] });
    expect(chosenOf(chosen)).toEqual(['Condition/a', 'Condition/c']);
    expect(narrowedQuery(chosen)).toBe('Condition?patient=Patient/06e1f0a2&_id=a,c');
    const mixed = collected({ items: [{ reference: 'Provenance/p', title: 'p' }] });
    expect(narrowedQuery(draft({ collected: mixed }))).toBeUndefined();
    expect(narrowedQuery(draft({ collected: collected(), left: ['Condition/a', 'Condition/b', 'Condition/c'] }))).toBe(
      undefined,
    );
  });
});

describe('a Task that cannot be acted on', () => {
  const manner = (purposeOfUse: 'optional' | 'required') => ({ cdexVersion: '2.1' as const, policy: { purposeOfUse } });

  test('is known by a modifier extension or an agreed purpose it lacks; anything else of its sender keeps nothing', () => {
    expect(mustRefuse(asked.resource, manner('required'))).toEqual([]);
    const { input: _input, ...without } = asked.resource;
    expect(mustRefuse(without, manner('required')).map(({ rule }) => rule)).toEqual(['CONF-018']);
    expect(mustRefuse(without, manner('optional'))).toEqual([]);
    const strange = { ...asked.resource, modifierExtension: [{ url: 'http://x.example/y', valueBoolean: true }] };
    const found = mustRefuse(strange, manner('optional'));
    expect(found.map(({ rule }) => rule)).toEqual(['modifier-extension']);
    expect(refusalReason(found)).toMatch(/http:\/\/x\.example\/y.*\(Task\.modifierExtension\[0\]\)/);
  });
});

describe('a rule', () => {
  const rule: WorkRule = {
    id: 'r1',
    connectionId: 'c1',
    name: 'Late',
    order: 0,
    on: true,
    when: { code: 'data-request-query', dueWithinDays: 1 },
    action: 'complete',
    contained: true,
  };

  test('comes back from its form as it was', () => {
    const { order: _order, ...rest } = rule;
    expect(ruleInput(draftOfRule(rule), 'c1')).toEqual(rest);
    expect(ruleInput({ ...emptyRule, name: ' All ', requester: ' 193 ' }, 'c2')).toEqual({
      connectionId: 'c2',
      name: 'All',
      on: true,
      when: { requester: '193' },
      action: 'accept',
    });
  });

  test('is not saved without a name, a reason it needs, or a number of days that is one', () => {
    expect(Object.keys(ruleProblems({ ...emptyRule, action: 'fail', dueWithinDays: '1.5' }))).toEqual([
      'name',
      'text',
      'dueWithinDays',
    ]);
    expect(ruleProblems({ ...emptyRule, name: 'All', dueWithinDays: '0' })).toEqual({});
  });

  test('is said in words', () => {
    expect(whenWords(rule)).toBe('kind data-request-query, due within 1 day');
    expect(whenWords({ when: {} })).toBe('every Task');
    expect(doesWords(rule)).toBe('Complete, data in the Task');
    expect(doesWords({ action: 'reject', text: 'Too late' })).toBe('Reject: “Too late”');
  });

  test('is moved by giving those between their places anew, equal places too', () => {
    const rules = ['a', 'b', 'c'].map((id) => ({ ...rule, id, order: 0 }));
    const places = (id: string, by: -1 | 1) => movedRules(rules, id, by).map((one) => `${one.id}${one.order}`);
    expect(places('c', -1)).toEqual(['c1', 'b2']);
    expect(places('a', 1)).toEqual(['a1', 'c2']);
    expect([places('a', -1), places('c', 1), places('x', 1)]).toEqual([[], [], []]);
  });
});
