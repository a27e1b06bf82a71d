import { expect, it } from 'vitest';
import { setUpWords } from '../../../renderer/features/exchanges/exchange-facts.tsx';

it('says how a connection came to be, and does not call one kept open that was never made', () => {
  expect(setUpWords({ dns: 2, connect: 3, tls: 5, wait: 9 }, false)).toBe('10 ms');
  expect(setUpWords({ wait: 9 }, false)).toBe('kept open');
  expect(setUpWords({}, true)).toBe('not made');
});
