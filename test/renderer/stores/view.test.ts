import { expect, it } from 'vitest';
import { placeOf } from '../../../renderer/stores/view.ts';

it('reads screen and record from the address', () => {
  expect(placeOf('#/exchanges/213')).toEqual({ screen: 'exchanges', id: '213' });
  expect(placeOf('#/push-inbox')).toEqual({ screen: 'push-inbox' });
  expect(placeOf('#/tasks/a%2Fb')).toEqual({ screen: 'tasks', id: 'a/b' });
});

it('takes nothing else for an address', () => {
  expect(placeOf('#token=abc')).toBeUndefined();
  expect(placeOf('')).toBeUndefined();
});
