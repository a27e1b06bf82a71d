import { expect, it } from 'vitest';
import { exchangeFilter, pathOf } from '../../../renderer/parts/exchange-filter.ts';
import { scaleFor } from '../../../renderer/parts/exchange-columns.tsx';
import { exchanges } from '../../fakes/records.ts';

const numbers = (scope: Parameters<typeof exchangeFilter>[0], text: string) =>
  exchanges
    .slice(0, 12)
    .filter(exchangeFilter(scope, text))
    .map(({ id }) => Number(id));

it('narrows by direction and by trouble', () => {
  expect(numbers('in', '')).toEqual([9, 10]);
  expect(numbers('errors', '')).toEqual([10, 11, 12]);
});

it('narrows by status, method, host, partner and road', () => {
  expect(numbers('all', 'status:4xx')).toEqual([10, 11]);
  expect(numbers('all', 'status:401')).toEqual([11]);
  expect(numbers('all', 'status:none')).toEqual([12]);
  expect(numbers('all', 'method:post')).toEqual([4, 9, 10]);
  expect(numbers('all', 'host:8701 road:direct')).toEqual([2, 3]);
  expect(numbers('all', 'partner:mesa status:413')).toEqual([10]);
});

it('looks for words in path and note, and for a number', () => {
  expect(numbers('all', 'task/1012 modified')).toEqual([6]);
  expect(numbers('all', '#8')).toEqual([8]);
});

it('shows paths readable and leaves odd addresses alone', () => {
  expect(pathOf('http://127.0.0.1:8443/%24submit-attachment?a=x%7Cy')).toBe('/$submit-attachment?a=x|y');
  expect(pathOf('not an address')).toBe('not an address');
});

it('rounds the shared scale up', () => {
  expect(scaleFor([])).toBe(20);
  expect(scaleFor([402, 12])).toBe(500);
  expect(scaleFor([8_000])).toBe(10_000);
  expect(scaleFor([100])).toBe(100);
});
