import { expect, test } from 'vitest';
import { buildTask } from '../../../shared/cdex/build-task.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { requirementSentence } from '../../../shared/cdex/requirements.ts';
import { defaultPolicy } from '../../../shared/domain/policy.ts';

const request = { kind: 'data-request-query', query: 'Condition?patient=1', patientId: '1', claim: 'urn:x|1' } as const;
const actors = { requester: 'urn:x|a', owner: 'urn:x|b' };
const taskWith = (more: object) =>
  buildTask({ ...request, ...actors, ...more }, { cdexVersion: '2.1', now: '2026-01-31T08:00:00.000Z' });
const strict = { ...defaultPolicy, purposeOfUse: 'required', signatures: 'required' } as const;
const found = (task: unknown, agreed?: typeof strict | typeof defaultPolicy) =>
  checkTask(task, '2.1', agreed).map(({ severity, rule }) => `${severity} ${rule}`);

test('nothing is demanded where nothing was agreed', () => {
  expect([found(taskWith({})), found(taskWith({}), defaultPolicy)]).toEqual([[], []]);
});

test('finds a missing purpose of use (CONF-018), and data not asked to be signed', () => {
  expect(found(taskWith({}), strict)).toEqual(['error CONF-018', 'warning signature-agreed']);
  expect(found(taskWith({ signature: false }), strict)).toContain('warning signature-agreed');
  for (const rule of ['CONF-018', 'signature-agreed']) expect(requirementSentence(rule)).toMatch(/\.$/);
});

test('is content with both', () => {
  expect(found(taskWith({ signature: true, purposeOfUse: ['HPAYMT'] }), strict)).toEqual([]);
});
