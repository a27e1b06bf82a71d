import { afterEach, expect, it, vi } from 'vitest';
import { type Action, currentActions, registerActions } from '../../../renderer/stores/actions.ts';

const undo: (() => void)[] = [];
const register = (...actions: Action[]) => undo.push(registerActions(actions));
afterEach(() => {
  for (const out of undo.splice(0)) out();
});
const action = (id: string, more: Partial<Action> = {}): Action => ({
  id,
  title: id,
  group: 'Run',
  run: vi.fn(),
  ...more,
});

it('lists what is registered until it is taken out again', () => {
  register(action('a'), action('b'));
  expect(currentActions().map(({ id }) => id)).toEqual(['a', 'b']);
  undo.pop()?.();
  expect(currentActions()).toEqual([]);
});

it('rests what cannot be done now', () => {
  register(action('a', { when: () => false }), action('b', { when: () => true }));
  expect(currentActions().map(({ id }) => id)).toEqual(['b']);
});

it('lets the later of one name win, and gives the earlier back when it leaves', () => {
  register(action('new', { title: 'New Task' }));
  register(action('new', { title: 'New query' }));
  expect(currentActions().map(({ title }) => title)).toEqual(['New query']);
  undo.pop()?.();
  expect(currentActions().map(({ title }) => title)).toEqual(['New Task']);
});
