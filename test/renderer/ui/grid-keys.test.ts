import { expect, it } from 'vitest';
import { moveFor } from '../../../renderer/ui/grid-keys.ts';

const none = () => false;
const heads = (index: number) => index === 0 || index === 5;

it('moves by one, by page and to the ends', () => {
  expect(moveFor('j', 3, 100, 10, none)).toBe(4);
  expect(moveFor('ArrowUp', 3, 100, 10, none)).toBe(2);
  expect(moveFor('PageDown', 3, 100, 10, none)).toBe(13);
  expect(moveFor('PageUp', 3, 100, 10, none)).toBe(0);
  expect(moveFor('Home', 50, 100, 10, none)).toBe(0);
  expect(moveFor('End', 50, 100, 10, none)).toBe(99);
});

it('stays at the ends and starts from nothing', () => {
  expect(moveFor('ArrowDown', 99, 100, 10, none)).toBe(99);
  expect(moveFor('ArrowUp', 0, 100, 10, none)).toBe(0);
  expect(moveFor('ArrowDown', -1, 100, 10, none)).toBe(0);
  expect(moveFor('k', -1, 100, 10, none)).toBe(99);
});

it('steps over the heads of groups, and stays where only a head is left', () => {
  expect(moveFor('ArrowDown', 4, 100, 10, heads)).toBe(6);
  expect(moveFor('ArrowUp', 6, 100, 10, heads)).toBe(4);
  expect(moveFor('Home', 50, 100, 10, heads)).toBe(1);
  expect(moveFor('ArrowUp', 1, 100, 10, heads)).toBe(1);
});

it('leaves other keys and empty lists alone', () => {
  expect(moveFor('a', 0, 100, 10, none)).toBeUndefined();
  expect(moveFor('ArrowDown', -1, 0, 10, none)).toBeUndefined();
});
