import { expect, it } from 'vitest';
import { reasonWords } from '../../renderer/parts/task-view/task-facts.tsx';

it('tells why a Task was made by its text, else by its codings', () => {
  const coding = [{ code: 'claim' }, { code: 'x', display: 'Risk adjustment' }];
  expect(reasonWords({ reasonCode: { text: 'To support a claim', coding } })).toBe('To support a claim');
  expect(reasonWords({ reasonCode: { coding } })).toBe('claim, Risk adjustment');
  expect(reasonWords({ status: 'requested' })).toBe('');
});
